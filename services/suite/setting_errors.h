// What is wrong with the settings; the words begin with the flag, because they are all that is shown.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mosbat::suite::errors {

// The same error, said of the flag ("database"): what failed behind it knows no flags.
absl::Status Of(absl::string_view flag, const absl::Status& status);

absl::Status RoleUnknown(absl::string_view flag, absl::string_view role,
                         const std::vector<std::string>& known);  // INVALID_ARGUMENT / ROLE_UNKNOWN
absl::Status TrialNeedsAll();                                     // INVALID_ARGUMENT / TRIAL_NEEDS_ALL
absl::Status ServiceTokenMissing();                               // INVALID_ARGUMENT / SERVICE_TOKEN_MISSING
absl::Status IdentityMissing(absl::string_view file);             // FAILED_PRECONDITION / IDENTITY_MISSING

}  // namespace mosbat::suite::errors
