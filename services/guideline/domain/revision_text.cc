#include "services/guideline/domain/revision_text.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"

#include "common/base/text_limits.h"
#include "common/facts/fact_faults.h"
#include "services/guideline/domain/checks.h"
#include "services/guideline/domain/result_classes.h"
#include "services/guideline/domain/text_checker.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline::domain {
namespace {

constexpr int kMostPerPeriod = 1'000;

void RequireSaid(absl::string_view field, bool said, FaultList& faults) {
  if (!said) faults.AddRequired(field);
}

void CheckTerm(const v1::KindTerm& term, TextChecker& check) {
  RequireSaid("terms.kind.kind", term.kind() != v1::KindTerm::KIND_UNSPECIFIED, check.faults());
  if (term.has_end_date() != (term.kind() == v1::KindTerm::SCHEME)) {
    check.faults().AddInvalid("terms.kind.end_date", {.en = "A SCHEME, and only that, has an end date.",
                                                      .fa = "طرح، و فقط طرح، تاریخ پایان دارد."});
  }
  check.PartNumber("terms.kind.clause", term.clause());
}

void CheckTerm(const v1::RecipientTerm& term, TextChecker& check) {
  RequireSaid("terms.recipient.recipient", term.recipient() != v1::RecipientTerm::RECIPIENT_UNSPECIFIED,
              check.faults());
  check.PartNumber("terms.recipient.clause", term.clause());
}

void CheckTerm(absl::string_view field, const v1::SchemaTerm& term, TextChecker& check) {
  check.Rule(absl::StrCat(field, ".rule"), term.rule(), term.clause());
  check.PartNumber(absl::StrCat(field, ".clause"), term.clause());
}

void CheckTerm(const v1::FrequencyTerm& term, TextChecker& check) {
  CheckRange("terms.frequency.at_most", term.at_most(), 1, kMostPerPeriod, check.faults());
  CheckPeriod("terms.frequency.per", term.per(), check.faults());
  check.PartNumber("terms.frequency.clause", term.clause());
}

void CheckTerm(const v1::PaymentUnitTerm& term, TextChecker& check) {
  RequireSaid("terms.payment_unit.unit", term.unit() != v1::PaymentUnitTerm::PAYMENT_UNIT_UNSPECIFIED, check.faults());
  check.PartNumber("terms.payment_unit.clause", term.clause());
}

void CheckTerm(const v1::DeadlineTerm& term, TextChecker& check) {
  CheckPeriod("terms.deadline.within", term.within(), check.faults());
  check.PartNumber("terms.deadline.clause", term.clause());
}

// What items of a list have in common: a code of their own, a title, a clause. `more(item, path)` checks the rest.
template <typename Items, typename More>
void CheckItems(absl::string_view field, const Items& items, TextChecker& check, More more) {
  CheckCount(field, items.size(), kMostItems, check.faults());
  std::set<std::string> codes;
  for (int i = 0; i < items.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    CheckCode(absl::StrCat(path, ".code"), items[i].code(), codes, check.faults());
    CheckTitle(absl::StrCat(path, ".title"), items[i].title(), check.faults());
    more(items[i], path);
    check.PartNumber(absl::StrCat(path, ".clause"), items[i].clause());
  }
}

void CheckRequirement(const v1::ProviderRequirement& requirement, const std::string& path, FaultList& faults) {
  RequireSaid(absl::StrCat(path, ".kind"), requirement.kind() != v1::ProviderRequirement::KIND_UNSPECIFIED, faults);
  if (!requirement.has_validity()) return;
  CheckPeriod(absl::StrCat(path, ".validity"), requirement.validity(), faults);
  if (requirement.kind() == v1::ProviderRequirement::QUALIFICATION ||
      requirement.kind() == v1::ProviderRequirement::EQUIPMENT) {
    faults.AddInvalid(absl::StrCat(path, ".validity"), {.en = "Only a PERMIT or a TRAINING ends by itself.",
                                                        .fa = "فقط مجوز یا آموزش پایان اعتبار دارد."});
  }
}

// Of terms that are not complete the request form may be still to come, and nothing is said of its answers while it is.
void CheckFacts(const v1::Terms& terms, bool is_complete, FaultList& faults) {
  const bool has_form = is_complete || terms.has_request_form();
  facts::AddFactFaults("terms.eligibility.rule", terms.eligibility().rule(), terms.eligibility().clause(),
                       has_form ? &terms.request_form().rule().schema() : nullptr, faults);
}

}  // namespace

absl::Status CheckRevision(absl::string_view field, const v1::SubGuidelineRevision& text, bool is_complete) {
  TextChecker check(field, schema::PartOfText::kClause);
  CheckSize("clauses", text, check.faults());
  check.Parts("clauses", text.clauses());
  const v1::Terms& terms = text.terms();
  if (terms.has_kind()) CheckTerm(terms.kind(), check);
  if (terms.has_recipient()) CheckTerm(terms.recipient(), check);
  if (terms.has_eligibility()) CheckTerm("terms.eligibility", terms.eligibility(), check);
  if (terms.has_request_form()) CheckTerm("terms.request_form", terms.request_form(), check);
  if (terms.has_form()) CheckTerm("terms.form", terms.form(), check);
  CheckFacts(terms, is_complete, check.faults());
  if (terms.has_frequency()) CheckTerm(terms.frequency(), check);
  if (terms.has_payment_unit()) CheckTerm(terms.payment_unit(), check);
  if (terms.has_deadline()) CheckTerm(terms.deadline(), check);
  CheckItems("terms.provider_requirements", terms.provider_requirements(), check,
             [&](const v1::ProviderRequirement& requirement, const std::string& path) {
               CheckRequirement(requirement, path, check.faults());
             });
  CheckItems("terms.result_classes", terms.result_classes(), check,
             [&](const v1::ResultClass& result, const std::string& path) {
               if (result.has_referral())
                 CheckTitle(absl::StrCat(path, ".referral"), result.referral(), check.faults());
             });
  CheckResultClasses(terms, check.faults());
  CheckItems("terms.evidence", terms.evidence(), check, [](const v1::Evidence&, const std::string&) {});
  return check.faults().ToStatus();
}

}  // namespace mosbat::guideline::domain
