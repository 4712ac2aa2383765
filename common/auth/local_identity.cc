#include "common/auth/local_identity.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/escaping.h"
#include "nlohmann/json.hpp"

#include "common/auth/authenticator.h"
#include "common/auth/jose.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/crypto/key_file.h"

namespace mosbat::auth {
namespace {

using nlohmann::json;

constexpr char kIssuer[] = "mosbat-local";

class P256Identity final : public LocalIdentity {
 public:
  explicit P256Identity(jose::Key key) : key_(std::move(key)) {
    json public_key = json::parse(jose::ToJson(key_, /*with_private=*/false));
    // The key's id is its RFC 7638 thumbprint: these members, in this order, without blanks.
    const json members = {
        {"crv", public_key["crv"]}, {"kty", public_key["kty"]}, {"x", public_key["x"]}, {"y", public_key["y"]}};
    kid_ = absl::WebSafeBase64Escape(absl::HexStringToBytes(Sha256Hex(members.dump())));
    public_key["kid"] = kid_;
    public_key["alg"] = "ES256";
    public_key["use"] = "sig";
    jwks_json_ = json{{"keys", json::array({std::move(public_key)})}}.dump();
  }

  std::string jwks_json() const override { return jwks_json_; }

  std::string Token(const Principal& principal, absl::Time now, absl::Duration valid_for) const override {
    json claims = {{"iss", kIssuer},
                   {"sub", principal.id},
                   {"iat", absl::ToUnixSeconds(now)},
                   {"exp", absl::ToUnixSeconds(now + valid_for)},
                   {"mosbat_role", RoleWord(principal.role)},
                   {"mosbat_area", principal.scope.area}};
    if (!principal.scope.deputyship.empty()) claims["mosbat_deputyship"] = principal.scope.deputyship;
    // Never throws: what is not UTF-8 in an id is replaced.
    const std::string payload = claims.dump(-1, ' ', false, json::error_handler_t::replace);
    std::optional<std::string> token = jose::Sign(key_, "ES256", kid_, payload);
    // The key was made for this algorithm, so only a library that is broken or out of memory comes here.
    if (!token.has_value()) std::abort();
    return *std::move(token);
  }

 private:
  const jose::Key key_;
  std::string kid_;
  std::string jwks_json_;
};

bool IsPrivateP256(const std::string& text) {
  const json jwk = json::parse(text, nullptr, /*allow_exceptions=*/false);
  return jwk.is_object() && jwk.value("kty", json()) == "EC" && jwk.value("crv", json()) == "P-256" &&
         jwk.contains("d");
}

}  // namespace

absl::StatusOr<std::unique_ptr<LocalIdentity>> LocalIdentity::LoadOrCreate(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    const jose::Key key = jose::NewP256Key();
    MOSBAT_RETURN_IF_ERROR(crypto::CreateKeyFile(file, jose::ToJson(key, /*with_private=*/true) + "\n"));
  }
  MOSBAT_ASSIGN_OR_RETURN(const std::string text, crypto::ReadKeyFile(file));
  jose::Key key = IsPrivateP256(text) ? jose::ImportKey(text) : nullptr;
  if (key == nullptr) {
    return crypto::KeyMalformed(file, {.en = "it must hold a private EC P-256 key as a JWK.",
                                       .fa = "باید یک کلید خصوصی EC P-256 به شکل JWK باشد."});
  }
  return std::make_unique<P256Identity>(std::move(key));
}

std::unique_ptr<LocalIdentity> LocalIdentity::ForTesting() {
  return std::make_unique<P256Identity>(jose::NewP256Key());
}

}  // namespace mosbat::auth
