#include "common/facts/fact_faults.h"

#include "common/facts/misfits.h"
#include "common/facts/unknown_facts.h"
#include "common/schema/schema.h"

namespace mosbat::facts {

void AddFactFaults(absl::string_view field, const common::v1::Rule& rule, absl::string_view clause,
                   const google::protobuf::Struct* request_form, FaultList& faults) {
  if (!schema::Compile(rule.schema()).ok()) return;
  AddUnknownFacts(field, rule, clause, request_form, faults);
  AddMisfits(field, rule, clause, faults);
}

}  // namespace mosbat::facts
