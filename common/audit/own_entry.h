// The audit entry of what a service does without being called: what it hears, what its sweeps find.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/base/ids.h"
#include "mosbat/audit/v1/audit.pb.h"

namespace mosbat::audit {

struct OwnChange {
  absl::string_view service;  // "casefile", the actor
  absl::string_view replica;
  absl::string_view work;  // "promotion", in place of a method
  absl::string_view subject;
  int64_t row_version_before = 0;  // 0: it is new
  int64_t row_version_after = 0;
};

v1::Entry OwnEntry(const OwnChange& change, IdGenerator& ids, absl::Time recorded);

}  // namespace mosbat::audit
