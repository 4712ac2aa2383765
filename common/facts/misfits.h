// The part of AddFactFaults() that holds what a rule asks of a fact against what the fact can be. Internal to
// common/facts.
#pragma once

#include "absl/strings/string_view.h"

#include "common/base/fault_list.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::facts {

// Adds FACT_MISUSED for each place of `rule`, which compiles.
void AddMisfits(absl::string_view field, const common::v1::Rule& rule, absl::string_view clause, FaultList& faults);

}  // namespace mosbat::facts
