#include "common/db/sqlite/memory_database.h"

#include <utility>

#include "common/base/clock.h"
#include "common/base/status_macros.h"
#include "common/db/body_scope.h"
#include "common/db/sqlite/limits.h"
#include "common/db/store_errors.h"

namespace mosbat::db::sqlite {

absl::StatusOr<std::unique_ptr<MemoryDatabase>> MemoryDatabase::Open() {
  MOSBAT_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                          Connection::Open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  return std::unique_ptr<MemoryDatabase>(new MemoryDatabase(std::move(connection)));
}

absl::Status MemoryDatabase::Read(Body body, absl::Time deadline) {
  BodyScope::RequireOutside(this);
  const std::lock_guard lock(mutex_);
  if (SystemClock().Now() >= deadline) return errors::DeadlinePassed();
  connection_->InterruptAt(deadline);
  const absl::Status status = RunOnce(body, /*read_only=*/true);
  connection_->InterruptAt(absl::InfiniteFuture());
  return status;
}

absl::Status MemoryDatabase::Transact(Body body, absl::Time deadline) {
  BodyScope::RequireOutside(this);
  const std::lock_guard lock(mutex_);
  for (int i = 0; i < kTries; ++i) {
    if (SystemClock().Now() >= deadline) return errors::DeadlinePassed();
    const absl::Status status = RunOnce(body, /*read_only=*/false);
    if (status.ok()) counts_.Committed(1);
    if (!IsUniqueViolation(status)) return status;
    counts_.RanAgain(kUniqueCode);
  }
  return errors::LostRace();
}

absl::Status MemoryDatabase::RunOnce(Body body, bool read_only) {
  MOSBAT_RETURN_IF_ERROR(connection_->Run("BEGIN"));
  ConnectionSession session(*connection_, read_only);
  absl::Status status;
  {
    const BodyScope scope(this);
    status = body(session);
  }
  if (!session.failure().ok()) status = session.failure();
  if (status.ok()) status = connection_->Run("COMMIT");
  if (connection_->in_transaction()) {
    const absl::Status rolled_back = connection_->Run("ROLLBACK");
    if (!rolled_back.ok()) return rolled_back;
  }
  return status;
}

}  // namespace mosbat::db::sqlite
