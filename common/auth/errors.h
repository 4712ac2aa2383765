// Why a token is refused: UNAUTHENTICATED throughout. Says nothing of the token's content but what its sender may know.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "common/base/error.h"

namespace mosbat::auth::errors {

absl::Status CredentialsMissing();
absl::Status TokenMalformed();
// Unsigned, signed by a key or an algorithm that we do not take, or altered.
absl::Status TokenSignature();
absl::Status TokenExpired();
absl::Status TokenNotYetValid();
absl::Status TokenIssuer();
absl::Status TokenAudience();
absl::Status TokenRole(absl::string_view role);
absl::Status TokenScope();

// INVALID_ARGUMENT / JWKS_MALFORMED
absl::Status JwksMalformed(Words what_is_wrong);

}  // namespace mosbat::auth::errors
