// How often one person may have a service. Pure functions.
#pragma once

#include "absl/time/civil_time.h"
#include "absl/types/span.h"

#include "mosbat/common/v1/common.pb.h"

namespace mosbat::casefile::domain {

// Whether one more delivery on `day` would make more than `at_most` in some stretch of `per`, wherever it begins:
// deliveries may be entered late, so earlier and later ones count alike.
bool WouldExceed(absl::Span<const absl::CivilDay> days, absl::CivilDay day, int at_most, const common::v1::Period& per,
                 absl::Span<const absl::CivilDay> holidays = {});

}  // namespace mosbat::casefile::domain
