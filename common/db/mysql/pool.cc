#include "common/db/mysql/pool.h"

#include <utility>

#include "common/db/store_errors.h"

namespace mosbat::db::mysql {

absl::StatusOr<Pool::Lease> Pool::Take(absl::Time deadline) {
  {
    std::unique_lock lock(mutex_);
    const auto free = [this] { return in_use_ < size_; };
    if (deadline == absl::InfiniteFuture()) {
      returned_.wait(lock, free);
    } else if (!returned_.wait_until(lock, absl::ToChronoTime(deadline), free)) {
      return errors::DeadlinePassed();
    }
    ++in_use_;
    if (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      return Lease(*this, std::move(connection));
    }
  }
  absl::StatusOr<std::unique_ptr<Connection>> connection = Connection::Open(server_);
  if (!connection.ok()) {
    Return(nullptr);
    return errors::StoreUnavailable(connection.status().message());
  }
  return Lease(*this, *std::move(connection));
}

void Pool::DropIdle() {
  std::vector<std::unique_ptr<Connection>> dropped;  // closed outside the lock
  const std::lock_guard lock(mutex_);
  dropped.swap(idle_);
}

void Pool::Return(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    --in_use_;
    if (connection != nullptr && connection->usable()) idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace mosbat::db::mysql
