#include "common/base/text_limits.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/persian_digits.h"

namespace mosbat {
namespace {

Words AtMost(int64_t characters) {
  return {.en = absl::StrCat("At most ", characters, " characters."),
          .fa = absl::StrCat("حداکثر ", ToPersianDigits(characters), " نویسه.")};
}

}  // namespace

int64_t CountCharacters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; });
}

absl::string_view TextPrefix(absl::string_view bytes, size_t most) {
  constexpr std::array<uint32_t, 5> kLeastOfLength = {0, 0, 0x80, 0x800, 0x10000};
  size_t end = 0;
  while (end < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[end]);
    const size_t length = lead < 0x80 ? 1 : lead >> 5 == 0x6 ? 2 : lead >> 4 == 0xE ? 3 : lead >> 3 == 0x1E ? 4 : 0;
    if (length == 0 || end + length > std::min(bytes.size(), most)) break;
    uint32_t character = length == 1 ? lead : lead & (0x7F >> length);
    bool is_whole = true;
    for (size_t i = 1; i < length; ++i) {
      const auto byte = static_cast<unsigned char>(bytes[end + i]);
      is_whole = is_whole && (byte & 0xC0) == 0x80;
      character = character << 6 | (byte & 0x3F);
    }
    const bool is_surrogate = character >= 0xD800 && character < 0xE000;
    if (!is_whole || is_surrogate || character > 0x10FFFF || character < kLeastOfLength[length]) break;
    end += length;
  }
  return bytes.substr(0, end);
}

std::string Shortened(absl::string_view text, size_t most) {
  static constexpr absl::string_view kMore = "…";
  return text.size() <= most ? std::string(text) : absl::StrCat(TextPrefix(text, most - kMore.size()), kMore);
}

void CheckLength(absl::string_view field, absl::string_view text, int64_t most, FaultList& faults) {
  if (CountCharacters(text) > most) faults.AddInvalid(field, AtMost(most));
}

void CheckRange(absl::string_view field, int64_t value, int64_t least, int64_t most, FaultList& faults) {
  if (value >= least && value <= most) return;
  faults.AddInvalid(field,
                    {.en = absl::StrCat("It is ", least, " to ", most, "."),
                     .fa = absl::StrCat("باید از ", ToPersianDigits(least), " تا ", ToPersianDigits(most), " باشد.")});
}

absl::Status RequireLength(absl::string_view field, absl::string_view text, int64_t most) {
  return CountCharacters(text) <= most ? absl::OkStatus() : errors::FieldInvalid(field, AtMost(most));
}

absl::Status RequireText(absl::string_view field, absl::string_view text, int64_t most) {
  if (absl::StripAsciiWhitespace(text).empty()) return errors::FieldRequired(field);
  return RequireLength(field, text, most);
}

absl::Status RequireReason(absl::string_view reason) { return RequireText("reason", reason, kLongestReason); }

}  // namespace mosbat
