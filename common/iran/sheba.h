// Sheba (شبا): the IBAN of an account in Iran.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace mosbat::iran {

// The canonical form, "IR" and 24 digits, of a Sheba as people type it (spaces, small letters); nothing if its form or
// its check digits are wrong. "IR" must be there. An unknown bank is no error: merged banks keep their old codes.
std::optional<std::string> CanonicalSheba(absl::string_view typed);

}  // namespace mosbat::iran
