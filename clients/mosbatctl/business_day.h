// Which day it is for the services.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"

#include "clients/mosbatctl/client.h"

namespace mosbat::ctl {

// Today in Tehran, or the day to which the clock of a suite in trial mode was moved, as far as the context may read it:
// that clock only goes forward, so no day before the answer is still to come.
absl::CivilDay BusinessDay(Calls& calls);

// The same, but nothing where a suite in trial mode does not let the context read its clock.
std::optional<absl::CivilDay> KnownBusinessDay(Calls& calls);

}  // namespace mosbat::ctl
