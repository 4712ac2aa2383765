// Time and ids that tests decide.
#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "common/base/clock.h"
#include "common/base/ids.h"

namespace mosbat::testing {

// Moves only when told. Starts at noon in Tehran on 2026-03-21 (1405-01-01).
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now = absl::FromCivil(absl::CivilSecond(2026, 3, 21, 8, 30, 0), absl::UTCTimeZone()))
      : now_(now) {}

  absl::Time Now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    const std::lock_guard lock(mutex_);
    now_ += by;
  }
  void Set(absl::Time now) {
    const std::lock_guard lock(mutex_);
    now_ = now;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
};

// UUIDv7s of the given time whose random bits count 1, 2, 3…; seeded randomness.
class SequentialIds final : public IdGenerator {
 public:
  std::string NewUuid(absl::Time time) override;
  uint64_t Random(uint64_t bound) override;

 private:
  std::mutex mutex_;
  uint64_t next_ = 0;
  std::mt19937_64 random_{20260321};
};

}  // namespace mosbat::testing
