// From a bearer token to a principal.
//
// Tokens are JWTs (ES256, RS256, PS256) checked against a JWKS document. Claims: `sub` (who), `mosbat_role`
// ("steering", "centre-manager": a role of access.proto in lower case with hyphens), `mosbat_deputyship`, `mosbat_area`
// (the Scope), `exp` (required), `nbf`, `iss`, `aud`. Verified tokens are cached until they expire.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/auth/principal.h"
#include "common/base/clock.h"

namespace mosbat::auth {

// Thread-safe.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  // `authorization` is the metadata value, "Bearer eyJ…". UNAUTHENTICATED with reason CREDENTIALS_MISSING,
  // TOKEN_MALFORMED, TOKEN_SIGNATURE, TOKEN_EXPIRED, TOKEN_NOT_YET_VALID, TOKEN_ISSUER, TOKEN_AUDIENCE, TOKEN_ROLE or
  // TOKEN_SCOPE.
  virtual absl::StatusOr<Principal> Authenticate(absl::string_view authorization) = 0;
};

struct JwtOptions {
  std::string jwks_json;  // the document itself
  std::string issuer;     // "" accepts any
  std::string audience;   // "" accepts any
};

// `clock` is the real clock, never the trial one. INVALID_ARGUMENT / JWKS_MALFORMED.
absl::StatusOr<std::unique_ptr<Authenticator>> NewJwtAuthenticator(const JwtOptions& options, const Clock& clock);

// The role as tokens and people write it, "centre-manager"; and back, ROLE_UNSPECIFIED for an unknown word.
std::string RoleWord(access::v1::Role role);
access::v1::Role RoleFromWord(absl::string_view word);

// Whether `area` is one of the forms of Scope::area.
bool IsArea(absl::string_view area);

}  // namespace mosbat::auth
