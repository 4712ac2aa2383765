// Where ids and randomness come from.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace mosbat {

// Thread-safe.
class IdGenerator {
 public:
  virtual ~IdGenerator() = default;

  // A UUIDv7 (RFC 9562) of the given time, lower case with hyphens; two of one millisecond differ in their random bits.
  virtual std::string NewUuid(absl::Time time) = 0;

  // A uniform number in [0, bound); bound > 0.
  virtual uint64_t Random(uint64_t bound) = 0;
};

// Takes its randomness from the operating system.
class SystemIds final : public IdGenerator {
 public:
  std::string NewUuid(absl::Time time) override;
  uint64_t Random(uint64_t bound) override;
};

// The UUIDv5 of `name` in the namespace of an id: the request id of a step that follows from another request.
std::string DerivedUuid(absl::string_view namespace_uuid, absl::string_view name);

// Whether `text` is a UUID in lower case with hyphens.
bool IsUuid(absl::string_view text);

// The time in a UUIDv7, to the millisecond; the epoch for anything else.
absl::Time TimeOfUuid(absl::string_view uuid);

}  // namespace mosbat
