// SQLite in a file: WAL, synchronous=FULL, one writer thread that commits waiting transactions together, and
// connections of their own for readers, each on the snapshot that held when its body first read.
//
// The writer takes every call that waits and runs their bodies in one transaction, each inside a savepoint: one that
// fails is undone alone, and all are answered after the one COMMIT. If SQLite has undone the whole transaction (full
// disk, I/O error), the body in which that happened fails and the others run again, also those that had failed on what
// a neighbour had written and lost. A group is as large as callers are waiting, so many blocked callers are what makes
// it fast.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/db/database.h"
#include "common/db/sqlite/connection.h"
#include "common/db/transaction_counts.h"

namespace mosbat::db::sqlite {

class FileDatabase final : public Database {
 public:
  // The folder of `path` exists and can be written. Without `create` a missing file is FAILED_PRECONDITION /
  // DATABASE_MISSING.
  static absl::StatusOr<std::unique_ptr<FileDatabase>> Open(const std::string& path, bool create);

  // No call may be under way.
  ~FileDatabase() override;

  absl::Status Read(Body body, absl::Time deadline) override;
  absl::Status Transact(Body body, absl::Time deadline) override;
  int useful_threads() const override { return 64; }
  DatabaseCounts counts() const override { return counts_.Get(); }

  // How many calls of Transact() wait for the writer to take them.
  size_t waiting() const;

 private:
  // A call of Transact(), on its caller's stack.
  struct Call {
    Body body;
    absl::Time deadline;
    absl::Status status;  // the writer's until `answered`
    std::mutex mutex;
    std::condition_variable changed;
    bool answered = false;  // guarded by mutex
  };

  FileDatabase(std::string path, std::unique_ptr<Connection> writer);

  void Write();
  // Runs `group` in one transaction. Those to run again, all others being answered.
  std::vector<Call*> RunGroup(std::vector<Call*> group);
  void RunAlone(const std::vector<Call*>& calls);
  absl::Status RunBody(const Call& call);
  static void Answer(Call& call);

  absl::StatusOr<std::unique_ptr<Connection>> TakeReader();
  void ReturnReader(std::unique_ptr<Connection> reader);

  const std::string path_;
  const std::unique_ptr<Connection> connection_;  // the writer thread's
  TransactionCounts counts_;

  mutable std::mutex mutex_;
  std::condition_variable called_;
  std::vector<Call*> calls_;                          // guarded by mutex_
  bool stopping_ = false;                             // guarded by mutex_
  std::vector<std::unique_ptr<Connection>> readers_;  // idle ones; guarded by mutex_

  std::thread writer_;  // last: it uses all of the above
};

}  // namespace mosbat::db::sqlite
