// The errors of the registry: one function per error. Codes and reasons are promised in protos/mosbat/registry/v1.
// Those that only list what is wrong with a message (APPLICANT_INVALID, CENTRE_INVALID, …) are made by
// domain/faults.h.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/base/error.h"
#include "mosbat/registry/v1/application.pb.h"
#include "mosbat/registry/v1/call.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::registry::errors {

// Divisions.
absl::Status ProvinceNotFound(absl::string_view name);   // NOT_FOUND
absl::Status CountyNotFound(absl::string_view name);     // NOT_FOUND
absl::Status ImportTooLarge(int divisions, int most);    // INVALID_ARGUMENT
absl::Status ProvinceUnknown(absl::string_view county);  // FAILED_PRECONDITION

// Calls.
absl::Status CallNotFound(absl::string_view name);                             // NOT_FOUND
absl::Status OpeningInPast(absl::CivilDay opening, absl::CivilDay today);      // INVALID_ARGUMENT
absl::Status ClosingNotLater(absl::CivilDay closing, absl::CivilDay present);  // INVALID_ARGUMENT
absl::Status CallNotDraft(absl::string_view name, v1::Call::State state);      // FAILED_PRECONDITION, as all below
absl::Status CallNotAnnounced(absl::string_view name, v1::Call::State state);
absl::Status CallNotOpen(absl::string_view name, v1::Call::State state);
absl::Status CallEnded(absl::string_view name, v1::Call::State state);
absl::Status NeedNotStated(absl::string_view name);
absl::Status NoCredit(absl::string_view county, absl::string_view credit);

// What the directive says.
absl::Status DirectiveNotInForce(absl::CivilDay day);                                    // FAILED_PRECONDITION
absl::Status DirectiveSilent(absl::string_view directive, absl::string_view provision);  // FAILED_PRECONDITION

// Dates of entry.
absl::Status DateInFuture(absl::string_view field);  // INVALID_ARGUMENT

// Applications.
absl::Status ApplicationNotFound(absl::string_view name);  // NOT_FOUND
absl::Status ApplicationExists(absl::string_view call);    // ALREADY_EXISTS
absl::Status ReviewerIsApplicant(absl::string_view name);  // PERMISSION_DENIED
// `faults` name the facts by their path, and in their words the article.
absl::Status ApplicantCriteriaNotMet(absl::string_view directive,
                                     std::vector<FieldFault> faults);                   // FAILED_PRECONDITION
absl::Status ApplicationDecided(absl::string_view name, v1::Application::State state);  // likewise
absl::Status TooManyReviews(absl::string_view name, int most);
absl::Status ReviewMissing(absl::string_view name, absl::string_view step);
absl::Status NoReviewInFavour(absl::string_view name);

// Licences.
absl::Status LicenceNotFound(absl::string_view name);                            // NOT_FOUND
absl::Status LicenceNotValid(absl::string_view name, v1::Licence::State state);  // FAILED_PRECONDITION, as all below
absl::Status LicenceNotSuspended(absl::string_view name, v1::Licence::State state);
absl::Status LicenceEnded(absl::string_view name, v1::Licence::State state);
absl::Status LicenceExists(absl::string_view centre, absl::string_view licence, v1::Licence::Kind kind);
absl::Status AgreementNotValid(absl::string_view agreement);
absl::Status AgreementOfOtherCounty(absl::string_view agreement, absl::string_view county);
absl::Status AgreementUsed(absl::string_view agreement);

// Centres and staff.
absl::Status CentreNotFound(absl::string_view name);            // NOT_FOUND
absl::Status CentreNumberTaken(int number);                     // ALREADY_EXISTS
absl::Status CentreClosed(absl::string_view name);              // FAILED_PRECONDITION
absl::Status CentreOperating(absl::string_view name);           // FAILED_PRECONDITION
absl::Status StaffMemberNotFound(absl::string_view name);       // NOT_FOUND
absl::Status StaffMemberExists(absl::string_view centre);       // ALREADY_EXISTS
absl::Status StaffMemberLeft(absl::string_view name);           // FAILED_PRECONDITION
absl::Status TooManyStaff(absl::string_view centre, int most);  // FAILED_PRECONDITION

}  // namespace mosbat::registry::errors
