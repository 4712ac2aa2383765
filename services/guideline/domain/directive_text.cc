#include "services/guideline/domain/directive_text.h"

#include <map>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

#include "common/base/fault_list.h"
#include "common/base/resource_name.h"
#include "common/base/text_limits.h"
#include "common/iran/day_text.h"
#include "mosbat/access/v1/access.pb.h"
#include "services/guideline/domain/checks.h"
#include "services/guideline/domain/text_checker.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline::domain {
namespace {

using v1::Directive;

constexpr int kLongestNumber = 64;
constexpr int kLongestBasis = 2'000;
constexpr int kMostOfAnything = 100'000;
constexpr int kMostHolidays = 5'000;
constexpr int kMostExtensions = 10;
constexpr int kWholeWeight = 100;

// Who may be asked for an opinion on an application.
constexpr access::v1::Role kReviewers[] = {access::v1::COUNTY,     access::v1::PROVINCE,
                                           access::v1::COMMISSION, access::v1::SECURITY_REVIEWER,
                                           access::v1::DEPUTYSHIP, access::v1::STEERING};

void AddDateFaults(const Directive& directive, FaultList& faults) {
  struct Dated {
    absl::string_view field;
    bool set;
    const google::type::Date& date;
  };
  const Dated announced = {"announcement_date", directive.has_announcement_date(), directive.announcement_date()};
  const Dated issued = {"issue_date", directive.has_issue_date(), directive.issue_date()};
  const Dated published = {"publication_date", directive.has_publication_date(), directive.publication_date()};
  const Dated effective = {"effective_date", directive.has_effective_date(), directive.effective_date()};
  const auto in_order = [&](const Dated& earlier, const Dated& later) {
    if (earlier.set && later.set && iran::StoredDay(later.date) < iran::StoredDay(earlier.date)) {
      errors::AddDatesOutOfOrder(later.field, earlier.field, faults);
    }
  };
  in_order(announced, issued);
  in_order(announced, published);
  in_order(announced, effective);
  in_order(issued, published);
  in_order(issued, effective);
}

void Check(absl::string_view field, bool set, const Directive::Count& count, TextChecker& check) {
  if (!set) return;
  CheckRange(absl::StrCat(field, ".value"), count.value(), 1, kMostOfAnything, check.faults());
  check.PartNumber(absl::StrCat(field, ".article"), count.article());
}

void Check(absl::string_view field, bool set, const Directive::Duration& duration, TextChecker& check) {
  if (!set) return;
  CheckPeriod(absl::StrCat(field, ".period"), duration.period(), check.faults());
  check.PartNumber(absl::StrCat(field, ".article"), duration.article());
}

void Check(absl::string_view field, bool set, const Directive::Criteria& criteria, TextChecker& check) {
  if (!set) return;
  check.Rule(absl::StrCat(field, ".rule"), criteria.rule(), criteria.article());
  check.PartNumber(absl::StrCat(field, ".article"), criteria.article());
}

void CheckActivity(const std::string& item, const Directive::ListedActivity& activity, FaultList& faults) {
  if (!activity.sub_guideline().empty()) {
    faults.AddAll(
        ParseName(absl::StrCat(item, ".sub_guideline"), "subGuidelines/*", activity.sub_guideline()).status());
  }
  CheckTitle(absl::StrCat(item, ".title"), activity.title(), faults);
  CheckRange(absl::StrCat(item, ".founding_number"), activity.founding_number(), 0, kMostFoundingNumber, faults);
}

void CheckEntrustment(const Directive::Entrustment& entrustment, TextChecker& check) {
  const std::string field = "provisions.entrustment";
  check.PartNumber(absl::StrCat(field, ".article"), entrustment.article());
  if (entrustment.mode() == Directive::Entrustment::MODE_UNSPECIFIED) {
    check.faults().AddRequired(absl::StrCat(field, ".mode"));
  }
  const std::string activities = absl::StrCat(field, ".activities");
  const bool listed = entrustment.activities_size() > 0;
  if (listed != (entrustment.mode() == Directive::Entrustment::CLOSED_LIST)) {
    check.faults().AddInvalid(
        activities,
        {.en = "A CLOSED_LIST, and only that, lists its activities.",
         .fa =
             "فقط فهرست بسته، و حتماً فهرست بسته، فعالیت‌ها را نام می‌برد."});
  }
  CheckCount(activities, entrustment.activities_size(), kMostItems, check.faults());
  for (int i = 0; i < entrustment.activities_size(); ++i) {
    CheckActivity(absl::StrCat(activities, "[", i, "]"), entrustment.activities(i), check.faults());
  }
}

void CheckDocuments(const Directive::Provisions& said, TextChecker& check) {
  CheckCount("provisions.required_documents", said.required_documents_size(), kMostItems, check.faults());
  std::map<int, std::set<std::string>> codes;  // by paper
  for (int i = 0; i < said.required_documents_size(); ++i) {
    const Directive::RequiredDocument& document = said.required_documents(i);
    const std::string item = absl::StrCat("provisions.required_documents[", i, "]");
    if (document.paper() == Directive::RequiredDocument::PAPER_UNSPECIFIED) {
      check.faults().AddRequired(absl::StrCat(item, ".paper"));
    }
    CheckCode(absl::StrCat(item, ".code"), document.code(), codes[document.paper()], check.faults());
    CheckTitle(absl::StrCat(item, ".title"), document.title(), check.faults());
    check.PartNumber(absl::StrCat(item, ".article"), document.article());
  }
}

void CheckFieldsOfStudy(const Directive::Provisions& said, TextChecker& check) {
  CheckCount("provisions.fields_of_study", said.fields_of_study_size(), kMostItems, check.faults());
  std::map<int, std::set<std::string>> codes;  // by holder
  for (int i = 0; i < said.fields_of_study_size(); ++i) {
    const Directive::FieldOfStudy& study = said.fields_of_study(i);
    const std::string item = absl::StrCat("provisions.fields_of_study[", i, "]");
    if (study.holder() == Directive::FieldOfStudy::HOLDER_UNSPECIFIED) {
      check.faults().AddRequired(absl::StrCat(item, ".holder"));
    }
    CheckCode(absl::StrCat(item, ".code"), study.code(), codes[study.holder()], check.faults());
    CheckTitle(absl::StrCat(item, ".title"), study.title(), check.faults());
    check.PartNumber(absl::StrCat(item, ".article"), study.article());
  }
}

void CheckEvaluation(const Directive::EvaluationIndex& index, TextChecker& check) {
  const std::string field = "provisions.evaluation_index";
  const std::string criteria = absl::StrCat(field, ".criteria");
  CheckCount(criteria, index.criteria_size(), kMostItems, check.faults());
  std::set<std::string> codes;
  int64_t whole = 0;
  for (int i = 0; i < index.criteria_size(); ++i) {
    const Directive::EvaluationCriterion& criterion = index.criteria(i);
    const std::string item = absl::StrCat(criteria, "[", i, "]");
    CheckCode(absl::StrCat(item, ".code"), criterion.code(), codes, check.faults());
    CheckTitle(absl::StrCat(item, ".title"), criterion.title(), check.faults());
    CheckRange(absl::StrCat(item, ".weight"), criterion.weight(), 1, kWholeWeight, check.faults());
    whole += criterion.weight();
  }
  if (index.criteria().empty()) {
    check.faults().AddRequired(criteria);
  } else if (whole != kWholeWeight) {
    errors::AddWeightsNot100(criteria, whole, check.faults());
  }
  CheckRange(absl::StrCat(field, ".minimum"), index.minimum(), 0, kWholeWeight, check.faults());
  check.PartNumber(absl::StrCat(field, ".article"), index.article());
}

void CheckReviewSteps(const Directive::Provisions& said, TextChecker& check) {
  CheckCount("provisions.review_steps", said.review_steps_size(), kMostItems, check.faults());
  std::set<std::string> codes;
  for (int i = 0; i < said.review_steps_size(); ++i) {
    const Directive::ReviewStep& step = said.review_steps(i);
    const std::string item = absl::StrCat("provisions.review_steps[", i, "]");
    CheckCode(absl::StrCat(item, ".code"), step.code(), codes, check.faults());
    CheckTitle(absl::StrCat(item, ".title"), step.title(), check.faults());
    if (!absl::c_linear_search(kReviewers, step.reviewer())) {
      check.faults().AddInvalid(absl::StrCat(item, ".reviewer"),
                                {.en = "Who reviews is COUNTY, PROVINCE, COMMISSION, SECURITY_REVIEWER, DEPUTYSHIP or "
                                       "STEERING.",
                                 .fa = "نظردهنده شهرستان، استان، کمیسیون، حراست، معاونت تخصصی یا معاونت راهبری است."});
    }
    if (step.has_deadline()) CheckPeriod(absl::StrCat(item, ".deadline"), step.deadline(), check.faults());
    CheckRange(absl::StrCat(item, ".extensions"), step.extensions(), 0, kMostExtensions, check.faults());
    if (step.extensions() > 0 && !step.has_deadline()) {
      check.faults().AddInvalid(
          absl::StrCat(item, ".extensions"),
          {.en = "Only a deadline can be extended.", .fa = "فقط مهلتی که هست تمدید می‌شود."});
    }
    check.PartNumber(absl::StrCat(item, ".article"), step.article());
  }
}

void CheckHolidays(const Directive::Holidays& holidays, TextChecker& check) {
  check.PartNumber("provisions.holidays.article", holidays.article());
  CheckCount("provisions.holidays.days", holidays.days_size(), kMostHolidays, check.faults());
  std::set<std::string> days;
  for (int i = 0; i < holidays.days_size(); ++i) {
    const std::string item = absl::StrCat("provisions.holidays.days[", i, "]");
    const std::string date = absl::StrCat(item, ".date");
    if (holidays.days(i).has_date()) {
      CheckNew(date, iran::DayText(holidays.days(i).date()), days, check.faults());
    } else {
      check.faults().AddRequired(date);
    }
    CheckTitle(absl::StrCat(item, ".title"), holidays.days(i).title(), check.faults());
  }
}

void CheckProvisions(const Directive::Provisions& said, TextChecker& check) {
  Check("provisions.files_per_centre", said.has_files_per_centre(), said.files_per_centre(), check);
  Check("provisions.files_per_worker", said.has_files_per_worker(), said.files_per_worker(), check);
  Check("provisions.minimum_staff", said.has_minimum_staff(), said.minimum_staff(), check);
  Check("provisions.reassessment_months", said.has_reassessment_months(), said.reassessment_months(), check);
  Check("provisions.late_entry_days", said.has_late_entry_days(), said.late_entry_days(), check);
  if (said.has_entrustment()) CheckEntrustment(said.entrustment(), check);
  Check("provisions.call_window", said.has_call_window(), said.call_window(), check);
  Check("provisions.agreement_validity", said.has_agreement_validity(), said.agreement_validity(), check);
  Check("provisions.licence_validity", said.has_licence_validity(), said.licence_validity(), check);
  Check("provisions.renewal_notice", said.has_renewal_notice(), said.renewal_notice(), check);
  Check("provisions.natural_applicant", said.has_natural_applicant(), said.natural_applicant(), check);
  Check("provisions.legal_applicant", said.has_legal_applicant(), said.legal_applicant(), check);
  CheckDocuments(said, check);
  CheckFieldsOfStudy(said, check);
  if (said.has_evaluation_index()) CheckEvaluation(said.evaluation_index(), check);
  CheckReviewSteps(said, check);
  if (said.has_holidays()) CheckHolidays(said.holidays(), check);
}

}  // namespace

absl::Status CheckDirective(absl::string_view field, const Directive& directive) {
  TextChecker check(field, schema::PartOfText::kArticle);
  CheckTitle("title", directive.title(), check.faults());
  CheckLength("number", directive.number(), kLongestNumber, check.faults());
  CheckLength("legal_basis", directive.legal_basis(), kLongestBasis, check.faults());
  if (!directive.amends().empty()) {
    check.faults().AddAll(ParseName("amends", "directives/*", directive.amends()).status());
  }
  AddDateFaults(directive, check.faults());
  CheckSize("articles", directive, check.faults());
  check.Parts("articles", directive.articles());
  CheckProvisions(directive.provisions(), check);
  return check.faults().ToStatus();
}

}  // namespace mosbat::guideline::domain
