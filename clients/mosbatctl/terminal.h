// What a terminal makes of text: how wide it is, in which direction it runs, in which colour, and what would steer it.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace mosbat::ctl {

// Text of data as people may see it: U+FFFD in place of what would steer the terminal, or make a line read otherwise
// than it is: control characters but for the new line and the tab, signs that turn the direction, malformed UTF-8.
// Joiners stay. What goes to a terminal passes through it once, before it is dressed.
std::string Plain(absl::string_view text);

// The same characters of JSON as "\u009b": they stand only in its strings, of which each keeps its value.
std::string PlainJson(absl::string_view json);

// How text is dressed for the place that it goes to; a file or a pipe gets it plain.
struct Dress {
  bool colour = false;
  // Persian inside a line of Latin letters is set apart, so that what follows keeps its place.
  bool isolate = false;
};

// Of a file descriptor: a terminal has both, but for colours where NO_COLOR is set or TERM is "dumb".
Dress DressOf(int descriptor);

enum class Colour { kGreen, kRed, kYellow, kBold, kFaint };
std::string Coloured(absl::string_view text, Colour colour, const Dress& dress);

// The columns that `text` takes: none for joiners, vowel marks and signs of direction, two for wide letters.
size_t WidthOf(absl::string_view text);

// With blanks behind up to `width` columns.
std::string Padded(absl::string_view text, size_t width);

// At most `width` columns of it, "…" at the end where something was cut.
std::string Clipped(absl::string_view text, size_t width);

// Set apart from its surroundings if the dress wants it and letters of a script from right to left are in it.
std::string Isolated(absl::string_view text, const Dress& dress);

}  // namespace mosbat::ctl
