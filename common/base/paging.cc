#include "common/base/paging.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "common/base/error.h"
#include "common/base/sha256.h"

namespace mosbat {
namespace {

// A token is base64url of: format | first 8 bytes of SHA-256 of the list and the key | key.
constexpr absl::string_view kFormat = "1";
constexpr size_t kHashSize = 8;

std::string HashOf(absl::string_view list, absl::string_view key) {
  return Sha256(absl::StrCat(list, absl::string_view("\0", 1), key)).substr(0, kHashSize);
}

}  // namespace

absl::StatusOr<int> PageSize(int32_t requested, int usual, int most) {
  if (requested < 0) return errors::PageSizeInvalid();
  return requested == 0 ? usual : std::min<int>(requested, most);
}

std::string PageToken(absl::string_view list, absl::string_view last_key) {
  return absl::WebSafeBase64Escape(absl::StrCat(kFormat, HashOf(list, last_key), last_key));
}

absl::StatusOr<std::string> PageStart(absl::string_view list, absl::string_view token) {
  if (token.empty()) return "";
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes)) return errors::PageTokenInvalid();
  absl::string_view rest = bytes;
  if (!absl::ConsumePrefix(&rest, kFormat) || rest.size() < kHashSize) return errors::PageTokenInvalid();
  const absl::string_view key = rest.substr(kHashSize);
  if (rest.substr(0, kHashSize) != HashOf(list, key)) return errors::PageTokenInvalid();
  return std::string(key);
}

}  // namespace mosbat
