// The errors of the guideline service: one function per error.
//
// What all services say in the same words (FIELD_REQUIRED, STALE_ETAG, ALREADY_EXISTS, …) is in common/base/error.h.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/base/error.h"
#include "common/base/fault_list.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::guideline::errors {

// NOT_FOUND
absl::Status DirectiveNotFound(absl::string_view name);     // DIRECTIVE_NOT_FOUND
absl::Status NoDirectiveOn(absl::CivilDay day);             // DIRECTIVE_NOT_FOUND
absl::Status DeputyshipNotFound(absl::string_view name);    // DEPUTYSHIP_NOT_FOUND
absl::Status SubGuidelineNotFound(absl::string_view name);  // SUB_GUIDELINE_NOT_FOUND
absl::Status RevisionNotFound(absl::string_view name);      // REVISION_NOT_FOUND

// ALREADY_EXISTS
absl::Status DirectiveNumberTaken(absl::string_view number, absl::string_view holder);  // DIRECTIVE_NUMBER_TAKEN

// FAILED_PRECONDITION, directives
absl::Status DirectiveNotInForce(absl::CivilDay day);                               // DIRECTIVE_NOT_IN_FORCE
absl::Status DirectiveNotDraft(absl::string_view name);                             // DIRECTIVE_NOT_DRAFT
absl::Status DirectiveNotIssued(absl::string_view name);                            // DIRECTIVE_NOT_ISSUED
absl::Status DirectiveRepealed(absl::string_view name, absl::CivilDay repeal_day);  // DIRECTIVE_REPEALED

// FAILED_PRECONDITION, deputyships
absl::Status DeputyshipNotValid(absl::string_view name, absl::CivilDay day);       // DEPUTYSHIP_NOT_VALID
absl::Status SuccessorNotFound(absl::string_view successor);                       // SUCCESSOR_NOT_FOUND
absl::Status SuccessorCycle(absl::string_view name, absl::string_view successor);  // SUCCESSOR_CYCLE

// FAILED_PRECONDITION, revisions; `state` is the one that stands in the way
absl::Status PendingRevisionExists(absl::string_view pending);                 // PENDING_REVISION_EXISTS
absl::Status RevisionNotNext(absl::string_view name, absl::string_view next);  // REVISION_NOT_NEXT
absl::Status RevisionNotEditable(absl::string_view name,
                                 v1::SubGuidelineRevision::State state);                   // REVISION_NOT_EDITABLE
absl::Status NotSubmitted(absl::string_view name, v1::SubGuidelineRevision::State state);  // NOT_SUBMITTED
absl::Status NotApproved(absl::string_view name, v1::SubGuidelineRevision::State state);   // NOT_APPROVED
absl::Status ApproverIsAuthor(absl::string_view name);                                     // APPROVER_IS_AUTHOR
absl::Status EffectiveDateNotLater(absl::string_view previous, absl::CivilDay its_day);    // EFFECTIVE_DATE_NOT_LATER
absl::Status ActivityOutsideDirective(absl::string_view sub_guideline,
                                      absl::string_view directive);  // ACTIVITY_OUTSIDE_DIRECTIVE

// Faults of a text, collected with others.
void AddArticleNotFound(absl::string_view field, absl::string_view number, FaultList& faults);   // ARTICLE_NOT_FOUND
void AddClauseNotFound(absl::string_view field, absl::string_view number, FaultList& faults);    // CLAUSE_NOT_FOUND
void AddDatesOutOfOrder(absl::string_view field, absl::string_view earlier, FaultList& faults);  // DATES_OUT_OF_ORDER
void AddAmendedNotIssued(absl::string_view field, absl::string_view name, FaultList& faults);    // AMENDED_NOT_ISSUED
// The delivery form does not ask for the result; it cannot take this class; it lists what is no class.
void AddResultNotAsked(absl::string_view field, FaultList& faults);                              // RESULT_NOT_IN_FORM
void AddResultNotInForm(absl::string_view field, absl::string_view code, FaultList& faults);     // RESULT_NOT_IN_FORM
void AddResultClassUnknown(absl::string_view field, absl::string_view code, FaultList& faults);  // RESULT_CLASS_UNKNOWN
void AddWeightsNot100(absl::string_view field, int64_t sum, FaultList& faults);                  // WEIGHTS_NOT_100
void AddDirectiveIncomplete(absl::string_view field, FaultList& faults);                         // DIRECTIVE_INCOMPLETE
void AddRevisionIncomplete(absl::string_view field, FaultList& faults);                          // REVISION_INCOMPLETE

}  // namespace mosbat::guideline::errors
