// Which backend a method belongs to. Routes by package and address, and knows no rule.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mosbat::gateway {

// The service ("casefile") that answers `path`, "/mosbat.casefile.v1.CareService/RecordDelivery". A service that every
// backend has (feed, audit, operations) is named by the metadata `mosbat-service`, given here. Errors:
//   UNIMPLEMENTED    / SERVICE_UNKNOWN     no backend has it
//   INVALID_ARGUMENT / SERVICE_NOT_NAMED   every backend has it, and `mosbat-service` names none of them
absl::StatusOr<std::string> RouteOf(absl::string_view path, absl::string_view named_service);

// UNIMPLEMENTED / SERVICE_UNKNOWN: no service has the method `path`.
absl::Status ServiceUnknown(absl::string_view path);

// The backends, in the order in which they start.
const std::vector<std::string>& Backends();

}  // namespace mosbat::gateway
