#include "common/base/persian_digits.h"

#include "absl/strings/ascii.h"

namespace mosbat {

std::string ToPersianDigits(const absl::AlphaNum& text) {
  static constexpr const char* kDigits[] = {"۰", "۱", "۲", "۳", "۴", "۵", "۶", "۷", "۸", "۹"};
  std::string persian;
  for (const char character : text.Piece()) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(character))) {
      persian += kDigits[character - '0'];
    } else {
      persian += character;
    }
  }
  return persian;
}

}  // namespace mosbat
