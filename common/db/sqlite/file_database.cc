#include "common/db/sqlite/file_database.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/db/body_scope.h"
#include "common/db/sqlite/limits.h"
#include "common/db/store_errors.h"

namespace mosbat::db::sqlite {
namespace {

absl::Status DatabaseMissing(const std::string& path) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "DATABASE_MISSING",
      {.en = absl::StrCat(path, " does not exist; `mosbat migrate` makes it."),
       .fa = absl::StrCat(path, " وجود ندارد؛ با «mosbat migrate» ساخته می‌شود.")},
      {{"path", path}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileDatabase>> FileDatabase::Open(const std::string& path, bool create) {
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
  absl::StatusOr<std::unique_ptr<Connection>> writer = Connection::Open(path, flags);
  if (!writer.ok()) {
    const bool missing = !create && !Connection::Open(path, SQLITE_OPEN_READONLY).ok();
    return missing ? DatabaseMissing(path) : writer.status();
  }
  MOSBAT_RETURN_IF_ERROR((*writer)->Run("PRAGMA journal_mode=WAL"));
  MOSBAT_RETURN_IF_ERROR((*writer)->Run("PRAGMA synchronous=FULL"));
  MOSBAT_RETURN_IF_ERROR((*writer)->Run("PRAGMA cache_size=-16384"));            // KiB
  MOSBAT_RETURN_IF_ERROR((*writer)->Run("PRAGMA journal_size_limit=67108864"));  // what an import leaves behind
  return std::unique_ptr<FileDatabase>(new FileDatabase(path, *std::move(writer)));
}

FileDatabase::FileDatabase(std::string path, std::unique_ptr<Connection> writer)
    : path_(std::move(path)), connection_(std::move(writer)), writer_([this] { Write(); }) {}

FileDatabase::~FileDatabase() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  called_.notify_one();
  writer_.join();
}

absl::Status FileDatabase::Read(Body body, absl::Time deadline) {
  BodyScope::RequireOutside(this);
  if (SystemClock().Now() >= deadline) return errors::DeadlinePassed();
  MOSBAT_ASSIGN_OR_RETURN(std::unique_ptr<Connection> reader, TakeReader());
  MOSBAT_RETURN_IF_ERROR(reader->Run("BEGIN"));
  reader->InterruptAt(deadline);
  ConnectionSession session(*reader, /*read_only=*/true);
  absl::Status status;
  {
    const BodyScope scope(this);
    status = body(session);
  }
  if (!session.failure().ok()) status = session.failure();
  reader->InterruptAt(absl::InfiniteFuture());
  if (reader->Run("ROLLBACK").ok()) ReturnReader(std::move(reader));
  return status;
}

absl::Status FileDatabase::Transact(Body body, absl::Time deadline) {
  BodyScope::RequireOutside(this);
  Call call{.body = body, .deadline = deadline};
  {
    const std::lock_guard lock(mutex_);
    calls_.push_back(&call);
  }
  called_.notify_one();
  std::unique_lock lock(call.mutex);
  call.changed.wait(lock, [&call] { return call.answered; });
  return std::move(call.status);
}

size_t FileDatabase::waiting() const {
  const std::lock_guard lock(mutex_);
  return calls_.size();
}

void FileDatabase::Write() {
  while (true) {
    std::vector<Call*> group;
    {
      std::unique_lock lock(mutex_);
      called_.wait(lock, [this] { return stopping_ || !calls_.empty(); });
      if (calls_.empty()) return;
      group.swap(calls_);
    }
    while (!group.empty()) group = RunGroup(std::move(group));
  }
}

std::vector<FileDatabase::Call*> FileDatabase::RunGroup(std::vector<Call*> group) {
  if (const absl::Status begun = connection_->Run("BEGIN IMMEDIATE"); !begun.ok()) {
    for (Call* const call : group) {
      call->status = begun;
      Answer(*call);
    }
    return {};
  }
  for (auto call = group.begin(); call != group.end(); ++call) {
    (*call)->status = RunBody(**call);
    if (connection_->in_transaction()) continue;
    Answer(**call);
    group.erase(call);
    if (!group.empty()) {
      counts_.RanAgain(absl::StrCat("SQLITE_", connection_->last_failure()), static_cast<int64_t>(group.size()));
    }
    return group;
  }
  if (const absl::Status committed = connection_->Run("COMMIT"); !committed.ok()) {
    if (connection_->in_transaction() && !connection_->Run("ROLLBACK").ok()) {
      Fatal("SQLite can neither commit nor roll back");
    }
    if (group.size() > 1) {
      RunAlone(group);
      return {};
    }
    Call& call = *group.front();
    if (call.status.ok()) {
      // After a failed sync the transaction may still be found in the log when the file is next opened.
      call.status =
          connection_->last_failure() == SQLITE_IOERR ? errors::OutcomeUnknown(committed.message()) : committed;
    }
    Answer(call);
    return {};
  }
  int64_t kept = 0;
  for (Call* const call : group) kept += call->status.ok() ? 1 : 0;
  counts_.Committed(kept);
  for (Call* const call : group) Answer(*call);
  return {};
}

// After a COMMIT that failed: one transaction each, so that the next failure hits only the one that it belongs to.
void FileDatabase::RunAlone(const std::vector<Call*>& calls) {
  counts_.RanAgain(absl::StrCat("SQLITE_", connection_->last_failure()), static_cast<int64_t>(calls.size()));
  for (Call* const call : calls) RunGroup({call});
}

// Leaves the changes of an OK body in the open transaction, and none of any other. The whole transaction may be gone
// afterwards; then the status is not OK.
absl::Status FileDatabase::RunBody(const Call& call) {
  for (int i = 0; i < kTries; ++i) {
    if (SystemClock().Now() >= call.deadline) return errors::DeadlinePassed();
    MOSBAT_RETURN_IF_ERROR(connection_->Run("SAVEPOINT body"));
    ConnectionSession session(*connection_, /*read_only=*/false);
    absl::Status status;
    {
      const BodyScope scope(this);
      status = call.body(session);
    }
    if (!session.failure().ok()) status = session.failure();
    if (!connection_->in_transaction()) return status;
    if (status.ok()) return connection_->Run("RELEASE body");
    MOSBAT_RETURN_IF_ERROR(connection_->Run("ROLLBACK TO body"));
    MOSBAT_RETURN_IF_ERROR(connection_->Run("RELEASE body"));
    if (!IsUniqueViolation(status)) return status;
    counts_.RanAgain(kUniqueCode);
  }
  return errors::LostRace();
}

void FileDatabase::Answer(Call& call) {
  // Notified under the lock: the call is gone once its caller has seen `answered`.
  const std::lock_guard lock(call.mutex);
  call.answered = true;
  call.changed.notify_one();
}

absl::StatusOr<std::unique_ptr<Connection>> FileDatabase::TakeReader() {
  {
    const std::lock_guard lock(mutex_);
    if (!readers_.empty()) {
      std::unique_ptr<Connection> reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  MOSBAT_ASSIGN_OR_RETURN(std::unique_ptr<Connection> reader, Connection::Open(path_, SQLITE_OPEN_READWRITE));
  MOSBAT_RETURN_IF_ERROR(reader->Run("PRAGMA query_only=ON"));
  return reader;
}

void FileDatabase::ReturnReader(std::unique_ptr<Connection> reader) {
  const std::lock_guard lock(mutex_);
  readers_.push_back(std::move(reader));
}

}  // namespace mosbat::db::sqlite
