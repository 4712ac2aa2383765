// SQLite in memory, for tests: one connection, and one body at a time.
#pragma once

#include <memory>
#include <mutex>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/db/database.h"
#include "common/db/sqlite/connection.h"
#include "common/db/transaction_counts.h"

namespace mosbat::db::sqlite {

class MemoryDatabase final : public Database {
 public:
  static absl::StatusOr<std::unique_ptr<MemoryDatabase>> Open();

  absl::Status Read(Body body, absl::Time deadline) override;
  absl::Status Transact(Body body, absl::Time deadline) override;
  int useful_threads() const override { return 64; }
  DatabaseCounts counts() const override { return counts_.Get(); }

 private:
  explicit MemoryDatabase(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}

  absl::Status RunOnce(Body body, bool read_only);

  std::mutex mutex_;
  const std::unique_ptr<Connection> connection_;  // guarded by mutex_
  TransactionCounts counts_;
};

}  // namespace mosbat::db::sqlite
