// Where time comes from. Nothing but SystemClock reads the machine's clock.
#pragma once

#include <mutex>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace mosbat {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

// The business clock of a suite in trial mode: the real one, moved forward by an offset that only grows.
class TrialClock final : public Clock {
 public:
  explicit TrialClock(const Clock& real) : real_(real) {}

  absl::Time Now() const override {
    const std::lock_guard lock(mutex_);
    return real_.Now() + offset_;
  }

  absl::Duration offset() const {
    const std::lock_guard lock(mutex_);
    return offset_;
  }

  const Clock& real() const { return real_; }

  // Ignores an offset smaller than the one that holds.
  void SetOffset(absl::Duration offset) {
    const std::lock_guard lock(mutex_);
    if (offset > offset_) offset_ = offset;
  }

 private:
  const Clock& real_;
  mutable std::mutex mutex_;
  absl::Duration offset_ = absl::ZeroDuration();
};

}  // namespace mosbat
