// What a deputyship must be, and when it is there. Pure functions.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "mosbat/guideline/v1/deputyship.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::guideline::domain {

// A deputyship of what a caller wrote. INVALID_ARGUMENT with each fault by its path in the request: FIELD_REQUIRED,
// FIELD_INVALID, NAME_INVALID, DATES_OUT_OF_ORDER.
absl::StatusOr<v1::Deputyship> NewDeputyship(v1::Deputyship deputyship, absl::string_view name, absl::Time now);

// The deputyship with what `request` changes. UPDATE_MASK_INVALID, and the faults of NewDeputyship().
absl::StatusOr<v1::Deputyship> Edit(v1::Deputyship deputyship, const v1::UpdateDeputyshipRequest& request,
                                    absl::Time now);

// From `valid_until` on it is not there any more. The catalog judges its copies by the same days, in its
// domain/keeper.h: neither service may include the other, and common/ knows no deputyship. Who writes is judged by each
// for itself: here every successor is in the table and only deputyships write; a copy may not have heard of one, and
// there steering writes in the place of one that has ended.
bool HasEndedBy(const v1::Deputyship& deputyship, absl::CivilDay day);

// OK if the deputyship is there on `day`; else FAILED_PRECONDITION / DEPUTYSHIP_NOT_VALID.
absl::Status RequireValid(const v1::Deputyship& deputyship, absl::CivilDay day);

}  // namespace mosbat::guideline::domain
