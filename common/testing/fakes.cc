#include "common/testing/fakes.h"

#include <algorithm>

#include "absl/strings/str_format.h"

namespace mosbat::testing {

std::string SequentialIds::NewUuid(absl::Time time) {
  const std::lock_guard lock(mutex_);
  const uint64_t random = ++next_;
  const auto millis = static_cast<uint64_t>(std::max<int64_t>(absl::ToUnixMillis(time), 0));
  return absl::StrFormat("%08x-%04x-7000-8000-%012x", millis >> 16, millis & 0xFFFF, random & 0xFFFFFFFFFFFF);
}

uint64_t SequentialIds::Random(uint64_t bound) {
  const std::lock_guard lock(mutex_);
  return random_() % bound;
}

}  // namespace mosbat::testing
