// The ids of persons in the country's registers: whether one is formally right. That it exists only its register knows.
#pragma once

#include "absl/strings/string_view.h"

namespace mosbat::iran {

// A natural person's national id (کد ملی): 10 ASCII digits, leading zeros kept, with the check digit right. The prefix
// (place of issue) is not looked at: no official list is public.
bool IsNationalId(absl::string_view id);

// A legal person's national id (شناسه ملی): 11 ASCII digits with the check digit right.
bool IsLegalId(absl::string_view id);

// A foreign person's code (کد فراگیر): 12 ASCII digits. No check digit of it is published.
bool IsForeignerCode(absl::string_view code);

}  // namespace mosbat::iran
