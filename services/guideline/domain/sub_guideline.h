// What a sub-guideline must be, and which of its revisions is in force when. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "services/guideline/domain/revision_name.h"

namespace mosbat::guideline::domain {

// A sub-guideline of what a caller wrote, without revisions. INVALID_ARGUMENT with each fault by its path in the
// request: FIELD_REQUIRED, FIELD_INVALID, NAME_INVALID.
absl::StatusOr<v1::SubGuideline> NewSubGuideline(v1::SubGuideline sub_guideline, absl::string_view name,
                                                 absl::Time now);

// Gives out the name of the next revision, which is now the pending one.
RevisionName AddPending(v1::SubGuideline& sub_guideline);

// With what is read from the dates for `day`: `current_revision`.
v1::SubGuideline AsOf(v1::SubGuideline sub_guideline, absl::CivilDay day);

// Another revision whose end moves because of one that is approved or withdrawn.
struct MovedEnd {
  std::string revision;
  std::optional<absl::CivilDay> end_day;
};

// Puts the approved `revision`, which is no longer pending, in force from `day` on; the one before it, if it would go
// on, ends that day. FAILED_PRECONDITION / EFFECTIVE_DATE_NOT_LATER unless `day` is after the effective date of the one
// before it.
absl::StatusOr<std::optional<MovedEnd>> PutInForce(v1::SubGuideline& sub_guideline, absl::string_view revision,
                                                   absl::CivilDay day);

// Ends `revision` on `day`. If it had not begun before that day it never was in force, and the one that it was to
// follow goes on until the next.
std::optional<MovedEnd> TakeOutOfForce(v1::SubGuideline& sub_guideline, absl::string_view revision, absl::CivilDay day);

}  // namespace mosbat::guideline::domain
