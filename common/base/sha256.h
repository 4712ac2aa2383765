// The plain SHA-256 of bytes that are no secret: fingerprints of requests, facts and tokens. What is keyed is
// common/crypto/keyring.h.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace mosbat {

// 32 bytes.
std::string Sha256(absl::string_view data);

// In lower-case hex.
std::string Sha256Hex(absl::string_view data);

}  // namespace mosbat
