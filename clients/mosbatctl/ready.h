// Whether a centre may give a service on a day, and what it lacks for that, by casefile's rules.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/report.h"
#include "mosbat/casefile/v1/care_service.pb.h"

namespace mosbat::ctl {

// What is asked; centre and type may also stand in the other order, and one or both by its id
// alone. `day` is one as people write it, today if "".
// INVALID_ARGUMENT / RESOURCE_UNKNOWN for names that are no centre's and no service type's, JSON_INVALID for a day that
// no calendar has.
absl::StatusOr<casefile::v1::CheckReadinessRequest> ReadinessRequest(CallsAs& calls, const std::string& centre,
                                                                     const std::string& service_type,
                                                                     const std::string& day);

// What is missing stands above what is in place.
std::string ReadinessText(const casefile::v1::CheckReadinessRequest& asked,
                          const casefile::v1::CheckReadinessResponse& found, Report report);

}  // namespace mosbat::ctl
