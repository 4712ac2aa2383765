#include "common/base/ids.h"

#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace mosbat {
namespace {

using UuidBytes = std::array<uint8_t, 16>;

void FillRandom(void* bytes, size_t size) {
  // Fails only where the kernel has no randomness to give; an id or key made without it would be worse than no process.
  if (getentropy(bytes, size) != 0) std::abort();
}

std::string Written(UuidBytes bytes, int version) {
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0F) | (version << 4));
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3F) | 0x80);
  const std::string hex =
      absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  const absl::string_view view = hex;
  return absl::StrCat(view.substr(0, 8), "-", view.substr(8, 4), "-", view.substr(12, 4), "-", view.substr(16, 4), "-",
                      view.substr(20));
}

// The 16 bytes of a UUID; any other text is its own bytes.
std::string BytesOf(absl::string_view uuid) {
  if (!IsUuid(uuid)) return std::string(uuid);
  std::string hex(uuid);
  hex.erase(std::remove(hex.begin(), hex.end(), '-'), hex.end());
  return absl::HexStringToBytes(hex);
}

}  // namespace

std::string SystemIds::NewUuid(absl::Time time) {
  UuidBytes bytes;
  FillRandom(bytes.data(), bytes.size());
  const int64_t millis = std::max<int64_t>(absl::ToUnixMillis(time), 0);
  for (size_t i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(millis >> (40 - 8 * i));
  return Written(bytes, 7);
}

uint64_t SystemIds::Random(uint64_t bound) {
  // Numbers under 2^64 mod bound are drawn again, so that every remainder is equally likely.
  const uint64_t refused = (0 - bound) % bound;
  uint64_t number;
  do {
    FillRandom(&number, sizeof(number));
  } while (number < refused);
  return number % bound;
}

std::string DerivedUuid(absl::string_view namespace_uuid, absl::string_view name) {
  const std::string text = absl::StrCat(BytesOf(namespace_uuid), name);
  std::array<uint8_t, EVP_MAX_MD_SIZE> digest;
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1) std::abort();
  UuidBytes bytes;
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  return Written(bytes, 5);
}

bool IsUuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_hyphen_place = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen_place ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

absl::Time TimeOfUuid(absl::string_view uuid) {
  if (!IsUuid(uuid) || uuid[14] != '7') return absl::UnixEpoch();
  int64_t millis = 0;
  for (const char byte : BytesOf(uuid).substr(0, 6)) millis = (millis << 8) | static_cast<uint8_t>(byte);
  return absl::FromUnixMillis(millis);
}

}  // namespace mosbat
