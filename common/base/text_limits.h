// Bounds of what people write and enter. Texts are valid UTF-8, which protobuf has made sure of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "common/base/fault_list.h"

namespace mosbat {

// Characters, not bytes: a Persian letter has two of these.
int64_t CountCharacters(absl::string_view text);

// The longest beginning of `bytes` that is valid UTF-8 and has at most `most` bytes: what may go into a column.
absl::string_view TextPrefix(absl::string_view bytes, size_t most);

// As it is, or the beginning of a longer one with "…", at most `most` bytes: what an error may say of a text that came
// with a request.
std::string Shortened(absl::string_view text, size_t most = 255);

// Adds FIELD_INVALID for `field` if `text` has more than `most` characters.
void CheckLength(absl::string_view field, absl::string_view text, int64_t most, FaultList& faults);

// Adds FIELD_INVALID for `field` unless `value` is `least` to `most`.
void CheckRange(absl::string_view field, int64_t value, int64_t least, int64_t most, FaultList& faults);

// INVALID_ARGUMENT / FIELD_INVALID for `field` if `text` has more than `most` characters.
absl::Status RequireLength(absl::string_view field, absl::string_view text, int64_t most);

// The same, and FIELD_REQUIRED if it is empty or all blanks.
absl::Status RequireText(absl::string_view field, absl::string_view text, int64_t most);

inline constexpr int kLongestReason = 500;

// Why somebody does something ("reason" of a request): a text of at most kLongestReason characters.
absl::Status RequireReason(absl::string_view reason);

}  // namespace mosbat
