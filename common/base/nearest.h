// What somebody may have meant who wrote something else.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "common/base/error.h"

namespace mosbat {

// How many letters are to be added, left out, changed or swapped with the next one; capitals make no difference. Takes
// the time of one length times the other: not for texts.
size_t LettersBetween(absl::string_view a, absl::string_view b);

// The one of `known` that differs from `word` by the fewest letters; "" if none is near, and for a word of more than 64
// bytes.
std::string NearestTo(absl::string_view word, const std::vector<std::string>& known);

// "did you mean status?", "did you mean provinces or counties?"; "" of nothing.
Words DidYouMean(absl::string_view meant);
Words DidYouMean(absl::Span<const std::string> any);

}  // namespace mosbat
