// Errors as a person wants to read them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

#include "common/base/error.h"

namespace mosbat::ctl {

// What a command's process ends with. Commands that compare end with kDifferent where others end with kRefused, and
// with kUndecided where they were refused.
enum ExitCode { kDone = 0, kRefused = 1, kDifferent = 1, kUsage = 2, kUnreachable = 3, kUndecided = 4 };

ExitCode ExitCodeOf(const absl::Status& status);

// Several lines: the words in the language, the faults field by field as JSON writes their paths, the stable reason.
//
//   The revision is not submitted.
//     revision.clauses[0].number: a clause needs a number.
//     (FAILED_PRECONDITION / NOT_SUBMITTED)
std::string ErrorText(const absl::Status& status, Language language);

// The lines below errors, "Next: …", each once however many they are for; of errors with several reasons a line names
// its own, "Next (STALE_ETAG): …". "" where nothing can be done.
std::string HintsText(const std::vector<absl::Status>& errors, Language language);

}  // namespace mosbat::ctl
