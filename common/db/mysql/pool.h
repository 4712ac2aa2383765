// The connections of one database, each used by one call at a time.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/db/mysql/connection.h"

namespace mosbat::db::mysql {

// Thread-safe.
class Pool {
 public:
  Pool(Server server, int size) : server_(std::move(server)), size_(size) {}

  // A connection for one call; given back at its end, or dropped if it is no longer usable.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (connection_ != nullptr) pool_->Return(std::move(connection_));
    }

    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  // Waits while all are in use: DEADLINE_EXCEEDED at `deadline`. Connects if none is idle.
  absl::StatusOr<Lease> Take(absl::Time deadline);

  // Drops the idle ones: a server that went away took them all.
  void DropIdle();

 private:
  void Return(std::unique_ptr<Connection> connection);

  const Server server_;
  const int size_;
  std::mutex mutex_;
  std::condition_variable returned_;
  int in_use_ = 0;                                 // guarded by mutex_
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
};

}  // namespace mosbat::db::mysql
