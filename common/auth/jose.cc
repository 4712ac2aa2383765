#include "common/auth/jose.h"

#include <cstdlib>

namespace mosbat::auth::jose {
namespace {

using SignedText = std::unique_ptr<cjose_jws_t, Release>;
using Header = std::unique_ptr<cjose_header_t, Release>;

}  // namespace

Key ImportKey(absl::string_view jwk_json) { return Key(cjose_jwk_import(jwk_json.data(), jwk_json.size(), nullptr)); }

Key NewP256Key() { return Key(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr)); }

std::string ToJson(const Key& key, bool with_private) {
  char* const text = cjose_jwk_to_json(key.get(), with_private, nullptr);
  if (text == nullptr) return "";
  std::string json = text;
  cjose_get_dealloc()(text);
  return json;
}

std::optional<std::string> Sign(const Key& key, const char* algorithm, absl::string_view kid,
                                absl::string_view payload) {
  const Header header(cjose_header_new(nullptr));
  if (header == nullptr || !cjose_header_set(header.get(), CJOSE_HDR_ALG, algorithm, nullptr) ||
      !cjose_header_set(header.get(), CJOSE_HDR_KID, std::string(kid).c_str(), nullptr) ||
      !cjose_header_set(header.get(), "typ", "JWT", nullptr)) {
    return std::nullopt;
  }
  const SignedText text(cjose_jws_sign(key.get(), header.get(), reinterpret_cast<const uint8_t*>(payload.data()),
                                       payload.size(), nullptr));
  const char* compact = nullptr;
  if (text == nullptr || !cjose_jws_export(text.get(), &compact, nullptr)) return std::nullopt;
  return std::string(compact);
}

std::optional<std::string> Verify(const Key& key, absl::string_view compact) {
  const SignedText text(cjose_jws_import(compact.data(), compact.size(), nullptr));
  if (text == nullptr || !cjose_jws_verify(text.get(), key.get(), nullptr)) return std::nullopt;
  uint8_t* payload = nullptr;
  size_t size = 0;
  if (!cjose_jws_get_plaintext(text.get(), &payload, &size, nullptr)) return std::nullopt;
  return std::string(payload, payload + size);
}

}  // namespace mosbat::auth::jose
