#include "services/casefile/domain/eligibility.h"

#include "absl/strings/str_cat.h"

#include "common/facts/fact_words.h"
#include "common/schema/decision.h"
#include "common/schema/rule.h"

namespace mosbat::casefile::domain {

void DecideEligibility(const google::protobuf::Struct& facts, const guideline::v1::Terms& terms,
                       const schema::CompiledSchema& rule, common::v1::Decision& decision) {
  const guideline::v1::SchemaTerm& term = terms.eligibility();
  schema::Decide(facts, term.rule(), term.clause(), rule, decision,
                 facts::FactVocabulary(terms.request_form().rule().schema()));
}

std::vector<FieldFault> CheckAnswers(absl::string_view field, const google::protobuf::Struct& answers,
                                     const guideline::v1::SchemaTerm& term, const schema::CompiledSchema* form) {
  std::vector<FieldFault> faults;
  if (form == nullptr) {
    if (answers.fields().empty()) return faults;
    return {{.field = std::string(field),
             .words = {.en = "The service type asks nothing here.",
                       .fa = "این نوع خدمت اینجا چیزی نمی‌پرسد."}}};
  }
  for (const schema::Fault& fault : form->Validate(answers)) {
    const std::string below = schema::FieldOfPath(fault.path);
    const std::string clause = schema::ClauseOf(term.rule(), fault.schema_path, term.clause());
    faults.push_back({.field = below.empty() ? std::string(field) : absl::StrCat(field, ".", below),
                      .words = schema::WithClause(fault.words, clause)});
  }
  return faults;
}

}  // namespace mosbat::casefile::domain
