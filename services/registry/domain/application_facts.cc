#include "services/registry/domain/application_facts.h"

#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "common/base/error.h"
#include "common/base/persian_digits.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "common/schema/rule.h"
#include "common/schema/schema.h"
#include "services/registry/domain/faults.h"
#include "services/registry/errors.h"

namespace mosbat::registry::domain {
namespace {

using google::protobuf::Struct;
using v1::NaturalPerson;

void Set(Struct& facts, const std::string& key, std::string text) {
  (*facts.mutable_fields())[key].set_string_value(std::move(text));
}
void SetNumber(Struct& facts, const std::string& key, double number) {
  (*facts.mutable_fields())[key].set_number_value(number);
}
void SetBool(Struct& facts, const std::string& key, bool value) {
  (*facts.mutable_fields())[key].set_bool_value(value);
}

int AgeOn(absl::CivilDay birth, absl::CivilDay day) {
  const bool had_birthday = std::pair(day.month(), day.day()) >= std::pair(birth.month(), birth.day());
  return static_cast<int>(day.year() - birth.year()) - (had_birthday ? 0 : 1);
}

void AddPerson(const NaturalPerson& person, absl::CivilDay day, Struct& facts) {
  SetNumber(facts, "age_years", AgeOn(iran::StoredDay(person.birth_date()), day));
  Set(facts, "sex", NaturalPerson::Sex_Name(person.sex()));
  if (person.military_service() != NaturalPerson::MILITARY_SERVICE_UNSPECIFIED) {
    Set(facts, "military_service", NaturalPerson::MilitaryService_Name(person.military_service()));
  }
  Set(facts, "degree", v1::Degree_Name(person.degree()));
  SetNumber(facts, "degree_level", person.degree());
  if (!person.field_of_study().empty()) Set(facts, "field_of_study", person.field_of_study());
  if (!person.evaluation_scores().empty()) SetNumber(facts, "evaluation_score", person.evaluation_score());
  SetBool(facts, "mental_health_certified", person.mental_health_certified());
}

// Whom the specific conditions are for.
template <typename Applicant>
auto& PersonOf(Applicant& applicant) {
  if constexpr (std::is_const_v<Applicant>) {
    return applicant.has_legal() ? applicant.legal().representative() : applicant.natural();
  } else {
    return applicant.has_legal() ? *applicant.mutable_legal()->mutable_representative() : *applicant.mutable_natural();
  }
}

FieldFault IndexTooLow(int score, const guideline::v1::Directive::EvaluationIndex& index, bool legal) {
  return {
      .field = absl::StrCat("facts.", legal ? "representative." : "", "evaluation_score"),
      .words = {.en = absl::StrCat("Article ", index.article(), ": the evaluation index is ", score, "; at least ",
                                   index.minimum(), " is needed."),
                .fa = ToPersianDigits(absl::StrCat("ماده ", index.article(), ": شاخص ارزیابی متقاضی ", score,
                                                   " است و باید دست‌کم ", index.minimum(), " باشد."))}};
}

FieldFault FaultOf(const schema::Fault& fault, const guideline::v1::Directive::Criteria& criteria) {
  const std::string clause = schema::ClauseOf(criteria.rule(), fault.schema_path);
  const std::string& article = clause.empty() ? criteria.article() : clause;
  return {.field = fault.path.empty() ? "facts" : absl::StrCat("facts.", schema::FieldOfPath(fault.path)),
          .words = {.en = absl::StrCat("Article ", article, ": ", fault.words.en),
                    .fa = absl::StrCat("ماده ", ToPersianDigits(article), ": ", fault.words.fa)}};
}

}  // namespace

absl::Status Evaluate(const guideline::v1::Directive& directive, v1::Applicant& applicant) {
  std::map<std::string, int> weights;
  for (const auto& criterion : directive.provisions().evaluation_index().criteria()) {
    weights.emplace(criterion.code(), criterion.weight());
  }
  NaturalPerson& person = PersonOf(applicant);
  Faults faults("APPLICANT_INVALID", "application.applicant");
  int sum = 0;
  for (int i = 0; i < person.evaluation_scores_size(); ++i) {
    const v1::EvaluationScore& score = person.evaluation_scores(i);
    const auto weight = weights.extract(score.criterion());  // each counts once
    faults.Unless(
        !weight.empty(),
        absl::StrCat(applicant.has_legal() ? "legal.representative" : "natural", ".evaluation_scores[", i,
                     "].criterion"),
        absl::StrCat(directive.name(), " has no such criterion, or it was scored before."),
        absl::StrCat(directive.name(),
                     " چنین معیاری ندارد یا امتیاز آن پیش‌تر آمده است."));
    if (!weight.empty()) sum += weight.mapped() * score.score();
  }
  person.set_evaluation_score(sum / 100);
  return faults.ToStatus();
}

Struct FactsOf(const v1::Applicant& applicant, absl::CivilDay day) {
  Struct facts;
  if (applicant.has_legal()) {
    Set(facts, "applicant_kind", "LEGAL");
    SetBool(facts, "statute_fits", applicant.legal().statute_fits());
    SetBool(facts, "registered", !applicant.legal().registration_number().empty());
    AddPerson(applicant.legal().representative(), day,
              *(*facts.mutable_fields())["representative"].mutable_struct_value());
  } else {
    Set(facts, "applicant_kind", "NATURAL");
    AddPerson(applicant.natural(), day, facts);
  }
  return facts;
}

absl::Status RequireCriteria(const Struct& facts, const v1::Applicant& applicant,
                             const guideline::v1::Directive& directive) {
  const auto& provisions = directive.provisions();
  const auto& criteria = applicant.has_legal() ? provisions.legal_applicant() : provisions.natural_applicant();
  std::vector<FieldFault> faults;
  if (criteria.has_rule()) {
    MOSBAT_ASSIGN_OR_RETURN(const std::shared_ptr<const schema::CompiledSchema> rule,
                            schema::Compile(criteria.rule().schema()));
    for (const schema::Fault& fault : rule->Validate(facts)) faults.push_back(FaultOf(fault, criteria));
  }
  const int score = PersonOf(applicant).evaluation_score();
  if (score < provisions.evaluation_index().minimum()) {
    faults.push_back(IndexTooLow(score, provisions.evaluation_index(), applicant.has_legal()));
  }
  if (faults.empty()) return absl::OkStatus();
  return errors::ApplicantCriteriaNotMet(directive.name(), std::move(faults));
}

}  // namespace mosbat::registry::domain
