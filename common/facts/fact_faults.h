// Holds an eligibility rule against the facts that there are: a rule that asks for another one, or for what a fact
// never is, refuses everybody or nobody, and nothing would say so.
#pragma once

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "common/base/fault_list.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::facts {

// Adds for each place of `rule`
//   FACT_UNKNOWN  a fact that there is not, or an answer `request.*` that `request_form` neither asks nor leaves open:
//                 below an object of which it names no property, or beside those that it names where
//                 `additionalProperties` says what others are. {} is a form that asks nothing; null, and a form that
//                 does not compile, leave answers alone.
//   FACT_MISUSED  a value that the fact never has, a `type` that it never is, a keyword that says nothing of its type.
// The path of a fault is `field`.schema with the JSON pointer into it, its clause the nearest of the rule's, else
// `clause`. Of a rule that does not compile nothing can be said, and no more is looked for once the list is full.
void AddFactFaults(absl::string_view field, const common::v1::Rule& rule, absl::string_view clause,
                   const google::protobuf::Struct* request_form, FaultList& faults);

}  // namespace mosbat::facts
