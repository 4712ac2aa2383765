#include "services/casefile/handlers/expiry.h"

#include <vector>

#include "common/audit/own_entry.h"
#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/service_request.h"

namespace mosbat::casefile {
namespace {

// Requests of one page of a sweep.
constexpr int kRequestsAtOnce = 500;

}  // namespace

absl::StatusOr<int> Expirer::Sweep() const {
  const absl::CivilDay today = iran::TehranDay(parts_.business_clock.Now());
  int count = 0;
  std::string after;
  while (!parts_.is_stopping()) {
    std::vector<std::string> names;
    MOSBAT_RETURN_IF_ERROR(parts_.database.Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(names, parts_.requests.ListOverdue(session, today, after, kRequestsAtOnce));
      return absl::OkStatus();
    }));
    for (const std::string& name : names) {
      if (parts_.is_stopping()) return count;
      const absl::StatusOr<bool> expired = Expire(name, today);
      // Who came first has done it, or delivered; the next sweep looks again.
      if (!expired.ok() && !absl::IsAborted(expired.status())) parts_.passed_over(name, expired.status());
      if (expired.ok() && *expired) ++count;
    }
    if (names.size() < static_cast<size_t>(kRequestsAtOnce)) break;
    after = names.back();
  }
  return count;
}

absl::StatusOr<bool> Expirer::Expire(const std::string& name, absl::CivilDay today) const {
  bool expired = false;
  MOSBAT_RETURN_IF_ERROR(
      parts_.database.Transact([&](db::Session& session) { return Expire(session, name, today, expired); }));
  return expired;
}

absl::Status Expirer::Expire(db::Session& session, const std::string& name, absl::CivilDay today, bool& expired) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceRequest request, parts_.requests.Get(session, name));
  expired = domain::IsOverdue(request, today);
  if (!expired) return absl::OkStatus();
  const int64_t before = RowVersionOf(request.etag());
  MOSBAT_RETURN_IF_ERROR(parts_.quotas.GiveBack(session, name));
  MOSBAT_ASSIGN_OR_RETURN(request, parts_.requests.Replace(session, domain::AsOf(std::move(request), today)));
  return parts_.trail.Append(session, audit::OwnEntry({.service = "casefile",
                                                       .replica = parts_.replica,
                                                       .work = "expiry",
                                                       .subject = name,
                                                       .row_version_before = before,
                                                       .row_version_after = RowVersionOf(request.etag())},
                                                      parts_.ids, parts_.real_clock.Now()));
}

}  // namespace mosbat::casefile
