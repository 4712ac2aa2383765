// The order of official numbers, "1405/12".
#pragma once

#include "absl/strings/string_view.h"

namespace mosbat {

// Whether number `a` comes before `b` as people count: runs of digits are whole numbers, so "1405/9" comes before
// "1405/12".
bool NumberLess(absl::string_view a, absl::string_view b);

}  // namespace mosbat
