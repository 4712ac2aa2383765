// The errors of the case file service; the protos say which method fails with which.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/base/error.h"
#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"

namespace mosbat::casefile::errors {

// NOT_FOUND
absl::Status CaseFileNotFound(absl::string_view name);        // CASE_FILE_NOT_FOUND
absl::Status MemberNotFound(absl::string_view name);          // MEMBER_NOT_FOUND
absl::Status CentreNotFound(absl::string_view name);          // CENTRE_NOT_FOUND
absl::Status WorkerNotFound(absl::string_view name);          // WORKER_NOT_FOUND
absl::Status ServiceTypeNotFound(absl::string_view name);     // SERVICE_TYPE_NOT_FOUND
absl::Status ServiceRequestNotFound(absl::string_view name);  // SERVICE_REQUEST_NOT_FOUND
absl::Status DeliveryNotFound(absl::string_view name);        // DELIVERY_NOT_FOUND

// INVALID_ARGUMENT
absl::Status OneHeadNeeded(absl::string_view field);               // ONE_HEAD_NEEDED
absl::Status PersonTwice(absl::string_view field);                 // PERSON_TWICE
absl::Status RecipientNotAllowed(absl::string_view type);          // RECIPIENT_NOT_ALLOWED
absl::Status FormInvalid(std::vector<mosbat::FieldFault> faults);  // FORM_INVALID

// FAILED_PRECONDITION
absl::Status CentreNotOperating(absl::string_view name, absl::CivilDay day);  // CENTRE_NOT_OPERATING
// ALREADY_OPEN_ELSEWHERE; `case_file` is empty for callers who may not know it.
absl::Status AlreadyOpenElsewhere(absl::string_view field, absl::string_view case_file);
absl::Status WorkerFull(absl::string_view name);                                    // WORKER_FULL
absl::Status CaseFileNotOpen(absl::string_view name, v1::CaseFile::State state);    // CASE_FILE_NOT_OPEN
absl::Status CaseFileNotOpenOn(absl::string_view name, absl::CivilDay day);         // CASE_FILE_NOT_OPEN
absl::Status NotAMember(absl::string_view name, absl::CivilDay day);                // NOT_A_MEMBER
absl::Status CaseFileClosed(absl::string_view name);                                // CASE_FILE_CLOSED
absl::Status CaseFileNotClosed(absl::string_view name, v1::CaseFile::State state);  // CASE_FILE_NOT_CLOSED
absl::Status TooManyMembers(absl::string_view name, int most);                      // TOO_MANY_MEMBERS
absl::Status ServiceTypeNotActive(absl::string_view name, absl::CivilDay day);      // SERVICE_TYPE_NOT_ACTIVE
absl::Status ServiceTypeQuarantined(absl::string_view name, const Words& why);      // SERVICE_TYPE_QUARANTINED
// RULE_NOT_IN_FORCE: `text` is the sub-guideline revision that the type rests on.
absl::Status RuleNotInForce(absl::string_view type, absl::string_view text, absl::CivilDay day);
absl::Status NotEntrusted(absl::string_view type, absl::string_view centre, absl::CivilDay day);  // NOT_ENTRUSTED
// PROVIDER_NOT_READY; `missing` are the codes of the requirements that nobody and nothing at the centre meets.
absl::Status ProviderNotReady(absl::string_view type, absl::string_view centre,
                              const std::vector<std::string>& missing);
// A period of a quota, in days that are its first and last.
struct Quota {
  std::string entrustment;
  absl::CivilDay from;
  absl::CivilDay until;
  int64_t quota = 0;
};
absl::Status QuotaExhausted(const Quota& quota, int64_t used);                       // QUOTA_EXHAUSTED
absl::Status OccurredInFuture(absl::string_view field);                              // OCCURRED_IN_FUTURE
absl::Status OccurredBeforeRequest(absl::CivilDay asked_on);                         // OCCURRED_BEFORE_REQUEST
absl::Status TooLate(absl::string_view field, int days, absl::string_view article);  // TOO_LATE
absl::Status DeadlinePassed(absl::CivilDay last_day, absl::string_view clause);      // DEADLINE_PASSED
// SERVICE_REQUEST_NOT_ELIGIBLE
absl::Status ServiceRequestNotEligible(absl::string_view name, v1::ServiceRequest::State state);
// SERVICE_REQUEST_NOT_REFUSED
absl::Status ServiceRequestNotRefused(absl::string_view name, v1::ServiceRequest::State state);
absl::Status AlreadyAppealed(absl::string_view name);                   // ALREADY_APPEALED
absl::Status AppealNotOpen(absl::string_view name);                     // APPEAL_NOT_OPEN
absl::Status DeciderIsParty(absl::string_view name);                    // DECIDER_IS_PARTY
absl::Status AlreadyDelivered(absl::string_view delivery);              // ALREADY_DELIVERED
absl::Status FrequencyExceeded(int at_most, absl::string_view clause);  // FREQUENCY_EXCEEDED

}  // namespace mosbat::casefile::errors
