// What a delivery must be, held against its request and the terms. Pure functions.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "mosbat/casefile/v1/delivery.pb.h"
#include "mosbat/casefile/v1/service_request.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::casefile::domain {

// The one delivery that a request may have, by name.
std::string DeliveryNameOf(absl::string_view service_request);

// The delivery that a caller wrote, with what its request and the promised terms say.
v1::Delivery NewDelivery(const v1::Delivery& wanted, const v1::ServiceRequest& request,
                         const guideline::v1::Terms& terms);

// Whether what a caller wrote now is what `stored` was made from.
bool IsSame(const v1::Delivery& wanted, const v1::Delivery& stored);

// INVALID_ARGUMENT / FIELD_INVALID for `delivery.quantity`: 1 to 1000, and more than 1 only for visits and sessions.
absl::Status CheckQuantity(const v1::Delivery& delivery);

// FAILED_PRECONDITION / OCCURRED_BEFORE_REQUEST, or DEADLINE_PASSED by the clause of the terms.
absl::Status RequireInTime(absl::CivilDay day, const v1::ServiceRequest& request, const guideline::v1::Terms& terms);

// The delivery as events show it: without what is personal.
v1::Delivery ForEvent(v1::Delivery delivery);

}  // namespace mosbat::casefile::domain
