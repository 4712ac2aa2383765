#include "common/crypto/keyring.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <array>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <initializer_list>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/crypto/key_file.h"

namespace mosbat::crypto {
namespace {

constexpr absl::string_view kFormat = "1";
constexpr absl::string_view kSeparator("\0", 1);
constexpr size_t kKeySize = 32;
constexpr size_t kKeyIdSize = 8;
constexpr size_t kNonceSize = 12;
constexpr size_t kTagSize = 16;
constexpr size_t kMacSize = 32;

constexpr absl::string_view kBodyFile = "body.key";
constexpr absl::string_view kHashFile = "hash.key";
constexpr absl::string_view kAuditFile = "audit.key";

// For calls into libcrypto that fail only when memory runs out or the library is broken: nothing sealed or hashed after
// that could be trusted.
void Require(bool done) {
  if (!done) std::abort();
}

// Fetched once: a fetch takes longer than the work on a small body.
const EVP_CIPHER* Aes256Gcm() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

const unsigned char* Bytes(absl::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(char* text) { return reinterpret_cast<unsigned char*>(text); }

std::string IdOf(absl::string_view key) { return Sha256(key).substr(0, kKeyIdSize); }

struct ContextFree {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, ContextFree>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, ContextFree>;

// HMAC-SHA256 under one key. The key is taken in once; each MAC starts from a copy of that state.
class Hmac {
 public:
  explicit Hmac(absl::string_view key) {
    EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    Require(algorithm != nullptr);
    keyed_.reset(EVP_MAC_CTX_new(algorithm));
    EVP_MAC_free(algorithm);
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                 OSSL_PARAM_construct_end()};
    Require(keyed_ != nullptr && EVP_MAC_init(keyed_.get(), Bytes(key), key.size(), params) == 1);
  }

  std::string Of(std::initializer_list<absl::string_view> parts) const {
    const MacContext context(EVP_MAC_CTX_dup(keyed_.get()));
    Require(context != nullptr);
    for (const absl::string_view part : parts) {
      Require(EVP_MAC_update(context.get(), Bytes(part), part.size()) == 1);
    }
    std::string mac(kMacSize, '\0');
    size_t size = 0;
    Require(EVP_MAC_final(context.get(), Bytes(mac.data()), &size, mac.size()) == 1 && size == kMacSize);
    return mac;
  }

 private:
  MacContext keyed_;
};

class LoadedKeyring final : public Keyring {
 public:
  LoadedKeyring(absl::string_view body_key, absl::string_view hash_key, absl::string_view audit_key)
      : body_key_id_(IdOf(body_key)),
        hash_key_id_(absl::WebSafeBase64Escape(IdOf(hash_key))),
        audit_key_id_(absl::WebSafeBase64Escape(IdOf(audit_key))),
        hash_(hash_key),
        audit_(audit_key) {
    std::memcpy(body_key_.data(), body_key.data(), kKeySize);
  }
  ~LoadedKeyring() override { OPENSSL_cleanse(body_key_.data(), body_key_.size()); }

  std::string Seal(absl::string_view plain, const Place& place) const override {
    std::string sealed = absl::StrCat(kFormat, body_key_id_);
    const size_t nonce_at = sealed.size();
    const size_t text_at = nonce_at + kNonceSize;
    const size_t tag_at = text_at + plain.size();
    sealed.resize(tag_at + kTagSize);
    Require(RAND_bytes(Bytes(&sealed[nonce_at]), kNonceSize) == 1);

    const CipherContext context(EVP_CIPHER_CTX_new());
    const std::string place_text = TextOf(place);
    int size = 0;
    Require(context != nullptr &&
            EVP_EncryptInit_ex2(context.get(), Aes256Gcm(), body_key_.data(), Bytes(&sealed[nonce_at]), nullptr) == 1 &&
            EVP_EncryptUpdate(context.get(), nullptr, &size, Bytes(place_text), static_cast<int>(place_text.size())) ==
                1 &&
            EVP_EncryptUpdate(context.get(), Bytes(&sealed[text_at]), &size, Bytes(plain),
                              static_cast<int>(plain.size())) == 1 &&
            EVP_EncryptFinal_ex(context.get(), Bytes(&sealed[tag_at]), &size) == 1 &&
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize, &sealed[tag_at]) == 1);
    return sealed;
  }

  absl::StatusOr<std::string> Open(absl::string_view sealed, const Place& place) const override {
    if (!absl::ConsumePrefix(&sealed, kFormat) || sealed.size() < kKeyIdSize + kNonceSize + kTagSize) {
      return absl::DataLossError("a body is not in the sealed format");
    }
    if (!absl::ConsumePrefix(&sealed, body_key_id_)) return absl::DataLossError("a body was sealed by another key");
    const absl::string_view nonce = sealed.substr(0, kNonceSize);
    const absl::string_view text = sealed.substr(kNonceSize, sealed.size() - kNonceSize - kTagSize);
    std::string tag(sealed.substr(sealed.size() - kTagSize));

    const CipherContext context(EVP_CIPHER_CTX_new());
    const std::string place_text = TextOf(place);
    std::string plain(text.size(), '\0');
    int size = 0;
    Require(
        context != nullptr &&
        EVP_DecryptInit_ex2(context.get(), Aes256Gcm(), body_key_.data(), Bytes(nonce), nullptr) == 1 &&
        EVP_DecryptUpdate(context.get(), nullptr, &size, Bytes(place_text), static_cast<int>(place_text.size())) == 1 &&
        EVP_DecryptUpdate(context.get(), Bytes(plain.data()), &size, Bytes(text), static_cast<int>(text.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data()) == 1);
    std::array<unsigned char, kTagSize> rest;
    if (EVP_DecryptFinal_ex(context.get(), rest.data(), &size) != 1) {
      return absl::DataLossError("a body was altered, or stands where it was not sealed");
    }
    return plain;
  }

  std::string Hash(absl::string_view kind, absl::string_view value) const override {
    return absl::StrCat(hash_key_id_, ".", absl::WebSafeBase64Escape(hash_.Of({kind, kSeparator, value})));
  }

  std::string AuditMac(absl::string_view entry) const override { return absl::WebSafeBase64Escape(audit_.Of({entry})); }

  std::string check_value() const override {
    return absl::StrCat(absl::WebSafeBase64Escape(body_key_id_), ".", hash_key_id_, ".", audit_key_id_);
  }

 private:
  static std::string TextOf(const Place& place) {
    return absl::StrCat(place.table, kSeparator, place.key, kSeparator, place.row_version);
  }

  std::array<unsigned char, kKeySize> body_key_;
  const std::string body_key_id_;
  const std::string hash_key_id_;
  const std::string audit_key_id_;
  const Hmac hash_;
  const Hmac audit_;
};

std::string FileIn(const std::string& folder, absl::string_view name) {
  return (std::filesystem::path(folder) / std::string(name)).string();
}

absl::StatusOr<std::string> ReadKey(const std::string& file) {
  MOSBAT_ASSIGN_OR_RETURN(const std::string text, ReadKeyFile(file));
  const absl::string_view hex = absl::StripAsciiWhitespace(text);
  bool is_hex = hex.size() == 2 * kKeySize;
  for (const char c : hex) is_hex = is_hex && absl::ascii_isxdigit(static_cast<unsigned char>(c));
  if (!is_hex) {
    return KeyMalformed(
        file, {.en = "it must hold 32 bytes as 64 hexadecimal digits.",
               .fa = "باید ۳۲ بایت به شکل ۶۴ رقم شانزده‌شانزدهی باشد."});
  }
  return absl::HexStringToBytes(hex);
}

absl::Status CreateIfMissing(const std::string& file) {
  std::error_code error;
  if (std::filesystem::exists(file, error)) return absl::OkStatus();
  std::string key(kKeySize, '\0');
  Require(RAND_priv_bytes(Bytes(key.data()), kKeySize) == 1);
  return CreateKeyFile(file, absl::StrCat(absl::BytesToHexString(key), "\n"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Keyring>> Keyring::Load(const std::string& folder) {
  MOSBAT_ASSIGN_OR_RETURN(const std::string body_key, ReadKey(FileIn(folder, kBodyFile)));
  MOSBAT_ASSIGN_OR_RETURN(const std::string hash_key, ReadKey(FileIn(folder, kHashFile)));
  MOSBAT_ASSIGN_OR_RETURN(const std::string audit_key, ReadKey(FileIn(folder, kAuditFile)));
  return std::make_unique<LoadedKeyring>(body_key, hash_key, audit_key);
}

absl::StatusOr<std::unique_ptr<Keyring>> Keyring::LoadOrCreate(const std::string& folder) {
  for (const absl::string_view name : {kBodyFile, kHashFile, kAuditFile}) {
    MOSBAT_RETURN_IF_ERROR(CreateIfMissing(FileIn(folder, name)));
  }
  return Load(folder);
}

std::unique_ptr<Keyring> Keyring::ForTesting() {
  return std::make_unique<LoadedKeyring>(std::string(kKeySize, 'b'), std::string(kKeySize, 'h'),
                                         std::string(kKeySize, 'a'));
}

}  // namespace mosbat::crypto
