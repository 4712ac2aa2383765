#include "services/casefile/handlers/expiry.h"

#include <utility>

#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/service_request.h"

namespace mosbat::casefile {
namespace {

constexpr char kWork[] = "expiry";

}  // namespace

absl::StatusOr<int> Expirer::Sweep() const {
  const absl::CivilDay today = iran::TehranDay(own_work_.business_clock.Now());
  return own_work_.Sweep([&](db::Session& session, const std::string& after,
                             int limit) { return requests_.ListOverdue(session, today, after, limit); },
                         [&](const std::string& name) {
                           const absl::StatusOr<bool> expired = Expire(name, today);
                           // Who came first has done it, or delivered; the next sweep looks again.
                           if (!expired.ok() && !absl::IsAborted(expired.status()))
                             own_work_.passed_over(kWork, name, expired.status());
                           return expired.ok() && *expired ? 1 : 0;
                         });
}

absl::StatusOr<bool> Expirer::Expire(const std::string& name, absl::CivilDay today) const {
  bool expired = false;
  MOSBAT_RETURN_IF_ERROR(
      own_work_.database.Transact([&](db::Session& session) { return Expire(session, name, today, expired); }));
  return expired;
}

absl::Status Expirer::Expire(db::Session& session, const std::string& name, absl::CivilDay today, bool& expired) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceRequest request, requests_.Get(session, name));
  expired = domain::IsOverdue(request, today);
  if (!expired) return absl::OkStatus();
  const int64_t before = RowVersionOf(request.etag());
  MOSBAT_RETURN_IF_ERROR(quotas_.GiveBack(session, name));
  MOSBAT_ASSIGN_OR_RETURN(request, requests_.Replace(session, domain::AsOf(std::move(request), today)));
  return own_work_.Record(session, kWork, name, before, RowVersionOf(request.etag()));
}

}  // namespace mosbat::casefile
