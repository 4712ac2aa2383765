#include "services/casefile/handlers/promotion.h"

#include <utility>
#include <vector>

#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/domain/provider.h"

namespace mosbat::casefile {
namespace {

constexpr char kWork[] = "promotion";

// Whether the same may succeed at the next turn: nothing is wrong with the row.
bool IsPassing(const absl::Status& status) { return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status); }

}  // namespace

int Promoter::PromoteWaiting(const std::string& centre) {
  int count = 0;
  Waiting passed_over;
  while (!own_work_.is_stopping()) {
    Waiting tried = passed_over;
    const absl::StatusOr<bool> promoted = PromoteNext(centre, tried);
    if (promoted.ok() && !*promoted) return count;
    if (promoted.ok()) {
      ++count;
      continue;
    }
    if (absl::IsAborted(promoted.status())) return count;  // others come first; the next turn looks again
    const bool reached_one = tried.case_file != passed_over.case_file;
    own_work_.passed_over(kWork, reached_one ? tried.case_file : centre, promoted.status());
    if (!reached_one || IsPassing(promoted.status())) return count;
    passed_over = tried;
  }
  return count;
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
    PromoteWaiting(centre);
    const std::lock_guard lock(mutex_);
    const auto entry = busy_.find(centre);
    if (!std::exchange(entry->second, false)) {
      busy_.erase(entry);
      return;
    }
  }
}

absl::StatusOr<int> Promoter::Sweep() {
  return own_work_.Sweep([&](db::Session& session, const std::string& after,
                             int limit) { return files_.ListCentresWithWaiting(session, after, limit); },
                         [&](const std::string& centre) { return PromoteWaiting(centre); });
}

absl::StatusOr<bool> Promoter::PromoteNext(const std::string& centre, Waiting& tried) {
  const absl::Time now = own_work_.business_clock.Now();
  const Waiting after = tried;
  bool promoted = false;
  MOSBAT_RETURN_IF_ERROR(own_work_.database.Transact([&](db::Session& session) {
    tried = after;
    return Promote(session, centre, now, tried, promoted);
  }));
  return promoted;
}

absl::Status Promoter::Promote(db::Session& session, const std::string& centre, absl::Time now, Waiting& tried,
                               bool& promoted) {
  promoted = false;
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Waiting> waiting, files_.ListWaiting(session, centre, tried, 1));
  if (waiting.empty()) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::Centre copy, registry_.GetCentre(session, centre));
  if (!domain::RequireOperatingOn(copy, iran::TehranDay(now)).ok()) return absl::OkStatus();
  tried = waiting.front();
  MOSBAT_ASSIGN_OR_RETURN(promoted, places_.Win(session, centre, tried.case_file,
                                                [&](uint64_t bound) { return own_work_.ids.Random(bound); }));
  if (!promoted) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, files_.Get(session, tried.case_file));
  const int64_t before = RowVersionOf(file.etag());
  domain::Open(file, now);
  MOSBAT_ASSIGN_OR_RETURN(file, files_.Replace(session, file));
  return own_work_.Record(session, kWork, file.name(), before, RowVersionOf(file.etag()));
}

}  // namespace mosbat::casefile
