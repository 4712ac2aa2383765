#include "common/base/text_limits.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "common/base/error.h"

namespace mosbat {
namespace {

Words AtMost(int64_t characters) {
  return {.en = absl::StrCat("At most ", characters, " characters."),
          .fa = absl::StrCat("حداکثر ", characters, " نویسه.")};
}

}  // namespace

int64_t CountCharacters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; });
}

void CheckLength(absl::string_view field, absl::string_view text, int64_t most, FaultList& faults) {
  if (CountCharacters(text) > most) faults.AddInvalid(field, AtMost(most));
}

void CheckRange(absl::string_view field, int64_t value, int64_t least, int64_t most, FaultList& faults) {
  if (value >= least && value <= most) return;
  faults.AddInvalid(field, {.en = absl::StrCat("It is ", least, " to ", most, "."),
                            .fa = absl::StrCat("مقدار آن ", least, " تا ", most, " است.")});
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
