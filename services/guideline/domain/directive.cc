#include "services/guideline/domain/directive.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "common/base/fault_list.h"
#include "common/base/number_order.h"
#include "common/base/resource_fields.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/persian_text.h"
#include "common/iran/tehran_day.h"
#include "services/guideline/domain/checks.h"
#include "services/guideline/domain/text_checker.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline::domain {
namespace {

using iran::StoredDay;
using Provisions = v1::Directive::Provisions;

constexpr int kLongestNumber = 64;
constexpr int kLongestBasis = 2'000;
constexpr int kMostOfAnything = 100'000;
constexpr int kMostHolidays = 5'000;

// `date`, where it is set, must not come before the issue date.
void CheckNotBeforeIssue(const v1::Directive& directive, absl::string_view field, bool set,
                         const google::type::Date& date, FaultList& faults) {
  if (directive.has_issue_date() && set && StoredDay(date) < StoredDay(directive.issue_date())) {
    errors::AddDatesOutOfOrder(field, "issue_date", faults);
  }
}

void CheckDates(const v1::Directive& directive, FaultList& faults) {
  CheckNotBeforeIssue(directive, "publication_date", directive.has_publication_date(), directive.publication_date(),
                      faults);
  CheckNotBeforeIssue(directive, "effective_date", directive.has_effective_date(), directive.effective_date(), faults);
}

void CheckProvision(absl::string_view field, bool set, const v1::Directive::Count& count, TextChecker& check) {
  if (!set) return;
  CheckRange(absl::StrCat(field, ".value"), count.value(), 1, kMostOfAnything, check.faults());
  check.PartNumber(absl::StrCat(field, ".article"), count.article());
}

void CheckProvision(absl::string_view field, bool set, const v1::Directive::Duration& duration, TextChecker& check) {
  if (!set) return;
  CheckPeriod(absl::StrCat(field, ".period"), duration.period(), check.faults());
  check.PartNumber(absl::StrCat(field, ".article"), duration.article());
}

void CheckProvision(absl::string_view field, bool set, const v1::Directive::Criteria& criteria, TextChecker& check) {
  if (!set) return;
  check.Rule(absl::StrCat(field, ".rule"), criteria.rule());
  check.PartNumber(absl::StrCat(field, ".article"), criteria.article());
}

void CheckEntrustment(const v1::Directive::Entrustment& entrustment, TextChecker& check) {
  const std::string field = "provisions.entrustment";
  check.PartNumber(absl::StrCat(field, ".article"), entrustment.article());
  if (entrustment.mode() == v1::Directive::Entrustment::MODE_UNSPECIFIED) {
    check.faults().AddRequired(absl::StrCat(field, ".mode"));
  }
  const bool listed = entrustment.activities_size() > 0;
  if (listed != (entrustment.mode() == v1::Directive::Entrustment::CLOSED_LIST)) {
    check.faults().AddInvalid(
        absl::StrCat(field, ".activities"),
        {.en = "A CLOSED_LIST, and only that, lists its activities.",
         .fa = "فقط فهرست بسته، و حتماً فهرست بسته، فعالیت‌ها را نام "
               "می‌برد."});
  }
  CheckCount(absl::StrCat(field, ".activities"), entrustment.activities_size(), kMostItems, check.faults());
  for (int i = 0; i < entrustment.activities_size(); ++i) {
    const std::string item = absl::StrCat(field, ".activities[", i, "]");
    CheckTitle(absl::StrCat(item, ".title"), entrustment.activities(i).title(), check.faults());
    CheckRange(absl::StrCat(item, ".founding_number"), entrustment.activities(i).founding_number(), 0,
               kMostFoundingNumber, check.faults());
  }
}

void CheckDocuments(const Provisions& provisions, TextChecker& check) {
  CheckCount("provisions.required_documents", provisions.required_documents_size(), kMostItems, check.faults());
  std::set<std::string> codes[v1::Directive::RequiredDocument::Paper_ARRAYSIZE];  // by paper
  for (int i = 0; i < provisions.required_documents_size(); ++i) {
    const v1::Directive::RequiredDocument& document = provisions.required_documents(i);
    const std::string item = absl::StrCat("provisions.required_documents[", i, "]");
    if (document.paper() == v1::Directive::RequiredDocument::PAPER_UNSPECIFIED) {
      check.faults().AddRequired(absl::StrCat(item, ".paper"));
    }
    CheckCode(absl::StrCat(item, ".code"), document.code(), codes[document.paper()], check.faults());
    CheckTitle(absl::StrCat(item, ".title"), document.title(), check.faults());
    check.PartNumber(absl::StrCat(item, ".article"), document.article());
  }
}

void CheckProvisions(const Provisions& said, TextChecker& check) {
  CheckProvision("provisions.files_per_centre", said.has_files_per_centre(), said.files_per_centre(), check);
  CheckProvision("provisions.files_per_worker", said.has_files_per_worker(), said.files_per_worker(), check);
  CheckProvision("provisions.minimum_staff", said.has_minimum_staff(), said.minimum_staff(), check);
  CheckProvision("provisions.reassessment_months", said.has_reassessment_months(), said.reassessment_months(), check);
  CheckProvision("provisions.late_entry_days", said.has_late_entry_days(), said.late_entry_days(), check);
  if (said.has_entrustment()) CheckEntrustment(said.entrustment(), check);
  CheckProvision("provisions.call_window", said.has_call_window(), said.call_window(), check);
  CheckProvision("provisions.agreement_validity", said.has_agreement_validity(), said.agreement_validity(), check);
  CheckProvision("provisions.licence_validity", said.has_licence_validity(), said.licence_validity(), check);
  CheckProvision("provisions.renewal_notice", said.has_renewal_notice(), said.renewal_notice(), check);
  CheckProvision("provisions.natural_applicant", said.has_natural_applicant(), said.natural_applicant(), check);
  CheckProvision("provisions.legal_applicant", said.has_legal_applicant(), said.legal_applicant(), check);
  CheckDocuments(said, check);
  if (said.has_holidays()) {
    check.PartNumber("provisions.holidays.article", said.holidays().article());
    CheckCount("provisions.holidays.days", said.holidays().days_size(), kMostHolidays, check.faults());
    for (int i = 0; i < said.holidays().days_size(); ++i) {
      const std::string item = absl::StrCat("provisions.holidays.days[", i, "]");
      if (!said.holidays().days(i).has_date()) check.faults().AddRequired(absl::StrCat(item, ".date"));
      CheckTitle(absl::StrCat(item, ".title"), said.holidays().days(i).title(), check.faults());
    }
  }
}

absl::Status RequireComplete(const v1::Directive& directive) {
  FaultList faults;
  const auto require = [&faults](bool there, absl::string_view field) {
    if (!there) errors::AddDirectiveIncomplete(field, faults);
  };
  require(!directive.number().empty(), "number");
  require(directive.has_effective_date(), "effective_date");
  require(directive.articles_size() > 0, "articles");
  require(directive.provisions().has_files_per_centre(), "provisions.files_per_centre");
  require(directive.provisions().has_files_per_worker(), "provisions.files_per_worker");
  require(directive.provisions().has_minimum_staff(), "provisions.minimum_staff");
  require(directive.provisions().has_entrustment(), "provisions.entrustment");
  return faults.ToStatus(absl::StatusCode::kFailedPrecondition);
}

absl::Status CheckText(const v1::Directive& directive) {
  TextChecker check("directive", errors::AddArticleNotFound);
  CheckTitle("title", directive.title(), check.faults());
  CheckLength("number", directive.number(), kLongestNumber, check.faults());
  CheckLength("legal_basis", directive.legal_basis(), kLongestBasis, check.faults());
  CheckDates(directive, check.faults());
  check.Parts("articles", directive.articles());
  CheckProvisions(directive.provisions(), check);
  return check.faults().ToStatus();
}

absl::Status RequireDraft(const v1::Directive& directive) {
  if (directive.state() == v1::Directive::DRAFT) return absl::OkStatus();
  return errors::DirectiveNotDraft(directive.name());
}

// What a caller wrote, checked; numbers are compared, so their digits are ASCII.
absl::StatusOr<v1::Directive> Checked(v1::Directive draft, absl::Time now) {
  draft.set_number(iran::ToAsciiDigits(draft.number()));
  MOSBAT_RETURN_IF_ERROR(CheckText(draft));
  *draft.mutable_update_time() = ToTimestamp(now);
  return draft;
}

}  // namespace

absl::StatusOr<v1::Directive> NewDraft(v1::Directive directive, absl::string_view name, absl::Time now) {
  ClearServerFields(directive);
  directive.set_name(std::string(name));
  directive.set_state(v1::Directive::DRAFT);
  *directive.mutable_create_time() = ToTimestamp(now);
  return Checked(std::move(directive), now);
}

absl::StatusOr<v1::Directive> Edit(v1::Directive draft, const v1::UpdateDirectiveRequest& request, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireDraft(draft));
  MOSBAT_RETURN_IF_ERROR(ApplyUpdate(request.update_mask(), request.directive(), draft));
  return Checked(std::move(draft), now);
}

absl::StatusOr<v1::Directive> Issue(v1::Directive draft, const iran::Entry& entry, absl::string_view issuer,
                                    absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireDraft(draft));
  MOSBAT_RETURN_IF_ERROR(RequireComplete(draft));
  MOSBAT_ASSIGN_OR_RETURN(const bool historical,
                          iran::IsHistorical("effective_date", StoredDay(draft.effective_date()), entry));
  draft.set_historical(historical);
  if (!draft.has_issue_date() && !historical) *draft.mutable_issue_date() = iran::ToDate(entry.today);
  FaultList faults;
  CheckDates(draft, faults);
  MOSBAT_RETURN_IF_ERROR(faults.ToStatus());
  draft.set_state(v1::Directive::ISSUED);
  draft.set_issued_by(std::string(issuer));
  *draft.mutable_issue_time() = ToTimestamp(now);
  *draft.mutable_update_time() = ToTimestamp(now);
  return draft;
}

absl::StatusOr<v1::Directive> Repeal(v1::Directive directive, const v1::RepealDirectiveRequest& request,
                                     const iran::Entry& entry, absl::Time now) {
  if (directive.state() != v1::Directive::ISSUED) return errors::DirectiveNotIssued(directive.name());
  if (directive.has_repeal_date()) {
    return errors::DirectiveRepealed(directive.name(), StoredDay(directive.repeal_date()));
  }
  const absl::CivilDay day = StoredDay(request.repeal_date());
  FaultList faults;
  if (day <= StoredDay(directive.effective_date())) {
    errors::AddDatesOutOfOrder("repeal_date", "effective_date", faults);
  }
  MOSBAT_RETURN_IF_ERROR(faults.ToStatus());
  MOSBAT_ASSIGN_OR_RETURN(const bool historical, iran::IsHistorical("repeal_date", day, entry));
  if (historical) directive.set_historical(true);
  *directive.mutable_repeal_date() = request.repeal_date();
  *directive.mutable_update_time() = ToTimestamp(now);
  return directive;
}

std::optional<v1::Directive> InForceOf(std::vector<v1::Directive> directives) {
  const auto greatest = std::max_element(directives.begin(), directives.end(), [](const auto& a, const auto& b) {
    return NumberLess(a.number(), b.number());
  });
  if (greatest == directives.end()) return std::nullopt;
  return std::move(*greatest);
}

v1::Directive::Standing StandingOn(const v1::Directive& directive, const std::optional<v1::Directive>& in_force,
                                   absl::CivilDay day) {
  if (directive.state() != v1::Directive::ISSUED) return v1::Directive::STANDING_UNSPECIFIED;
  if (day < StoredDay(directive.effective_date())) return v1::Directive::NOT_YET_IN_FORCE;
  const bool in = in_force.has_value() && in_force->name() == directive.name();
  return in ? v1::Directive::IN_FORCE : v1::Directive::REPEALED;
}

bool PermitsEntrustment(const v1::Directive& directive, const v1::SubGuideline& sub_guideline) {
  const v1::Directive::Entrustment& entrustment = directive.provisions().entrustment();
  if (entrustment.mode() == v1::Directive::Entrustment::OPEN) return true;
  return std::any_of(
      entrustment.activities().begin(), entrustment.activities().end(),
      [&](const v1::Directive::ListedActivity& activity) {
        return activity.sub_guideline() == sub_guideline.name() ||
               (activity.founding_number() != 0 && activity.founding_number() == sub_guideline.founding_number());
      });
}

}  // namespace mosbat::guideline::domain
