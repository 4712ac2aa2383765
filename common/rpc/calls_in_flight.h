// How many calls are under way, for a server that ends only after the last of them.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "absl/time/time.h"

namespace mosbat::rpc {

// Thread-safe.
class CallsInFlight {
 public:
  void Begin() {
    const std::lock_guard lock(mutex_);
    ++calls_;
  }
  void End() {
    const std::lock_guard lock(mutex_);
    if (--calls_ == 0) none_left_.notify_all();
  }
  // Blocks until there is none, at the latest until `deadline`.
  void AwaitNone(absl::Time deadline) {
    std::unique_lock lock(mutex_);
    none_left_.wait_until(lock, absl::ToChronoTime(deadline), [this] { return calls_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable none_left_;
  int64_t calls_ = 0;
};

}  // namespace mosbat::rpc
