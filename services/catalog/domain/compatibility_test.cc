#include "services/catalog/domain/compatibility.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"

namespace mosbat::catalog::domain {
namespace {

using guideline::v1::KindTerm;
using guideline::v1::PaymentUnitTerm;
using guideline::v1::ProviderRequirement;
using guideline::v1::RecipientTerm;
using guideline::v1::SchemaTerm;
using guideline::v1::Terms;
using v1::Break;
using v1::Verdict;

void SetSchema(const std::string& json, SchemaTerm& term) {
  term.mutable_rule()->Clear();
  const auto read = google::protobuf::util::JsonStringToMessage(json, term.mutable_rule()->mutable_schema());
  ASSERT_TRUE(read.ok()) << read.ToString();
}

void SetPeriod(int n, common::v1::Period::Unit unit, common::v1::Period& period) {
  period.set_n(n);
  period.set_unit(unit);
}

Terms CurrentTerms() {
  Terms terms;
  terms.mutable_kind()->set_kind(KindTerm::ACTIVITY);
  terms.mutable_recipient()->set_recipient(RecipientTerm::MEMBER);
  SetSchema(R"({"properties": {"age_years": {"maximum": 6}}})", *terms.mutable_eligibility());
  terms.mutable_eligibility()->set_clause("3");
  SetSchema(R"({"properties": {"reason": {"type": "string"}}, "additionalProperties": false})",
            *terms.mutable_request_form());
  SetSchema(R"({"properties": {"grade": {"enum": ["A", "B"]}}})", *terms.mutable_form());
  ProviderRequirement& permit = *terms.add_provider_requirements();
  permit.set_kind(ProviderRequirement::PERMIT);
  permit.set_code("screener");
  SetPeriod(12, common::v1::Period::MONTHS, *permit.mutable_validity());
  terms.mutable_frequency()->set_at_most(2);
  SetPeriod(6, common::v1::Period::MONTHS, *terms.mutable_frequency()->mutable_per());
  terms.mutable_payment_unit()->set_unit(PaymentUnitTerm::DELIVERY);
  SetPeriod(30, common::v1::Period::CALENDAR_DAYS, *terms.mutable_deadline()->mutable_within());
  terms.add_result_classes()->set_code("normal");
  terms.add_evidence()->set_code("consent");
  return terms;
}

struct Case {
  std::string label;
  std::function<void(Terms&)> change;
  Break::Kind kind = Break::KIND_UNSPECIFIED;
  std::string path = "";
};

void PrintTo(const Case& row, std::ostream* out) { *out << row.label; }

std::string LabelOf(const ::testing::TestParamInfo<Case>& row) { return row.param.label; }

class CompatibleTermsTest : public ::testing::TestWithParam<Case> {};

TEST_P(CompatibleTermsTest, BreakNothing) {
  const Terms current = CurrentTerms();
  Terms candidate = current;
  GetParam().change(candidate);
  const Verdict verdict = Compare(&current, candidate);
  EXPECT_EQ(verdict.outcome(), Verdict::COMPATIBLE) << verdict.DebugString();
  EXPECT_EQ(verdict.breaks_size(), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Changes, CompatibleTermsTest,
    ::testing::ValuesIn(std::vector<Case>{
        {"None", [](Terms&) {}},
        {"WiderRule",
         [](Terms& terms) {
           SetSchema(R"({"properties": {"age_years": {"maximum": 7}}})", *terms.mutable_eligibility());
         }},
        {"OneMoreQuestion",
         [](Terms& terms) {
           SetSchema(R"({"properties": {"reason": {}, "phone": {}}, "additionalProperties": false})",
                     *terms.mutable_request_form());
         }},
        {"FormThatSaysItIsAnObject",
         [](Terms& terms) {
           SetSchema(R"({"type": "object", "properties": {"grade": {"enum": ["A", "B"]}}})", *terms.mutable_form());
         }},
        {"NoMoreForm", [](Terms& terms) { SetSchema("{}", *terms.mutable_form()); }},
        {"RequirementGone", [](Terms& terms) { terms.clear_provider_requirements(); }},
        {"PermitForLonger",
         [](Terms& terms) { terms.mutable_provider_requirements(0)->mutable_validity()->set_n(24); }},
        {"PermitForEver", [](Terms& terms) { terms.mutable_provider_requirements(0)->clear_validity(); }},
        {"MoreOften", [](Terms& terms) { terms.mutable_frequency()->set_at_most(3); }},
        {"WithinAShorterTime", [](Terms& terms) { terms.mutable_frequency()->mutable_per()->set_n(3); }},
        {"AsOftenAsWanted", [](Terms& terms) { terms.clear_frequency(); }},
        {"MoreTime", [](Terms& terms) { terms.mutable_deadline()->mutable_within()->set_n(45); }},
        {"NoDeadline", [](Terms& terms) { terms.clear_deadline(); }},
        {"OneMoreResult", [](Terms& terms) { terms.add_result_classes()->set_code("suspicious"); }},
        {"NoEvidence", [](Terms& terms) { terms.clear_evidence(); }},
    }),
    LabelOf);

class BreakingTermsTest : public ::testing::TestWithParam<Case> {};

TEST_P(BreakingTermsTest, NameTheBreakAndItsPath) {
  const Terms current = CurrentTerms();
  Terms candidate = current;
  GetParam().change(candidate);
  const Verdict verdict = Compare(&current, candidate);
  EXPECT_EQ(verdict.outcome(), Verdict::BREAKING);
  ASSERT_EQ(verdict.breaks_size(), 1) << verdict.DebugString();
  EXPECT_EQ(verdict.breaks(0).kind(), GetParam().kind) << verdict.DebugString();
  EXPECT_EQ(verdict.breaks(0).path(), GetParam().path);
  EXPECT_NE(verdict.breaks(0).text_en(), "");
  EXPECT_NE(verdict.breaks(0).text_fa(), "");
}

INSTANTIATE_TEST_SUITE_P(
    Changes, BreakingTermsTest,
    ::testing::ValuesIn(std::vector<Case>{
        {"SchemeThatEnds",
         [](Terms& terms) {
           terms.mutable_kind()->set_kind(KindTerm::SCHEME);
           *terms.mutable_kind()->mutable_end_date() = iran::ToDate(absl::CivilDay(2027, 3, 21));
         },
         Break::SCHEME_ENDS_EARLIER, "kind"},
        {"OtherRecipient", [](Terms& terms) { terms.mutable_recipient()->set_recipient(RecipientTerm::GROUP); },
         Break::RECIPIENT_CHANGED, "recipient"},
        {"TighterRule",
         [](Terms& terms) {
           SetSchema(R"({"properties": {"age_years": {"maximum": 5}}})", *terms.mutable_eligibility());
         },
         Break::RANGE_NARROWED, "eligibility/age_years"},
        {"NewRequiredAnswer",
         [](Terms& terms) {
           SetSchema(R"({"required": ["reason"], "properties": {"reason": {"type": "string"}},
                         "additionalProperties": false})",
                     *terms.mutable_request_form());
         },
         Break::NEW_REQUIRED_FIELD, "request_form/reason"},
        {"QuestionRemoved",
         [](Terms& terms) { SetSchema(R"({"additionalProperties": false})", *terms.mutable_request_form()); },
         Break::REMOVED_FIELD, "request_form/reason"},
        {"RequestFormRemoved", [](Terms& terms) { terms.clear_request_form(); }, Break::REMOVED_FIELD,
         "request_form/reason"},
        {"TypeChanged",
         [](Terms& terms) {
           SetSchema(R"({"properties": {"reason": {"type": "integer"}}, "additionalProperties": false})",
                     *terms.mutable_request_form());
         },
         Break::TYPE_CHANGED, "request_form/reason"},
        {"EnumNarrowed",
         [](Terms& terms) { SetSchema(R"({"properties": {"grade": {"enum": ["A"]}}})", *terms.mutable_form()); },
         Break::ENUM_NARROWED, "form/grade"},
        {"Closed",
         [](Terms& terms) {
           SetSchema(R"({"properties": {"grade": {"enum": ["A", "B"]}}, "additionalProperties": false})",
                     *terms.mutable_form());
         },
         Break::CLOSED, "form/*"},
        {"PatternTightened",
         [](Terms& terms) {
           SetSchema(
               R"({"properties": {"reason": {"type": "string", "pattern": "^a"}}, "additionalProperties": false})",
               *terms.mutable_request_form());
         },
         Break::PATTERN_TIGHTENED, "request_form/reason"},
        {"LengthNarrowed",
         [](Terms& terms) {
           SetSchema(R"({"properties": {"reason": {"type": "string", "maxLength": 9}}, "additionalProperties": false})",
                     *terms.mutable_request_form());
         },
         Break::LENGTH_NARROWED, "request_form/reason"},
        {"ConditionChanged",
         [](Terms& terms) {
           SetSchema(R"({"properties": {"grade": {"enum": ["A", "B"]}}, "not": {"required": ["x"]}})",
                     *terms.mutable_form());
         },
         Break::CONDITION_CHANGED, "form"},
        {"RequirementAdded",
         [](Terms& terms) {
           ProviderRequirement& device = *terms.add_provider_requirements();
           device.set_kind(ProviderRequirement::EQUIPMENT);
           device.set_code("e-chart");
         },
         Break::PROVIDER_REQUIREMENT_ADDED, "provider_requirements/e-chart"},
        {"PermitForAShorterTime",
         [](Terms& terms) { terms.mutable_provider_requirements(0)->mutable_validity()->set_n(6); },
         Break::VALIDITY_SHORTENED, "provider_requirements/screener"},
        {"PermitByOtherDays",
         [](Terms& terms) {
           terms.mutable_provider_requirements(0)->mutable_validity()->set_unit(common::v1::Period::WORKING_DAYS);
         },
         Break::VALIDITY_SHORTENED, "provider_requirements/screener"},
        {"LessOften", [](Terms& terms) { terms.mutable_frequency()->set_at_most(1); }, Break::FREQUENCY_TIGHTENED,
         "frequency"},
        {"WithinALongerTime", [](Terms& terms) { terms.mutable_frequency()->mutable_per()->set_n(12); },
         Break::FREQUENCY_TIGHTENED, "frequency"},
        {"OtherUnitOfPayment", [](Terms& terms) { terms.mutable_payment_unit()->set_unit(PaymentUnitTerm::VISIT); },
         Break::PAYMENT_UNIT_CHANGED, "payment_unit"},
        {"LessTime", [](Terms& terms) { terms.mutable_deadline()->mutable_within()->set_n(10); },
         Break::DEADLINE_TIGHTENED, "deadline"},
        {"OtherResult", [](Terms& terms) { terms.mutable_result_classes(0)->set_code("fine"); },
         Break::RESULT_CLASSES_CHANGED, "result_classes/normal"},
        {"MoreEvidence", [](Terms& terms) { terms.add_evidence()->set_code("photo"); }, Break::EVIDENCE_ADDED,
         "evidence/photo"},
    }),
    LabelOf);

TEST(CompareTest, WhereNothingWasAskedANewFormBreaksOnlyByWhatItRequires) {
  Terms current = CurrentTerms();
  current.clear_form();
  Terms candidate = current;
  SetSchema(R"({"properties": {"grade": {"type": "string"}}})", *candidate.mutable_form());
  EXPECT_EQ(Compare(&current, candidate).outcome(), Verdict::COMPATIBLE);

  SetSchema(R"({"required": ["grade"]})", *candidate.mutable_form());
  const Verdict verdict = Compare(&current, candidate);
  ASSERT_EQ(verdict.breaks_size(), 1);
  EXPECT_EQ(verdict.breaks(0).kind(), Break::NEW_REQUIRED_FIELD);
  EXPECT_EQ(verdict.breaks(0).path(), "form/grade");
}

TEST(CompareTest, BreakOfARuleNamesTheNearestClause) {
  const Terms current = CurrentTerms();
  Terms candidate = current;
  SetSchema(R"({"properties": {"age_years": {"maximum": 5}}})", *candidate.mutable_eligibility());
  EXPECT_EQ(Compare(&current, candidate).breaks(0).clause(), "3");
  (*candidate.mutable_eligibility()->mutable_rule()->mutable_clauses())["/properties/age_years"] = "3-2";
  EXPECT_EQ(Compare(&current, candidate).breaks(0).clause(), "3-2");
}

TEST(CompareTest, FirstRevisionBreaksNothing) {
  EXPECT_EQ(Compare(nullptr, CurrentTerms()).outcome(), Verdict::COMPATIBLE);
}

TEST(CompareTest, TermsThatCannotBeUsedAreSaidToBeSoEvenForAFirstRevision) {
  Terms broken = CurrentTerms();
  SetSchema(R"({"contains": {}})", *broken.mutable_form());
  Verdict verdict = Compare(nullptr, broken);
  EXPECT_EQ(verdict.outcome(), Verdict::UNUSABLE);
  ASSERT_EQ(verdict.breaks_size(), 1);
  EXPECT_EQ(verdict.breaks(0).kind(), Break::CANNOT_BE_USED);
  EXPECT_EQ(verdict.breaks(0).path(), "form/contains");

  Terms unknown = CurrentTerms();
  SetSchema(R"({"properties": {"income": {"maximum": 5}}})", *unknown.mutable_eligibility());
  verdict = Compare(nullptr, unknown);
  EXPECT_EQ(verdict.outcome(), Verdict::UNUSABLE);
  EXPECT_EQ(verdict.breaks(0).kind(), Break::UNKNOWN_FACT);
  EXPECT_EQ(verdict.breaks(0).path(), "terms.eligibility.rule.schema/properties/income");
}

// What accepts nothing loses nobody.
TEST(CompareTest, ARuleThatNeverCompiledBreaksNothing) {
  Terms current = CurrentTerms();
  SetSchema(R"({"contains": {}})", *current.mutable_eligibility());
  EXPECT_EQ(Compare(&current, CurrentTerms()).outcome(), Verdict::COMPATIBLE);
}

TEST(AddTextFaultTest, TextThatActivationRefusesIsUnusableAndSaysSoFirst) {
  using guideline::v1::SubGuidelineRevision;
  const absl::CivilDay today(2026, 3, 21);
  struct Row {
    std::string label;
    std::function<void(SubGuidelineRevision&)> change;
    std::string path;  // "" where nothing is said
    std::string clause;
  };
  const std::vector<Row> rows = {
      {"approved", [](auto&) {}, "", ""},
      {"a draft", [](auto& text) { text.set_state(SubGuidelineRevision::DRAFT); }, "", ""},
      {"replaced from tomorrow on", [&](auto& text) { *text.mutable_end_date() = iran::ToDate(today + 1); }, "", ""},
      {"replaced", [&](auto& text) { *text.mutable_end_date() = iran::ToDate(today); }, "sub_guideline_revision", ""},
      {"withdrawn", [](auto& text) { text.set_state(SubGuidelineRevision::WITHDRAWN); }, "sub_guideline_revision", ""},
      {"a scheme until tomorrow",
       [&](auto& text) { *text.mutable_terms()->mutable_kind()->mutable_end_date() = iran::ToDate(today + 1); }, "",
       ""},
      {"a scheme that is over",
       [&](auto& text) { *text.mutable_terms()->mutable_kind()->mutable_end_date() = iran::ToDate(today); },
       "kind/end_date", "2"},
      {"terms that stand in no text",
       [&](auto& text) {
         text.clear_name();
         *text.mutable_terms()->mutable_kind()->mutable_end_date() = iran::ToDate(today);
       },
       "", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.label);
    SubGuidelineRevision text;
    text.set_name("subGuidelines/x/revisions/1");
    text.set_state(SubGuidelineRevision::APPROVED);
    *text.mutable_terms() = CurrentTerms();
    text.mutable_terms()->mutable_kind()->set_clause("2");
    row.change(text);
    Verdict verdict;
    verdict.set_outcome(Verdict::BREAKING);
    for (int i = 0; i < 50; ++i) verdict.add_breaks()->set_path(absl::StrCat("of before ", i));
    AddTextFault(text, std::nullopt, today, verdict);
    const bool usable = row.path.empty();
    EXPECT_EQ(verdict.outcome(), usable ? Verdict::BREAKING : Verdict::UNUSABLE);
    EXPECT_EQ(verdict.breaks_size(), 50);
    EXPECT_EQ(verdict.breaks(0).path(), usable ? "of before 0" : row.path);
    EXPECT_EQ(verdict.breaks(49).path(), usable ? "of before 49" : "of before 48");
    if (usable) continue;
    EXPECT_EQ(verdict.breaks(0).kind(), Break::TEXT_NOT_USABLE);
    EXPECT_EQ(verdict.breaks(0).clause(), row.clause);
    EXPECT_NE(verdict.breaks(0).text_en(), "");
    EXPECT_NE(verdict.breaks(0).text_fa(), "");
  }
}

TEST(AddTextFaultTest, OneThatTheLastRevisionRestsOnMayBeReplacedButNotWithdrawn) {
  using guideline::v1::SubGuidelineRevision;
  const absl::CivilDay today(2026, 3, 21);
  SubGuidelineRevision text;
  text.set_name("subGuidelines/x/revisions/1");
  text.set_state(SubGuidelineRevision::SUPERSEDED);
  *text.mutable_end_date() = iran::ToDate(today - 5);
  v1::ServiceTypeRevision last;
  const auto outcome = [&] {
    Verdict verdict;
    AddTextFault(text, last, today, verdict);
    return verdict.outcome();
  };
  last.set_sub_guideline_revision(text.name());
  EXPECT_EQ(outcome(), Verdict::OUTCOME_UNSPECIFIED);
  last.set_sub_guideline_revision("subGuidelines/x/revisions/2");
  EXPECT_EQ(outcome(), Verdict::UNUSABLE);

  last.set_sub_guideline_revision(text.name());
  text.set_state(SubGuidelineRevision::WITHDRAWN);
  EXPECT_EQ(outcome(), Verdict::UNUSABLE);
}

TEST(TextOfTest, RevisionWhoseTextWasWithdrawnRestsOnAWithdrawnText) {
  v1::ServiceTypeRevision revision;
  revision.set_sub_guideline_revision("subGuidelines/x/revisions/1");
  *revision.mutable_terms() = CurrentTerms();
  Verdict verdict;
  AddTextFault(TextOf(revision), std::nullopt, absl::CivilDay(2026, 3, 21), verdict);
  EXPECT_EQ(verdict.breaks_size(), 0);
  *revision.mutable_sub_guideline_withdrawn_date() = iran::ToDate(absl::CivilDay(2026, 3, 20));
  AddTextFault(TextOf(revision), std::nullopt, absl::CivilDay(2026, 3, 21), verdict);
  EXPECT_EQ(verdict.breaks_size(), 1);
}

}  // namespace
}  // namespace mosbat::catalog::domain
