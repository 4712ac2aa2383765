// Reading the files that settings name.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mosbat::suite {

// The file's text, without white space at its end; FAILED_PRECONDITION / FILE_NOT_READABLE names the setting and the
// path.
absl::StatusOr<std::string> ReadFile(absl::string_view setting, const std::string& path);

}  // namespace mosbat::suite
