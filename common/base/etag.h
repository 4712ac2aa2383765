// The etag of a row version (AIP-154).
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace mosbat {

std::string EtagOf(int64_t row_version);

// The row version that an etag made by EtagOf stands for; 0 for any other text.
int64_t RowVersionOf(absl::string_view etag);

// OK if the caller named no etag or the current one; else ABORTED / STALE_ETAG for the resource `name`.
absl::Status RequireEtag(absl::string_view wanted, absl::string_view current, absl::string_view name);

}  // namespace mosbat
