// Mobile phone numbers.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace mosbat::iran {

// The canonical form, "+989121234567", of a number as people type it: 09…, 9…, 989…, +989… or 00989…, in ASCII, Persian
// or Arabic digits. Nothing for what is no mobile number; lists of operators are not looked at, they go stale.
std::optional<std::string> CanonicalMobile(absl::string_view typed);

}  // namespace mosbat::iran
