#include "services/catalog/domain/compatibility.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/iran/tehran_day.h"
#include "common/schema/compatibility.h"
#include "common/schema/rule.h"
#include "services/catalog/domain/usability.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog::domain {
namespace {

using common::v1::Period;
using google::protobuf::Struct;
using guideline::v1::ProviderRequirement;
using guideline::v1::SchemaTerm;
using guideline::v1::SubGuidelineRevision;
using guideline::v1::Terms;
using v1::Break;

constexpr int kMostBreaks = 50;

Break::Kind KindOf(schema::BreakKind kind) {
  switch (kind) {
    case schema::BreakKind::kNewRequired:
      return Break::NEW_REQUIRED_FIELD;
    case schema::BreakKind::kRemoved:
      return Break::REMOVED_FIELD;
    case schema::BreakKind::kType:
      return Break::TYPE_CHANGED;
    case schema::BreakKind::kEnum:
      return Break::ENUM_NARROWED;
    case schema::BreakKind::kRange:
      return Break::RANGE_NARROWED;
    case schema::BreakKind::kLength:
      return Break::LENGTH_NARROWED;
    case schema::BreakKind::kPattern:
      return Break::PATTERN_TIGHTENED;
    case schema::BreakKind::kClosed:
      return Break::CLOSED;
    case schema::BreakKind::kCondition:
      break;
  }
  return Break::CONDITION_CHANGED;
}

// What is accepted where there is no form: no answers at all.
Struct NoAnswers() {
  Struct schema;
  (*schema.mutable_fields())["additionalProperties"].set_bool_value(false);
  return schema;
}

// Shorter, or in a unit that cannot be compared; an unset one lasts for ever.
bool MayBeShorter(bool has_old, const Period& old, bool has_new, const Period& next) {
  if (!has_new) return false;
  return !has_old || old.unit() != next.unit() || next.n() < old.n();
}

class Comparison {
 public:
  Comparison(const Terms& old, const Terms& next) : old_(old), new_(next) {}

  v1::Verdict Run() {
    CompareKind();
    if (old_.recipient().recipient() != new_.recipient().recipient()) {
      Add(Break::RECIPIENT_CHANGED, "recipient", new_.recipient().clause(),
          {.en = "It is given to another kind of recipient.",
           .fa = "نوع دریافت‌کننده تغییر کرده است."});
    }
    CompareSchemas("eligibility", old_.eligibility().rule().schema(), new_.eligibility());
    CompareForms("request_form", old_.has_request_form(), old_.request_form(), new_.has_request_form(),
                 new_.request_form());
    CompareForms("form", old_.has_form(), old_.form(), new_.has_form(), new_.form());
    for (const ProviderRequirement& requirement : new_.provider_requirements()) CompareRequirement(requirement);
    CompareFrequency();
    if (old_.payment_unit().unit() != new_.payment_unit().unit()) {
      Add(Break::PAYMENT_UNIT_CHANGED, "payment_unit", new_.payment_unit().clause(),
          {.en = "Claims are made for another unit.", .fa = "واحد پرداخت تغییر کرده است."});
    }
    if (MayBeShorter(old_.has_deadline(), old_.deadline().within(), new_.has_deadline(), new_.deadline().within())) {
      Add(Break::DEADLINE_TIGHTENED, "deadline", new_.deadline().clause(),
          {.en = "The deadline for the delivery is new or shorter.",
           .fa = "مهلت ارائه تازه یا کوتاه‌تر است."});
    }
    CompareResults();
    CompareEvidence();
    verdict_.set_outcome(verdict_.breaks().empty() ? v1::Verdict::COMPATIBLE : v1::Verdict::BREAKING);
    return std::move(verdict_);
  }

 private:
  void Add(Break::Kind kind, std::string path, const std::string& clause, const Words& words) {
    if (verdict_.breaks_size() >= kMostBreaks) return;
    Break& one = *verdict_.add_breaks();
    one.set_kind(kind);
    one.set_path(std::move(path));
    one.set_clause(clause);
    one.set_text_en(words.en);
    one.set_text_fa(words.fa);
  }

  void CompareKind() {
    if (!new_.kind().has_end_date()) return;
    const bool ended_before = old_.kind().has_end_date() &&
                              iran::StoredDay(old_.kind().end_date()) <= iran::StoredDay(new_.kind().end_date());
    if (ended_before) return;
    Add(Break::SCHEME_ENDS_EARLIER, "kind", new_.kind().clause(),
        {.en = "The scheme now ends, or ends earlier.",
         .fa = "طرح اکنون پایان دارد یا زودتر پایان می‌یابد."});
  }

  // `old` that does not compile accepts nothing, and nothing breaks.
  void CompareSchemas(const std::string& term, const Struct& old, const SchemaTerm& next) {
    const auto breaks = schema::FindBreaks(old, next.rule().schema(), schema::Documents::kObjects);
    if (!breaks.ok()) return;
    for (const schema::Break& one : *breaks) {
      const std::string clause = schema::ClauseOf(next.rule(), one.schema_path);
      Add(KindOf(one.kind), absl::StrCat(term, one.path), clause.empty() ? next.clause() : clause, one.words);
    }
  }

  void CompareForms(const std::string& term, bool has_old, const SchemaTerm& old, bool has_new, SchemaTerm next) {
    if (!has_old && !has_new) return;
    if (!has_new) *next.mutable_rule()->mutable_schema() = NoAnswers();
    CompareSchemas(term, has_old ? old.rule().schema() : NoAnswers(), next);
  }

  void CompareRequirement(const ProviderRequirement& requirement) {
    const auto same = absl::c_find_if(old_.provider_requirements(), [&](const ProviderRequirement& old) {
      return old.kind() == requirement.kind() && old.code() == requirement.code();
    });
    const std::string path = absl::StrCat("provider_requirements/", requirement.code());
    if (same == old_.provider_requirements().end()) {
      Add(Break::PROVIDER_REQUIREMENT_ADDED, path, requirement.clause(),
          {.en = absl::StrCat("A centre must now have \"", requirement.code(), "\"."),
           .fa = absl::StrCat("مرکز اکنون باید «", requirement.code(), "» داشته باشد.")});
    } else if (MayBeShorter(same->has_validity(), same->validity(), requirement.has_validity(),
                            requirement.validity())) {
      Add(Break::VALIDITY_SHORTENED, path, requirement.clause(),
          {.en = absl::StrCat("\"", requirement.code(), "\" holds for a shorter time, or another."),
           .fa =
               absl::StrCat("اعتبار «", requirement.code(), "» کوتاه‌تر یا دگرگون شده است.")});
    }
  }

  // As often within a time that is not longer is as often or oftener.
  void CompareFrequency() {
    if (!new_.has_frequency()) return;
    const auto& old = old_.frequency();
    const auto& next = new_.frequency();
    if (old_.has_frequency() && next.at_most() >= old.at_most() && next.per().unit() == old.per().unit() &&
        next.per().n() <= old.per().n()) {
      return;
    }
    Add(Break::FREQUENCY_TIGHTENED, "frequency", next.clause(),
        {.en = "One person may have it less often.",
         .fa = "هر کس آن را کمتر از پیش می‌تواند دریافت کند."});
  }

  void CompareResults() {
    std::set<std::string> codes;
    for (const auto& result : new_.result_classes()) codes.insert(result.code());
    for (const auto& result : old_.result_classes()) {
      if (codes.count(result.code()) > 0) continue;
      Add(Break::RESULT_CLASSES_CHANGED, absl::StrCat("result_classes/", result.code()), "",
          {.en = absl::StrCat("A delivery can no longer find \"", result.code(), "\"."),
           .fa = absl::StrCat("نتیجهٔ «", result.code(), "» دیگر ثبت نمی‌شود.")});
    }
    if (!old_.result_classes().empty() || new_.result_classes().empty()) return;
    Add(Break::RESULT_CLASSES_CHANGED, "result_classes", new_.result_classes(0).clause(),
        {.en = "A delivery must now name its result.", .fa = "ارائه اکنون باید نتیجه داشته باشد."});
  }

  void CompareEvidence() {
    for (const auto& evidence : new_.evidence()) {
      const bool was_asked = absl::c_any_of(
          old_.evidence(), [&](const guideline::v1::Evidence& old) { return old.code() == evidence.code(); });
      if (was_asked) continue;
      Add(Break::EVIDENCE_ADDED, absl::StrCat("evidence/", evidence.code()), evidence.clause(),
          {.en = absl::StrCat("A delivery must now be proved by \"", evidence.code(), "\"."),
           .fa = absl::StrCat("ارائه اکنون باید با «", evidence.code(), "» مستند شود.")});
    }
  }

  const Terms& old_;
  const Terms& new_;
  v1::Verdict verdict_;
};

v1::Verdict Unusable(Break::Kind kind, const std::string& path, const Words& words) {
  v1::Verdict verdict;
  verdict.set_outcome(v1::Verdict::UNUSABLE);
  Break& one = *verdict.add_breaks();
  one.set_kind(kind);
  one.set_path(path);
  one.set_text_en(words.en);
  one.set_text_fa(words.fa);
  return verdict;
}

}  // namespace

v1::Verdict Compare(const Terms* current, const Terms& candidate) {
  if (const std::optional<Words> fault = WhyUnusable(candidate)) {
    return Unusable(Break::CANNOT_BE_USED, fault->en.substr(0, fault->en.find(':')), *fault);
  }
  if (const absl::Status facts = RequireKnownFacts("terms", candidate); !facts.ok()) {
    return Unusable(Break::UNKNOWN_FACT, FaultsOf(facts, Language::kEnglish).front().first,
                    {.en = WordsOf(facts, Language::kEnglish), .fa = WordsOf(facts, Language::kPersian)});
  }
  if (current != nullptr) return Comparison(*current, candidate).Run();
  v1::Verdict first;
  first.set_outcome(v1::Verdict::COMPATIBLE);
  return first;
}

SubGuidelineRevision TextOf(const v1::ServiceTypeRevision& revision) {
  SubGuidelineRevision text;
  text.set_name(revision.sub_guideline_revision());
  text.set_state(revision.has_sub_guideline_withdrawn_date() ? SubGuidelineRevision::WITHDRAWN
                                                             : SubGuidelineRevision::APPROVED);
  *text.mutable_terms() = revision.terms();
  return text;
}

void AddTextFault(const SubGuidelineRevision& text, const std::optional<v1::ServiceTypeRevision>& last,
                  absl::CivilDay today, v1::Verdict& verdict) {
  const bool must_be_taken = !last.has_value() || last->sub_guideline_revision() != text.name();
  std::string path = "sub_guideline_revision";
  std::string clause;
  absl::Status fault;
  if (text.state() == SubGuidelineRevision::WITHDRAWN) {
    fault = errors::SubGuidelineNotApproved(text);
  } else if (must_be_taken && text.has_end_date() && iran::StoredDay(text.end_date()) <= today) {
    fault = errors::SubGuidelineNotInForce(text.name(), today);
  } else if (const auto& kind = text.terms().kind();
             !text.name().empty() && kind.has_end_date() && iran::StoredDay(kind.end_date()) <= today) {
    path = "kind/end_date";
    clause = kind.clause();
    fault = errors::SchemeOver(text.name(), iran::StoredDay(kind.end_date()));
  }
  if (fault.ok()) return;
  v1::Verdict unusable = Unusable(Break::TEXT_NOT_USABLE, path,
                                  {.en = WordsOf(fault, Language::kEnglish), .fa = WordsOf(fault, Language::kPersian)});
  unusable.mutable_breaks(0)->set_clause(clause);
  for (Break& one : *verdict.mutable_breaks()) {
    if (unusable.breaks_size() < kMostBreaks) unusable.add_breaks()->Swap(&one);
  }
  verdict = std::move(unusable);
}

}  // namespace mosbat::catalog::domain
