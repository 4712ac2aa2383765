// What a service request must be, and its states. Pure functions.
#pragma once

#include <optional>

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

// FAILED_PRECONDITION / SERVICE_REQUEST_NOT_ELIGIBLE.
absl::Status RequireEligible(const v1::ServiceRequest& request);

// ELIGIBLE → CANCELLED. FAILED_PRECONDITION / SERVICE_REQUEST_NOT_ELIGIBLE.
absl::StatusOr<v1::ServiceRequest> Cancel(v1::ServiceRequest request, absl::string_view reason);

// The last of `days`, which are in order, that is not after `day`.
std::optional<absl::CivilDay> LastBefore(absl::Span<const absl::CivilDay> days, absl::CivilDay day);

}  // namespace mosbat::casefile::domain
