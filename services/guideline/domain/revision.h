// What a revision's text must be, and its way: DRAFT → SUBMITTED → APPROVED, with RETURNED and WITHDRAWN. Pure
// functions.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"

#include "common/iran/historical.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "services/guideline/domain/revision_name.h"

namespace mosbat::guideline::domain {

// With what is read from the dates for `day`: SUPERSEDED.
v1::SubGuidelineRevision AsOf(v1::SubGuidelineRevision text, absl::CivilDay day);

v1::SubGuidelineRevision NewDraft(const RevisionName& name, absl::Time now);

// The text after `author` has changed what `mask` names of `wanted`, well-formed as far as it goes; it need not be
// complete. REVISION_NOT_EDITABLE, UPDATE_MASK_INVALID; INVALID_ARGUMENT with each fault by its path below the request
// field `field`: FIELD_REQUIRED, FIELD_INVALID, CLAUSE_NOT_FOUND, SCHEMA_…, FACT_UNKNOWN, RESULT_….
absl::StatusOr<v1::SubGuidelineRevision> Edit(v1::SubGuidelineRevision text, absl::string_view field,
                                              const v1::SubGuidelineRevision& wanted,
                                              const google::protobuf::FieldMask& mask, absl::string_view author,
                                              absl::Time now);

// REVISION_NOT_EDITABLE; FAILED_PRECONDITION with REVISION_INCOMPLETE for each term that is missing, and with what
// Edit() says of the text, as one that is complete.
absl::StatusOr<v1::SubGuidelineRevision> Submit(v1::SubGuidelineRevision text, absl::string_view author,
                                                absl::Time now);

// NOT_SUBMITTED; FIELD_REQUIRED, FIELD_INVALID, CLAUSE_NOT_FOUND for the comments.
absl::StatusOr<v1::SubGuidelineRevision> Return(v1::SubGuidelineRevision text,
                                                const v1::ReturnSubGuidelineRevisionRequest& request,
                                                absl::string_view reviewer, absl::Time now);

// `directive` is the one in force on the effective date. NOT_SUBMITTED, APPROVER_IS_AUTHOR, ACTIVITY_OUTSIDE_DIRECTIVE,
// HISTORICAL_NOT_ALLOWED, HISTORICAL_NOT_SAID; DATES_OUT_OF_ORDER for a scheme that ends by then.
absl::StatusOr<v1::SubGuidelineRevision> Approve(v1::SubGuidelineRevision text, const v1::SubGuideline& sub_guideline,
                                                 const v1::Directive& directive,
                                                 const v1::ApproveSubGuidelineRevisionRequest& request,
                                                 const iran::Entry& entry, absl::string_view approver, absl::Time now);

// NOT_APPROVED; FIELD_REQUIRED, FIELD_INVALID for the reason.
absl::StatusOr<v1::SubGuidelineRevision> Withdraw(v1::SubGuidelineRevision text,
                                                  const v1::WithdrawSubGuidelineRevisionRequest& request,
                                                  absl::string_view withdrawer, absl::Time now);

}  // namespace mosbat::guideline::domain
