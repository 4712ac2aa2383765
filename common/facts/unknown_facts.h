// Holds an eligibility rule against the facts that there are: a rule that asks for another one refuses everybody, or
// nobody, and nothing would say so.
#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "common/base/fault_list.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::facts {

// Adds FACT_UNKNOWN for each fact for which `rule` asks and that there is not, and for each answer `request.*` for
// which `request_form` does not ask; null leaves answers alone, {} is a form that asks nothing. The path of a fault is
// `field`.schema with the JSON pointer into it, its clause the nearest of the rule's, else `clause`. Of a rule that
// does not compile nothing can be said.
void AddUnknownFacts(absl::string_view field, const common::v1::Rule& rule, absl::string_view clause,
                     const google::protobuf::Struct* request_form, FaultList& faults);

}  // namespace mosbat::facts
