#include "services/casefile/domain/eligibility.h"

#include "absl/strings/str_cat.h"

#include "common/schema/rule.h"

namespace mosbat::casefile::domain {

void DecideEligibility(const google::protobuf::Struct& facts, const guideline::v1::SchemaTerm& term,
                       const schema::CompiledSchema& rule, common::v1::Decision& decision) {
  const std::vector<schema::Fault> faults = rule.Validate(facts);
  decision.set_outcome(faults.empty() ? common::v1::Decision::ELIGIBLE : common::v1::Decision::NOT_ELIGIBLE);
  decision.clear_reasons();
  for (const schema::Fault& fault : faults) {
    common::v1::DecisionReason& reason = *decision.add_reasons();
    reason.set_path(fault.path);
    reason.set_keyword(fault.keyword);
    const std::string clause = schema::ClauseOf(term.rule(), fault.schema_path);
    reason.set_clause(clause.empty() ? term.clause() : clause);
    reason.set_text_en(fault.words.en);
    reason.set_text_fa(fault.words.fa);
  }
}

std::vector<FieldFault> CheckAnswers(absl::string_view field, const google::protobuf::Struct& answers,
                                     const schema::CompiledSchema* form) {
  std::vector<FieldFault> faults;
  if (form == nullptr) {
    if (answers.fields().empty()) return faults;
    return {{.field = std::string(field),
             .words = {.en = "The service type asks nothing here.",
                       .fa = "این نوع خدمت اینجا چیزی نمی‌پرسد."}}};
  }
  for (const schema::Fault& fault : form->Validate(answers)) {
    const std::string below = schema::FieldOfPath(fault.path);
    faults.push_back(
        {.field = below.empty() ? std::string(field) : absl::StrCat(field, ".", below), .words = fault.words});
  }
  return faults;
}

}  // namespace mosbat::casefile::domain
