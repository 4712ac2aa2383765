// What a service request must be, and its states. Pure functions.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

#include "mosbat/casefile/v1/service_request.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::casefile::domain {

// OK if there is a recipient, and a person or group is as it must be. INVALID_ARGUMENT with each fault by its path.
absl::Status CheckRecipient(const v1::ServiceRequest& request, absl::CivilDay today);

// INVALID_ARGUMENT / RECIPIENT_NOT_ALLOWED unless the terms are for recipients of this kind. A member is also a person.
absl::Status RequireRecipientOf(const guideline::v1::Terms& terms, const v1::ServiceRequest& request);

// To ELIGIBLE or REFUSED, as its decision says.
void ApplyDecision(v1::ServiceRequest& request);

// Gives an eligible request the last day of its terms' deadline, if they set one. `holidays` are those of the first
// day.
void SetDeadline(v1::ServiceRequest& request, const guideline::v1::Terms& terms,
                 absl::Span<const absl::CivilDay> holidays);

// Whether it is ELIGIBLE and its deadline has passed.
bool IsOverdue(const v1::ServiceRequest& request, absl::CivilDay today);

// The request as it stands today: EXPIRED where it is overdue, whether or not that has been written yet.
v1::ServiceRequest AsOf(v1::ServiceRequest request, absl::CivilDay today);

// FAILED_PRECONDITION / SERVICE_REQUEST_NOT_ELIGIBLE.
absl::Status RequireEligible(const v1::ServiceRequest& request);

// The same, but an EXPIRED one is good too: what took place in time may be entered late.
absl::Status RequireDeliverable(const v1::ServiceRequest& request);

// ELIGIBLE → CANCELLED. FAILED_PRECONDITION / SERVICE_REQUEST_NOT_ELIGIBLE.
absl::StatusOr<v1::ServiceRequest> Cancel(v1::ServiceRequest request, absl::string_view reason);

}  // namespace mosbat::casefile::domain
