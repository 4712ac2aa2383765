#include "services/casefile/handlers/promotion.h"

#include <utility>
#include <vector>

#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/domain/provider.h"

namespace mosbat::casefile {
namespace {

// Centres of one page of a sweep.
constexpr int kCentresAtOnce = 500;

}  // namespace

absl::StatusOr<int> Promoter::PromoteWaiting(const std::string& centre) {
  int count = 0;
  while (true) {
    MOSBAT_ASSIGN_OR_RETURN(const bool promoted, PromoteOne(centre));
    if (!promoted) return count;
    ++count;
  }
}

void Promoter::Promote(const std::string& centre) {
  {
    const std::lock_guard lock(mutex_);
    const auto [entry, free] = busy_.try_emplace(centre, false);
    if (!free) {
      entry->second = true;
      return;
    }
  }
  while (true) {
    // What fails here, the sweep does.
    PromoteWaiting(centre).status().IgnoreError();
    const std::lock_guard lock(mutex_);
    const auto entry = busy_.find(centre);
    if (!std::exchange(entry->second, false)) {
      busy_.erase(entry);
      return;
    }
  }
}

absl::StatusOr<int> Promoter::Sweep() {
  int count = 0;
  std::string after;
  while (true) {
    std::vector<std::string> centres;
    MOSBAT_RETURN_IF_ERROR(parts_.database.Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(centres, parts_.files.ListCentresWithWaiting(session, after, kCentresAtOnce));
      return absl::OkStatus();
    }));
    for (const std::string& centre : centres) {
      MOSBAT_ASSIGN_OR_RETURN(const int promoted, PromoteWaiting(centre));
      count += promoted;
    }
    if (centres.size() < static_cast<size_t>(kCentresAtOnce)) return count;
    after = centres.back();
  }
}

absl::StatusOr<bool> Promoter::PromoteOne(const std::string& centre) {
  const absl::Time now = parts_.business_clock.Now();
  bool promoted = false;
  MOSBAT_RETURN_IF_ERROR(
      parts_.database.Transact([&](db::Session& session) { return Promote(session, centre, now, promoted); }));
  return promoted;
}

absl::Status Promoter::Promote(db::Session& session, const std::string& centre, absl::Time now, bool& promoted) {
  promoted = false;
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Waiting> waiting, parts_.files.ListWaiting(session, centre, {}, 1));
  if (waiting.empty()) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::Centre copy, parts_.registry.GetCentre(session, centre));
  if (!domain::RequireOperatingOn(copy, iran::TehranDay(now)).ok()) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(promoted, parts_.places.Win(session, centre, waiting.front().case_file,
                                                      [&](uint64_t bound) { return parts_.ids.Random(bound); }));
  if (!promoted) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, parts_.files.Get(session, waiting.front().case_file));
  const int64_t before = RowVersionOf(file.etag());
  domain::Open(file, now);
  MOSBAT_ASSIGN_OR_RETURN(file, parts_.files.Replace(session, file));

  audit::v1::Entry entry;
  const absl::Time recorded = parts_.real_clock.Now();
  entry.set_id(parts_.ids.NewUuid(recorded));
  *entry.mutable_recorded_time() = ToTimestamp(recorded);
  entry.set_actor("casefile");
  entry.set_role(access::v1::SERVICE);
  entry.set_method("promotion");
  entry.set_subject(file.name());
  entry.set_row_version_before(before);
  entry.set_row_version_after(RowVersionOf(file.etag()));
  return parts_.trail.Append(session, entry);
}

}  // namespace mosbat::casefile
