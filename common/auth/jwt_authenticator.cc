#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"

#include "common/auth/authenticator.h"
#include "common/auth/errors.h"
#include "common/auth/jose.h"
#include "common/auth/verified_tokens.h"
#include "common/base/resource_name.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"

namespace mosbat::auth {
namespace {

using nlohmann::json;

constexpr size_t kMaxTokenSize = 8 * 1024;
constexpr size_t kMaxSubjectSize = 256;
constexpr size_t kMaxVerifiedTokens = 16 * 1024;
// An issuer's clock may be this far before ours.
constexpr absl::Duration kClockSkew = absl::Seconds(30);
constexpr size_t kMinRsaBits = 2048;

// The member `name` of an object if it is a string, else "".
std::string Text(const json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : "";
}

json ParseObject(absl::string_view text) {
  json parsed = json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  return parsed.is_object() ? parsed : json(json::value_t::discarded);
}

std::optional<absl::Time> TimeClaim(const json& claims, const char* name) {
  const auto claim = claims.find(name);
  if (claim == claims.end() || !claim->is_number()) return std::nullopt;
  return absl::UnixEpoch() + absl::Seconds(claim->get<double>());
}

// One key of the JWKS document.
struct TrustedKey {
  std::string kid;
  std::string algorithm;  // "" if the document leaves it to the token
  std::string type;       // "EC" or "RSA"
  jose::Key key;

  bool Fits(absl::string_view token_algorithm) const {
    if (!algorithm.empty() && algorithm != token_algorithm) return false;
    return type == "EC" ? token_algorithm == "ES256" : token_algorithm == "RS256" || token_algorithm == "PS256";
  }
};

// The keys of the document that can verify; keys of kinds that we do not take are passed over, as RFC 7517 5 wants it.
absl::StatusOr<std::vector<TrustedKey>> TrustedKeys(absl::string_view jwks_json) {
  const json document = ParseObject(jwks_json);
  if (document.is_discarded() || !document.contains("keys") || !document["keys"].is_array()) {
    return errors::JwksMalformed(
        {.en = "it is not a JSON object with a list \"keys\".", .fa = "یک شیء JSON با فهرست keys نیست."});
  }
  std::vector<TrustedKey> keys;
  for (const json& jwk : document["keys"]) {
    if (!jwk.is_object() || Text(jwk, "use") == "enc") continue;
    TrustedKey key{.kid = Text(jwk, "kid"), .algorithm = Text(jwk, "alg"), .type = Text(jwk, "kty"), .key = nullptr};
    if (!(key.type == "EC" && Text(jwk, "crv") == "P-256") && key.type != "RSA") continue;
    key.key = jose::ImportKey(jwk.dump());
    if (key.key == nullptr || (key.type == "RSA" && cjose_jwk_get_keysize(key.key.get(), nullptr) < kMinRsaBits)) {
      return errors::JwksMalformed({.en = "the key \"" + key.kid + "\" is damaged or too short.",
                                    .fa = "کلید «" + key.kid + "» خراب یا بیش از اندازه کوتاه است."});
    }
    keys.push_back(std::move(key));
  }
  if (keys.empty()) {
    return errors::JwksMalformed({.en = "it has no signature key of the kinds EC P-256 and RSA.",
                                  .fa = "هیچ کلید امضایی از نوع EC P-256 یا RSA در آن نیست."});
  }
  return keys;
}

class JwtAuthenticator final : public Authenticator {
 public:
  JwtAuthenticator(const JwtOptions& options, std::vector<TrustedKey> keys, const Clock& clock)
      : issuer_(options.issuer), audience_(options.audience), keys_(std::move(keys)), clock_(clock) {}

  absl::StatusOr<Principal> Authenticate(absl::string_view authorization) override {
    constexpr absl::string_view kScheme = "Bearer ";
    if (!absl::StartsWithIgnoreCase(authorization, kScheme)) return errors::CredentialsMissing();
    const absl::string_view token = absl::StripAsciiWhitespace(authorization.substr(kScheme.size()));
    if (token.empty()) return errors::CredentialsMissing();
    if (token.size() > kMaxTokenSize) return errors::TokenMalformed();

    const absl::Time now = clock_.Now();
    const std::string hash = Sha256Hex(token);
    if (std::optional<Principal> known = verified_.Find(hash, now); known.has_value()) return *std::move(known);

    MOSBAT_ASSIGN_OR_RETURN(const json claims, VerifiedClaims(token));
    MOSBAT_ASSIGN_OR_RETURN(const absl::Time expires, CheckValidity(claims, now));
    MOSBAT_ASSIGN_OR_RETURN(Principal principal, PrincipalOf(claims));
    verified_.Add(hash, principal, expires);
    return principal;
  }

 private:
  absl::StatusOr<json> VerifiedClaims(absl::string_view token) const {
    const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
    std::string header_text;
    if (parts.size() != 3 || !absl::WebSafeBase64Unescape(parts[0], &header_text)) return errors::TokenMalformed();
    const json header = ParseObject(header_text);
    // A critical extension that is not understood must refuse the token (RFC 7515 4.1.11); we understand none.
    if (header.is_discarded() || header.contains("crit")) return errors::TokenMalformed();
    const TrustedKey* const key = KeyFor(Text(header, "alg"), Text(header, "kid"));
    if (key == nullptr) return errors::TokenSignature();
    const std::optional<std::string> payload = jose::Verify(key->key, token);
    if (!payload.has_value()) return errors::TokenSignature();
    json claims = ParseObject(*payload);
    if (claims.is_discarded()) return errors::TokenMalformed();
    return claims;
  }

  // The key that the token names; a token that names none is taken if there is only one key that it could mean.
  const TrustedKey* KeyFor(absl::string_view algorithm, absl::string_view kid) const {
    const TrustedKey* found = nullptr;
    for (const TrustedKey& key : keys_) {
      if (!key.Fits(algorithm) || (!kid.empty() && key.kid != kid)) continue;
      if (found != nullptr) return nullptr;
      found = &key;
    }
    return found;
  }

  // When the token expires, if it is one for us and for now.
  absl::StatusOr<absl::Time> CheckValidity(const json& claims, absl::Time now) const {
    const std::optional<absl::Time> expires = TimeClaim(claims, "exp");
    if (!expires.has_value()) return errors::TokenMalformed();
    if (*expires <= now) return errors::TokenExpired();
    if (claims.contains("nbf")) {
      const std::optional<absl::Time> not_before = TimeClaim(claims, "nbf");
      if (!not_before.has_value()) return errors::TokenMalformed();
      if (*not_before > now + kClockSkew) return errors::TokenNotYetValid();
    }
    if (!issuer_.empty() && Text(claims, "iss") != issuer_) return errors::TokenIssuer();
    if (!audience_.empty() && !IsForAudience(claims)) return errors::TokenAudience();
    return *expires;
  }

  bool IsForAudience(const json& claims) const {
    const auto audiences = claims.find("aud");
    if (audiences == claims.end()) return false;
    if (!audiences->is_array()) return *audiences == audience_;
    return std::find(audiences->begin(), audiences->end(), json(audience_)) != audiences->end();
  }

  static absl::StatusOr<Principal> PrincipalOf(const json& claims) {
    Principal principal;
    principal.id = Text(claims, "sub");
    if (principal.id.empty() || principal.id.size() > kMaxSubjectSize) return errors::TokenMalformed();
    const std::string role = Text(claims, "mosbat_role");
    principal.role = RoleFromWord(role);
    if (principal.role == access::v1::ROLE_UNSPECIFIED) return errors::TokenRole(role.substr(0, 64));
    principal.scope = {.deputyship = Text(claims, "mosbat_deputyship"), .area = Text(claims, "mosbat_area")};
    // A deputyship that is there but no string must not be read as "all".
    const bool deputyship_is_right =
        principal.scope.deputyship.empty()
            ? !claims.contains("mosbat_deputyship") || claims["mosbat_deputyship"] == ""
            : ParseName("mosbat_deputyship", "deputyships/*", principal.scope.deputyship).ok();
    if (!deputyship_is_right || !IsArea(principal.scope.area)) return errors::TokenScope();
    return principal;
  }

  const std::string issuer_;
  const std::string audience_;
  const std::vector<TrustedKey> keys_;
  const Clock& clock_;
  VerifiedTokens verified_{kMaxVerifiedTokens};
};

}  // namespace

absl::StatusOr<std::unique_ptr<Authenticator>> NewJwtAuthenticator(const JwtOptions& options, const Clock& clock) {
  MOSBAT_ASSIGN_OR_RETURN(std::vector<TrustedKey> keys, TrustedKeys(options.jwks_json));
  return std::make_unique<JwtAuthenticator>(options, std::move(keys), clock);
}

}  // namespace mosbat::auth
