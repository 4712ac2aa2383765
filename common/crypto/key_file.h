// Files that hold a secret: private to their owner, written whole or not at all, never overwritten.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/base/error.h"

namespace mosbat::crypto {

// The text of `file`. FAILED_PRECONDITION / KEY_MISSING if it cannot be read, KEY_READABLE_BY_OTHERS if anybody but its
// owner may read it; a file of root may also be read by our group, which is how Kubernetes mounts a secret.
absl::StatusOr<std::string> ReadKeyFile(const std::string& file);

// Makes `file` with mode 0600, and its folder with mode 0700 where that is missing; on disk when it returns. Leaves a
// file that is already there as it is. FAILED_PRECONDITION / KEY_NOT_WRITABLE.
absl::Status CreateKeyFile(const std::string& file, absl::string_view text);

// FAILED_PRECONDITION / KEY_MALFORMED: `file` does not hold what the words say it must.
absl::Status KeyMalformed(const std::string& file, Words must_hold);

}  // namespace mosbat::crypto
