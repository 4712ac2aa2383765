// What a person can do about an error that its own words do not say, by its stable reason.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

#include "common/base/error.h"

namespace mosbat::ctl {

// In an error's metadata: what it is about is not there yet, for the files that the error speaks of make it.
inline constexpr char kMadeHere[] = "made_here";

// One sentence, with the names that the error's metadata hold; "" where there is nothing to add, or nothing yet to look
// at.
std::string NextStep(const absl::Status& status, Language language);

// Every reason with a next step of its own.
std::vector<std::string> ReasonsWithNextStep();

}  // namespace mosbat::ctl
