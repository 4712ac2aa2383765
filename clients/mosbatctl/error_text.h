// Errors as a person wants to read them.
#pragma once

#include <string>

#include "absl/status/status.h"

#include "common/base/error.h"

namespace mosbat::ctl {

// What a command's process ends with. Commands that compare end with kDifferent where others end with kRefused, and
// with kUndecided where they were refused.
enum ExitCode { kDone = 0, kRefused = 1, kDifferent = 1, kUsage = 2, kUnreachable = 3, kUndecided = 4 };

ExitCode ExitCodeOf(const absl::Status& status);

// Several lines: the words in the language, the faults field by field as JSON writes their paths, the stable reason,
// and what to do next where something can be done.
//
//   The revision is not submitted.
//     revision.clauses[0].number: a clause needs a number.
//     (FAILED_PRECONDITION / NOT_SUBMITTED)
//   Next: …
std::string ErrorText(const absl::Status& status, Language language);

}  // namespace mosbat::ctl
