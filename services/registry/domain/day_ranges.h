// Which days something lasted, as ranges in order: apart from each other, and only the last without an end.
#pragma once

#include "absl/time/civil_time.h"

#include "common/iran/day_range.h"

namespace mosbat::registry::domain {

using iran::DayRanges;

// It lasts from `day` on. `ranges` have ended before that day; one that ended with the day before goes on.
void Begin(DayRanges& ranges, absl::CivilDay day);

// It does not last on `day` nor after it; a range of which no day is left is dropped.
void EndBefore(DayRanges& ranges, absl::CivilDay day);

}  // namespace mosbat::registry::domain
