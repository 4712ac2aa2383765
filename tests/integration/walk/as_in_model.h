// Whether everything that a replica has is as the model says.
#pragma once

#include "tests/integration/walk/judged_calls.h"
#include "tests/integration/walk/policy_model.h"

namespace mosbat::walk {

// Asks the gateway of `replica`, after everything that `calls` wrote; each difference is a failure of the test.
void ExpectAsIn(const PolicyModel& model, int replica, JudgedCalls& calls);

}  // namespace mosbat::walk
