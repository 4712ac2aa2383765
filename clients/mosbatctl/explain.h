// A decision in words: what was asked, by which texts it was judged, each criterion that was not met with the clause
// that demands it.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/report.h"

namespace mosbat::ctl {

// Of the service request `name`. What beside it cannot be read, a clause or a title, is left out. INVALID_ARGUMENT /
// RESOURCE_UNKNOWN for other names.
absl::StatusOr<std::string> ExplainRequest(CallsAs calls, const std::string& name, Report report);

}  // namespace mosbat::ctl
