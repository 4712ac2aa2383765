#include "common/iran/mobile.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "common/iran/persian_text.h"

namespace mosbat::iran {

std::optional<std::string> CanonicalMobile(absl::string_view typed) {
  const std::string ascii = ToAsciiDigits(typed);
  absl::string_view number = ascii;
  // The longest first: each of them is the beginning of none before it.
  absl::ConsumePrefix(&number, "+98") || absl::ConsumePrefix(&number, "0098") ||
      (number.size() == 12 && absl::ConsumePrefix(&number, "98")) || absl::ConsumePrefix(&number, "0");
  if (number.size() != 10 || number[0] != '9' || !std::all_of(number.begin(), number.end(), absl::ascii_isdigit)) {
    return std::nullopt;
  }
  // 094 to 098 are data lines and ranges never given to persons.
  if (number[1] >= '4' && number[1] <= '8') return std::nullopt;
  return absl::StrCat("+98", number);
}

}  // namespace mosbat::iran
