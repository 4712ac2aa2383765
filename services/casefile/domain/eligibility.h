// The decision on a service request. Pure functions: the same facts and revision give the same decision.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "common/base/error.h"
#include "common/schema/schema.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/common/v1/common.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::casefile::domain {

// Fills in what the rule decides: outcome, reasons, each with its clause (that of the whole term where none is nearer)
// and in words that call answers by the titles of the request form, and the hash of the facts. `rule` is the compiled
// rule of the terms' eligibility.
void DecideEligibility(const google::protobuf::Struct& facts, const guideline::v1::Terms& terms,
                       const schema::CompiledSchema& rule, common::v1::Decision& decision);

// What is wrong with answers to a form, by path under `field` and with the clause; empty if nothing is. `form` is
// `term` compiled, null where the terms ask nothing, and then there must be no answers.
std::vector<FieldFault> CheckAnswers(absl::string_view field, const google::protobuf::Struct& answers,
                                     const guideline::v1::SchemaTerm& term, const schema::CompiledSchema* form);

}  // namespace mosbat::casefile::domain
