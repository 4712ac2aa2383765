// The part of AddFactFaults() that looks for facts and answers that there are not. Internal to common/facts.
#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "common/base/fault_list.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::facts {

// Adds FACT_UNKNOWN for each place of `rule`, which compiles.
void AddUnknownFacts(absl::string_view field, const common::v1::Rule& rule, absl::string_view clause,
                     const google::protobuf::Struct* request_form, FaultList& faults);

}  // namespace mosbat::facts
