// Persian text: the form that is shown, the form that is searched, digits, order.
//
// Display text is kept as typed, cleaned of what cannot be seen; a search key is what spellings of one word have in
// common.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mosbat::iran {

// The cleaned text: Arabic ي ى ك become ی ک, presentation forms letters, invisible signs and tatweel go, spaces and
// zero-width non-joiners do not repeat. Digits, vowel marks and hamza forms stay. Malformed UTF-8 becomes U+FFFD.
std::string DisplayForm(absl::string_view text);

// One key for all spellings: what DisplayForm does, and one letter for its variants (أ آ ؤ ئ ة), ASCII digits, small
// Latin letters, no vowel marks, no non-joiner, single spaces; "+" reads «مثبت». Not for showing.
std::string SearchKey(absl::string_view text);

// The words of the search key, as they occur. A query is looked up by them.
std::vector<std::string> SearchWords(absl::string_view text);

// What a text is stored under, to be found by any of its words and by a beginning of 2 or 3 letters: the words of its
// key and their first 2 and 3 letters, sorted, each once.
std::vector<std::string> SearchTerms(absl::string_view text);

// Persian and Arabic digits to ASCII; other characters stay.
std::string ToAsciiDigits(absl::string_view text);

// Whether `a` comes before `b` in a Persian list (آ ا ب پ ت …), by the collation of CLDR. Thread-safe.
bool PersianLess(absl::string_view a, absl::string_view b);

}  // namespace mosbat::iran
