// Moments to and from google.protobuf.Timestamp, to the microsecond, which is what rows hold.
#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace mosbat {

inline google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  const int64_t seconds = absl::ToUnixSeconds(time);  // rounds down, also before 1970
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(micros - seconds * 1'000'000) * 1000);
  return timestamp;
}

inline absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

// Microseconds since 1970, as columns hold a moment.
inline int64_t ToMicros(const google::protobuf::Timestamp& timestamp) { return absl::ToUnixMicros(ToTime(timestamp)); }

}  // namespace mosbat
