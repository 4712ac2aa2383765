// What a directive says about calls, licences and centres.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "google/type/date.pb.h"

#include "mosbat/common/v1/common.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"

namespace mosbat::registry::domain {

// The last day of a call that opens on `opening`: its window counts the opening day. FAILED_PRECONDITION /
// DIRECTIVE_SILENT if the directive says nothing of the window.
absl::StatusOr<absl::CivilDay> LastDayOfCall(const guideline::v1::Directive& directive, absl::CivilDay opening);

// The days that the directive does not count as working days.
std::vector<absl::CivilDay> HolidaysOf(const guideline::v1::Directive& directive);

// The last day of what is valid for `period` from `first` on; nothing where no period is set.
std::optional<absl::CivilDay> LastDayOf(const common::v1::Period& period, absl::Span<const absl::CivilDay> holidays,
                                        absl::CivilDay first);

// Whether a date that may be left out lies before `day`.
bool IsBefore(const google::type::Date& date, absl::CivilDay day);

}  // namespace mosbat::registry::domain
