#include "common/db/mysql/database.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/clock.h"
#include "common/base/status_macros.h"
#include "common/db/body_scope.h"
#include "common/db/mysql/provision.h"
#include "common/db/store_errors.h"

namespace mosbat::db::mysql {
namespace {

// Enough for a row that dozens of callers want at once.
constexpr int kTries = 30;
constexpr int kUniqueTries = 5;
constexpr absl::Duration kFirstPause = absl::Milliseconds(1);
constexpr absl::Duration kLongestPause = absl::Milliseconds(250);
constexpr int kDuplicateEntry = 1062;

// A random pause, twice as long on average each time, so that those who collided do not meet again.
void Pause(int try_number) {
  static thread_local std::minstd_rand random(std::random_device{}());
  const absl::Duration longest = std::min(kLongestPause, kFirstPause * (int64_t{2} << std::min(try_number, 16)));
  const absl::Duration pause = longest * std::uniform_real_distribution<double>(0, 1)(random);
  std::this_thread::sleep_for(absl::ToChronoMicroseconds(pause));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ServerDatabase>> ServerDatabase::Open(const Server& server, int connections) {
  MOSBAT_RETURN_IF_ERROR(RequireDatabase(server));
  return std::unique_ptr<ServerDatabase>(new ServerDatabase(server, connections));
}

absl::Status ServerDatabase::Read(Body body, absl::Time deadline) {
  BodyScope::RequireOutside(this);
  Run begun;
  for (int i = 0; i < kTries; ++i) {
    if (SystemClock().Now() >= deadline) return errors::DeadlinePassed();
    MOSBAT_ASSIGN_OR_RETURN(const Pool::Lease connection, pool_.Take(deadline));
    begun = BeginOn(*connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", deadline);
    if (!begun.status.ok() && begun.again) continue;
    if (!begun.status.ok()) break;
    // Only what has not begun is tried again: a body of Read() runs once.
    const Run run = RunBody(*connection, body);
    RollBack(*connection);
    return run.status;
  }
  return begun.status;
}

absl::Status ServerDatabase::Transact(Body body, absl::Time deadline) {
  BodyScope::RequireOutside(this);
  int unique_violations = 0;
  Run run;
  for (int i = 0; i < kTries; ++i) {
    if (SystemClock().Now() >= deadline) return errors::DeadlinePassed();
    {
      MOSBAT_ASSIGN_OR_RETURN(const Pool::Lease connection, pool_.Take(deadline));
      run = BeginOn(*connection, "BEGIN", deadline);
      if (run.status.ok()) {
        run = RunBody(*connection, body);
        if (run.status.ok()) run = Commit(*connection);
        if (!run.status.ok()) RollBack(*connection);
      }
    }
    if (run.status.ok()) counts_.Committed(1);
    if (!run.again) return run.status;
    counts_.RanAgain(absl::StrCat(run.code));
    if (!IsUniqueViolation(run.status)) {
      Pause(i);
    } else if (++unique_violations == kUniqueTries) {  // no pause: the other's row is there, and the next run finds it
      return errors::LostRace();
    }
  }
  return run.status;
}

ServerDatabase::Run ServerDatabase::BeginOn(Connection& connection, const std::string& begin, absl::Time deadline) {
  absl::Status status = connection.LimitStatements(deadline);
  if (status.ok()) status = connection.Run(begin);
  if (status.ok()) return {};
  const Fault fault = FaultOf(connection.last_failure());
  if (fault == Fault::kConnection) pool_.DropIdle();
  return {.status = std::move(status),
          .code = connection.last_failure(),
          .again = fault == Fault::kConflict || fault == Fault::kConnection};
}

ServerDatabase::Run ServerDatabase::RunBody(Connection& connection, Body body) {
  ConnectionSession session(connection);
  Run run;
  {
    const BodyScope scope(this);
    run.status = body(session);
  }
  if (!session.failure().ok()) {
    const Fault fault = FaultOf(session.code());
    run = {.status = session.failure(),
           .code = session.code(),
           .again = fault == Fault::kConflict || fault == Fault::kConnection};
  } else if (IsUniqueViolation(run.status)) {
    run.code = kDuplicateEntry;
    run.again = true;
  }
  return run;
}

ServerDatabase::Run ServerDatabase::Commit(Connection& connection) {
  absl::Status status = connection.Run("COMMIT");
  if (status.ok()) return {};
  const int code = connection.last_failure();
  if (CertainlyNotCommitted(code)) return {.status = std::move(status), .code = code, .again = true};
  connection.MarkUnusable();
  return {.status = errors::OutcomeUnknown(status.ToString()), .code = code};
}

void ServerDatabase::RollBack(Connection& connection) {
  if (connection.usable() && !connection.Run("ROLLBACK").ok()) connection.MarkUnusable();
}

}  // namespace mosbat::db::mysql
