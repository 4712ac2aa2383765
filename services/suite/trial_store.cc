#include "services/suite/trial_store.h"

#include <optional>
#include <vector>

#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace mosbat::suite {
namespace {

constexpr char kGet[] = "SELECT value FROM trial_state WHERE name = ?";
constexpr char kInsert[] = "INSERT INTO trial_state (name, value, row_version) VALUES (?, ?, 1)";
constexpr char kMove[] = "UPDATE trial_state SET value = ?, row_version = row_version + 1 WHERE name = ? AND value = ?";
constexpr char kMode[] = "trial";
constexpr char kOffset[] = "clock_offset_us";

absl::StatusOr<std::optional<int64_t>> Get(db::Session& session, const char* name) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kGet, {name}));
  return rows.empty() ? std::optional<int64_t>() : rows.front().Int(0);
}

absl::Status ModeFixed(bool trial) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "TRIAL_MODE_FIXED",
      {.en = trial ? "--trial: this database was made for real work."
                   : "--trial: this database was made with it and stays so; give it too, or migrate another database.",
       .fa = trial ? "--trial: این پایگاه داده برای کار واقعی ساخته شده است."
                   : "--trial: این پایگاه داده آزمایشی است؛ با --trial آغاز کنید یا پایگاه دیگری بسازید."});
}

}  // namespace

absl::Status FixMode(db::Database& database, bool trial) {
  return database.Transact([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(const std::optional<int64_t> mode, Get(session, kMode));
    if (!mode.has_value()) return session.Execute(kInsert, {kMode, trial ? 1 : 0}).status();
    return (*mode == 1) == trial ? absl::OkStatus() : ModeFixed(trial);
  });
}

absl::Status RequireMode(db::Database& database, bool trial) {
  return database.Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(const std::optional<int64_t> mode, Get(session, kMode));
    return (mode.value_or(0) == 1) == trial ? absl::OkStatus() : ModeFixed(trial);
  });
}

absl::StatusOr<absl::Duration> ClockOffset(db::Session& session) {
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<int64_t> offset, Get(session, kOffset));
  return absl::Microseconds(offset.value_or(0));
}

absl::Status MoveClockOffset(db::Session& session, absl::Duration from, absl::Duration to) {
  const int64_t micros = absl::ToInt64Microseconds(to);
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<int64_t> kept, Get(session, kOffset));
  if (!kept.has_value()) return session.Execute(kInsert, {kOffset, micros}).status();
  MOSBAT_ASSIGN_OR_RETURN(const int64_t moved,
                          session.Execute(kMove, {micros, kOffset, absl::ToInt64Microseconds(from)}));
  return moved == 1 ? absl::OkStatus() : absl::AbortedError("the clock was moved by another call");
}

}  // namespace mosbat::suite
