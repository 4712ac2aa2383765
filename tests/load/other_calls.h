// Those who go on with their work while types are published: callers who read, check and request other types through
// one gateway, at a steady rate.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "tests/load/doors.h"
#include "tests/load/ground.h"

namespace mosbat::load {

class OtherCalls {
 public:
  struct Result {
    std::vector<absl::Duration> latencies;  // of every call that was answered with what it asked for
    std::vector<std::string> failed;        // what was said to the others
  };

  // The n-th caller asks for the member of the n-th file. `per_second` calls of all callers together.
  OtherCalls(Doors& doors, const Ground& ground, int replica, size_t callers, double per_second);
  ~OtherCalls() { Stop(); }

  Result Finish() {
    Stop();
    return std::move(result_);
  }

 private:
  void Work(size_t caller);
  // The n-th call of a caller.
  absl::Status CallOnce(size_t caller, size_t n);
  void Stop();

  Doors& doors_;
  const Ground& ground_;
  const int replica_;
  const absl::Duration pause_;  // between the calls of one caller
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  Result result_;
  std::vector<std::thread> callers_;
};

}  // namespace mosbat::load
