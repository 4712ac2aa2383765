// Holds what an eligibility rule asks of a fact against what the fact can be: a rule that asks for another value, or
// that measures the length of a number, refuses everybody or nobody, and nothing would say so.
#pragma once

#include "absl/strings/string_view.h"

#include "common/base/fault_list.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::facts {

// Adds FACT_MISUSED for each value that the fact never has, each `type` that it never is, and each keyword that says
// nothing of its type. Paths and clauses as in AddUnknownFacts(). Of a rule that does not compile nothing can be said.
void AddMisfits(absl::string_view field, const common::v1::Rule& rule, absl::string_view clause, FaultList& faults);

}  // namespace mosbat::facts
