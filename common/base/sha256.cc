#include "common/base/sha256.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "absl/strings/escaping.h"

namespace mosbat {
namespace {

constexpr size_t kSize = 32;

// Fetched once: looking it up costs more than hashing a token.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

}  // namespace

std::string Sha256(absl::string_view data) {
  unsigned char digest[kSize];
  // Fails only where memory or OpenSSL itself is broken.
  if (EVP_Digest(data.data(), data.size(), digest, nullptr, Algorithm(), nullptr) != 1) std::abort();
  return std::string(digest, digest + kSize);
}

std::string Sha256Hex(absl::string_view data) { return absl::BytesToHexString(Sha256(data)); }

}  // namespace mosbat
