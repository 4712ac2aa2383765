// Numbers as Persian sentences write them.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"

namespace mosbat {

// "1405" to "۱۴۰۵", of a number or a text; other characters stay.
std::string ToPersianDigits(const absl::AlphaNum& text);

}  // namespace mosbat
