// The part of cjose that we use, with owned handles: import a key, sign, verify.
#pragma once

#include <cjose/cjose.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace mosbat::auth::jose {

struct Release {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
  void operator()(cjose_jws_t* signed_text) const { cjose_jws_release(signed_text); }
  void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};

// Signing and verifying only read the key, so threads may share one. (Retaining and releasing it may not be shared.)
using Key = std::unique_ptr<cjose_jwk_t, Release>;

// A key from its JWK; null if it is none.
Key ImportKey(absl::string_view jwk_json);

// A new EC key on P-256.
Key NewP256Key();

// The key as a JWK, with its private part or without.
std::string ToJson(const Key& key, bool with_private);

// The compact form of `payload` signed with `key`; null if the key and the algorithm do not fit.
std::optional<std::string> Sign(const Key& key, const char* algorithm, absl::string_view kid,
                                absl::string_view payload);

// The payload of a compact signed text; null if the signature is not that of `key`. The caller has checked that the
// header's algorithm is one that it takes and that fits the key.
std::optional<std::string> Verify(const Key& key, absl::string_view compact);

}  // namespace mosbat::auth::jose
