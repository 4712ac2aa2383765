// A fixed number of threads behind a bounded queue. One per service, also when services share a process: a shared pool
// deadlocks when one service waits for another.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"

namespace mosbat::rpc {

// Thread-safe.
class WorkerPool {
 public:
  WorkerPool(int threads, size_t most_queued);
  // Runs what is queued, then stops.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, without running it, if the queue is full or the pool is stopping.
  bool TryPost(absl::AnyInvocable<void()> work);

  size_t queued() const;

 private:
  void Run();

  const size_t most_queued_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<absl::AnyInvocable<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mosbat::rpc
