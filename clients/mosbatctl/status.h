// Where a text, a type, an entrustment or a request stands, what it waits for and who acts next, from what the API
// says.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/report.h"

namespace mosbat::ctl {

// Of the resource `name`. Of one that this command knows nothing about: its state, and what may be done with it by
// whom. INVALID_ARGUMENT / RESOURCE_UNKNOWN.
absl::StatusOr<std::string> StatusOfResource(CallsAs calls, const std::string& name, Report report);

}  // namespace mosbat::ctl
