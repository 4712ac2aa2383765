#include "common/iran/sheba.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace mosbat::iran {

std::optional<std::string> CanonicalSheba(absl::string_view typed) {
  std::string sheba = absl::AsciiStrToUpper(absl::StrReplaceAll(typed, {{" ", ""}}));
  absl::string_view digits = sheba;
  if (!absl::ConsumePrefix(&digits, "IR") || digits.size() != 24) return std::nullopt;
  if (!std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit)) return std::nullopt;

  // ISO 13616: the account, then "IR" as 1827, then the check digits; the number modulo 97 is 1.
  int rest = 0;
  for (const char c : absl::StrCat(digits.substr(2), "1827", digits.substr(0, 2))) rest = (rest * 10 + (c - '0')) % 97;
  if (rest != 1) return std::nullopt;
  return sheba;
}

}  // namespace mosbat::iran
