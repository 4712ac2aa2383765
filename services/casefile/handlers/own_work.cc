#include "services/casefile/handlers/own_work.h"

#include "common/audit/own_entry.h"
#include "common/base/status_macros.h"

namespace mosbat::casefile {
namespace {

constexpr int kRowsAtOnce = 500;

}  // namespace

absl::StatusOr<int> OwnWork::Sweep(List list, absl::FunctionRef<int(const std::string& row)> step) const {
  int done = 0;
  std::string after;
  while (true) {
    std::vector<std::string> rows;
    MOSBAT_RETURN_IF_ERROR(database.Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(rows, list(session, after, kRowsAtOnce));
      return absl::OkStatus();
    }));
    for (const std::string& row : rows) {
      if (is_stopping()) return done;
      done += step(row);
    }
    if (rows.size() < static_cast<size_t>(kRowsAtOnce)) return done;
    after = rows.back();
  }
}

absl::Status OwnWork::Record(db::Session& session, absl::string_view work, const std::string& subject,
                             int64_t row_version_before, int64_t row_version_after) const {
  return trail.Append(session, audit::OwnEntry({.service = "casefile",
                                                .replica = replica,
                                                .work = work,
                                                .subject = subject,
                                                .row_version_before = row_version_before,
                                                .row_version_after = row_version_after},
                                               ids, real_clock.Now()));
}

}  // namespace mosbat::casefile
