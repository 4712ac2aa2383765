// What a story that was told must have left, read back through the API: each difference is a failure of the test.
#pragma once

#include <map>
#include <string>

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/demo/story.h"

namespace mosbat::story {

// How many there are of what a run makes.
using Numbers = std::map<std::string, int>;

// Of the run's centre by states, and of the whole country what is not a centre's own: licences, applications, batches.
Numbers Count(ctl::Calls& calls, const Made& made);

// What they must be after one of `runs` on a suite that had only the founding data.
Numbers ExpectedNumbers(int runs);

// Every movement of money adds up to 0, and the credit's sums are those of its claims.
void ExpectBalanced(ctl::Calls& calls, const Made& made);

// Each delivery of the run's centre has one claim and each claim its delivery; the statement and the batch pay what
// the paid claims add up to.
void ExpectClaimedAndPaidOnce(ctl::Calls& calls, const Made& made);

// All of these.
void ExpectOutcome(ctl::Calls& calls, const Made& made, int runs);

}  // namespace mosbat::story
