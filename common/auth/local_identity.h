// A local identity for trying and testing: an ES256 key, its JWKS document and tokens signed with it. What `mosbat
// token` and the tests use, and how a service of one process proves itself to another.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/auth/principal.h"

namespace mosbat::auth {

// Thread-safe.
class LocalIdentity {
 public:
  // Reads the private key (a JWK) from `file`, or makes it (mode 0600). FAILED_PRECONDITION / KEY_MALFORMED or
  // KEY_READABLE_BY_OTHERS, KEY_NOT_WRITABLE.
  static absl::StatusOr<std::unique_ptr<LocalIdentity>> LoadOrCreate(const std::string& file);
  // A new key that is never written.
  static std::unique_ptr<LocalIdentity> ForTesting();

  virtual ~LocalIdentity() = default;

  // The public key as a JWKS document.
  virtual std::string jwks_json() const = 0;

  // A token for the principal, without "Bearer ".
  virtual std::string Token(const Principal& principal, absl::Time now, absl::Duration valid_for) const = 0;
};

}  // namespace mosbat::auth
