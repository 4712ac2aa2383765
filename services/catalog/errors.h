// The errors of the catalog. Code, reason and metadata of each; tests and clients go by the reason.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/base/error.h"
#include "common/base/fault_list.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/catalog/v1/fact.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::catalog::errors {

using mosbat::errors::StaleEtag;

absl::Status ServiceTypeNotFound(absl::string_view name);          // NOT_FOUND / SERVICE_TYPE_NOT_FOUND
absl::Status ServiceTypeRevisionNotFound(absl::string_view name);  // NOT_FOUND / SERVICE_TYPE_REVISION_NOT_FOUND
absl::Status EntrustmentNotFound(absl::string_view name);          // NOT_FOUND / ENTRUSTMENT_NOT_FOUND

// ALREADY_EXISTS / FOUNDING_NUMBER_TAKEN
absl::Status FoundingNumberTaken(int founding_number);

// FAILED_PRECONDITION / SERVICE_TYPE_RETIRED
absl::Status ServiceTypeRetired(absl::string_view name);
// FAILED_PRECONDITION / NOT_ACTIVE: what is asked needs an ACTIVE service type.
absl::Status NotActive(absl::string_view name, v1::ServiceType::State state);
// FAILED_PRECONDITION / ALREADY_ACTIVE: and nothing new to rest on.
absl::Status AlreadyActive(absl::string_view name);
// FAILED_PRECONDITION / TITLE_UNKNOWN: only a PROPOSED type may be without a title.
absl::Status TitleUnknown(absl::string_view name);

// FAILED_PRECONDITION / DEPUTYSHIP_NOT_VALID: who would keep the type is not there on that day, nor has a successor.
absl::Status DeputyshipNotValid(absl::string_view deputyship, absl::CivilDay day);

// FAILED_PRECONDITION, about the sub-guideline revision that a service type is to rest on.
absl::Status SubGuidelineMissing(absl::string_view service_type);                       // SUB_GUIDELINE_MISSING
absl::Status SubGuidelineNotFound(absl::string_view sub_guideline);                     // SUB_GUIDELINE_NOT_FOUND
absl::Status RestsOnNotFound(absl::string_view text);                                   // SUB_GUIDELINE_NOT_FOUND
absl::Status SubGuidelineNotApproved(const guideline::v1::SubGuidelineRevision& text);  // SUB_GUIDELINE_NOT_APPROVED
absl::Status SubGuidelineNotInForce(absl::string_view text, absl::CivilDay day);        // SUB_GUIDELINE_NOT_IN_FORCE
absl::Status SubGuidelineOfAnother(absl::string_view sub_guideline, absl::string_view text_keeper,
                                   absl::string_view type_keeper);    // SUB_GUIDELINE_OF_ANOTHER
absl::Status SchemeOver(absl::string_view text, absl::CivilDay end);  // SCHEME_OVER

// FAILED_PRECONDITION / DIRECTIVE_NOT_IN_FORCE: there is none on that day.
absl::Status DirectiveNotInForce(absl::CivilDay day);
// FAILED_PRECONDITION / ACTIVITY_OUTSIDE_DIRECTIVE: its closed list does not hold the activity.
absl::Status ActivityOutsideDirective(absl::string_view sub_guideline, const guideline::v1::Directive& directive);

// FAILED_PRECONDITION / REVISION_SCHEDULED: the revision before is not in force yet.
absl::Status RevisionScheduled(absl::string_view revision, absl::CivilDay effective_day);
// FAILED_PRECONDITION / EFFECTIVE_DATE_BEFORE_LAST: before that of the revision before.
absl::Status EffectiveDateBeforeLast(absl::string_view last, absl::CivilDay effective_day);

// FAILED_PRECONDITION / ALREADY_IN_FORCE: what is to hold again holds.
absl::Status AlreadyInForce(absl::string_view revision);
// INVALID_ARGUMENT / REVISION_OF_ANOTHER
absl::Status RevisionOfAnother(absl::string_view revision, absl::string_view service_type);
// FAILED_PRECONDITION / NO_REVISION_IN_FORCE: the type has none on that day.
absl::Status NoRevisionInForce(absl::string_view service_type, absl::CivilDay day);
// FAILED_PRECONDITION / SERVICE_TYPE_QUARANTINED, with the words of why.
absl::Status ServiceTypeQuarantined(absl::string_view service_type, const Words& why);

// Words of FACT_INVALID, which is said of fields.
Words FactInvalidWords(const v1::Fact& fact);

// Faults of the places that an entrustment names, collected with others.
void AddProvinceNotFound(absl::string_view field, absl::string_view name, FaultList& faults);  // PROVINCE_NOT_FOUND
void AddCountyNotFound(absl::string_view field, absl::string_view name, FaultList& faults);    // COUNTY_NOT_FOUND
void AddCentreNotFound(absl::string_view field, absl::string_view name, FaultList& faults);    // CENTRE_NOT_FOUND
void AddPlaceEnded(absl::string_view field, absl::string_view name, absl::CivilDay last_day,
                   FaultList& faults);  // PLACE_ENDED: before the entrustment starts

// FAILED_PRECONDITION / ENTRUSTMENT_STATE
absl::Status EntrustmentState(const v1::Entrustment& entrustment);
// FAILED_PRECONDITION / ENTRUSTMENT_OVER: its end date has come.
absl::Status EntrustmentOver(absl::string_view name, absl::CivilDay end);
// FAILED_PRECONDITION / PILOT_FIRST: `pilot` of the same type will not have begun by its first day.
absl::Status PilotFirst(const v1::Entrustment& entrustment, const v1::Entrustment& pilot);

}  // namespace mosbat::catalog::errors
