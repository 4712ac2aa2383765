// Appeals against a refusal, and from which day on a request is promised its service. Pure functions.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "mosbat/casefile/v1/service_request.pb.h"

namespace mosbat::casefile::domain {

// Who does something to an appeal, why and when.
struct Step {
  absl::string_view by;
  absl::string_view reason;
  absl::Time at;
};

// FAILED_PRECONDITION / ALREADY_APPEALED, SERVICE_REQUEST_NOT_REFUSED.
absl::StatusOr<v1::ServiceRequest> Appeal(v1::ServiceRequest request, const Step& step);

// REFUSED → ELIGIBLE if the outcome is GRANTED. INVALID_ARGUMENT / FIELD_INVALID for `outcome`; FAILED_PRECONDITION /
// APPEAL_NOT_OPEN, DECIDER_IS_PARTY.
absl::StatusOr<v1::ServiceRequest> DecideAppeal(v1::ServiceRequest request, v1::Appeal::State outcome,
                                                const Step& step);

// The first day on which the service of an eligible request may take place, from which its deadline runs: that on which
// it was asked for, or on which an appeal was granted.
absl::CivilDay PromisedFrom(const v1::ServiceRequest& request);

}  // namespace mosbat::casefile::domain
