// What every request is held against before its handler sees it, from its descriptor alone.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace mosbat::rpc {

// The largest message that a caller may send.
inline constexpr size_t kLargestMessage = 1 << 20;

// INVALID_ARGUMENT / MESSAGE_TOO_LARGE, else INVALID_ARGUMENT with every fault by its path, the first one's reason
// first:
//   FIELD_REQUIRED   a field with behaviour REQUIRED is unset (inside a resource that an Update patches: not asked)
//   ENUM_UNKNOWN     a number that its enum does not have
//   DATE_INVALID     a google.type.Date that does not exist
//   REQUEST_ID_INVALID
absl::Status CheckRequest(const google::protobuf::Message& request);

}  // namespace mosbat::rpc
