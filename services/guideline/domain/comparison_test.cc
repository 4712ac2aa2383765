#include "services/guideline/domain/comparison.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/guideline/testing/sample_texts.h"
#include "services/guideline/words.h"

namespace mosbat::guideline::domain {
namespace {

using guideline::testing::Date;
using guideline::testing::SampleDirective;
using guideline::testing::SampleText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// As JSON, but with members in the order of their names and letters as they are.
std::string Json(const google::protobuf::Value& value) {
  if (value.has_string_value()) return absl::StrCat("\"", value.string_value(), "\"");
  if (value.has_number_value()) return absl::StrCat(value.number_value());
  if (value.has_list_value()) {
    return absl::StrCat("[",
                        absl::StrJoin(value.list_value().values(), ",",
                                      [](std::string* out, const auto& entry) { absl::StrAppend(out, Json(entry)); }),
                        "]");
  }
  const auto& fields = value.struct_value().fields();
  const std::map<std::string, google::protobuf::Value> members(fields.begin(), fields.end());
  return absl::StrCat("{",
                      absl::StrJoin(members, ",",
                                    [](std::string* out, const auto& member) {
                                      absl::StrAppend(out, "\"", member.first, "\":", Json(member.second));
                                    }),
                      "}");
}

// "CHANGED articles[9].title (9) "a" → "b"", one for each difference.
template <typename Differences>
std::vector<std::string> Said(const Differences& differences) {
  std::vector<std::string> said;
  for (const v1::Difference& one : differences) {
    said.push_back(absl::StrCat(v1::Difference::Kind_Name(one.kind()), " ", one.path(), " (", one.part(), ")",
                                one.has_old_value() ? absl::StrCat(" ", Json(one.old_value())) : "",
                                one.has_new_value() ? absl::StrCat(" → ", Json(one.new_value())) : ""));
  }
  return said;
}

TEST(CompareDirectivesTest, FindsNothingBetweenEqualTexts) {
  const v1::CompareDirectivesResponse compared = Compare(SampleDirective(), SampleDirective());
  EXPECT_THAT(compared.general(), IsEmpty());
  EXPECT_THAT(compared.articles(), IsEmpty());
  EXPECT_THAT(compared.provisions(), IsEmpty());
}

TEST(CompareDirectivesTest, NamesDatesAndTitles) {
  v1::Directive other = SampleDirective();
  other.set_amends("directives/two");
  other.clear_legal_basis();
  *other.mutable_effective_date() = Date(2027, 3, 21);
  other.mutable_title()->set_en("New");
  EXPECT_THAT(
      Said(Compare(SampleDirective(), other).general()),
      ElementsAre("CHANGED title.en () \"Directive of the centres\" → \"New\"",
                  "REMOVED legal_basis () \"بند ۴ ماده ۲۶ قانون تنظیم بخشی از مقررات مالی دولت\"",
                  "ADDED amends () → \"directives/two\"", "CHANGED effective_date () \"2026-03-21\" → \"2027-03-21\""));
}

TEST(CompareDirectivesTest, GoesArticleByArticle) {
  v1::Directive other = SampleDirective();
  other.mutable_articles(0)->mutable_notes(0)->set_text("تازه");
  other.mutable_articles(2)->set_number("13");
  const v1::CompareDirectivesResponse compared = Compare(SampleDirective(), other);
  EXPECT_THAT(Said(compared.articles()),
              ElementsAre("CHANGED articles[1].notes[1].text (1) \"…\" → \"تازه\"",
                          "REMOVED articles[12] (12) {\"number\":\"12\",\"text\":\"…\",\"title\":\"ظرفیت\"}",
                          "ADDED articles[13] (13) → {\"number\":\"13\",\"text\":\"…\",\"title\":\"ظرفیت\"}"));
  EXPECT_EQ(compared.articles(1).label().en(), "Article 12");
  EXPECT_EQ(compared.articles(1).label().fa(), "ماده ۱۲");
  EXPECT_THAT(compared.provisions(), IsEmpty());
}

TEST(CompareDirectivesTest, SaysThatArticlesStandInAnotherOrder) {
  v1::Directive other = SampleDirective();
  other.mutable_articles()->SwapElements(0, 2);
  const v1::CompareDirectivesResponse compared = Compare(SampleDirective(), other);
  EXPECT_THAT(Said(compared.articles()),
              ElementsAre("CHANGED articles () [\"1\",\"9\",\"12\"] → [\"12\",\"9\",\"1\"]"));
  EXPECT_EQ(compared.articles(0).label().en(), "Article");
}

TEST(CompareDirectivesTest, GoesProvisionByProvision) {
  v1::Directive other = SampleDirective();
  v1::Directive::Provisions& said = *other.mutable_provisions();
  said.mutable_files_per_centre()->set_value(450);
  said.mutable_files_per_centre()->set_article("9");
  said.clear_call_window();
  said.mutable_late_entry_days()->set_value(30);
  said.mutable_late_entry_days()->set_article("9");
  said.mutable_entrustment()->set_mode(v1::Directive::Entrustment::CLOSED_LIST);
  said.mutable_required_documents()->DeleteSubrange(0, 1);
  said.mutable_review_steps()->SwapElements(0, 1);
  *said.mutable_holidays()->mutable_days(0)->mutable_date() = Date(2026, 3, 22);
  const v1::CompareDirectivesResponse compared = Compare(SampleDirective(), other);
  EXPECT_THAT(
      Said(compared.provisions()),
      ElementsAre(
          "CHANGED provisions.files_per_centre.value (9) 600 → 450",
          "CHANGED provisions.files_per_centre.article (9) \"12\" → \"9\"",
          "CHANGED provisions.entrustment.mode (9) \"OPEN\" → \"CLOSED_LIST\"",
          "REMOVED provisions.call_window (1) {\"article\":\"1\",\"period\":{\"n\":15,\"unit\":\"CALENDAR_DAYS\"}}",
          "ADDED provisions.late_entry_days (9) → {\"article\":\"9\",\"value\":30}",
          "REMOVED provisions.required_documents[FOUNDER/deed] (1) "
          "{\"article\":\"1\",\"code\":\"deed\",\"paper\":\"FOUNDER\",\"title\":{\"fa\":\"سند\"}}",
          "REMOVED provisions.holidays.days[2026-03-21] (1) {\"date\":\"2026-03-21\",\"title\":{\"fa\":\"نوروز\"}}",
          "ADDED provisions.holidays.days[2026-03-22] (1) → {\"date\":\"2026-03-22\",\"title\":{\"fa\":\"نوروز\"}}",
          "CHANGED provisions.review_steps () [\"county\",\"security\"] → [\"security\",\"county\"]"));
  EXPECT_EQ(compared.provisions(0).label().en(), "Files per centre");
}

TEST(CompareDirectivesTest, TellsEntriesWithoutAKeyApart) {
  v1::Directive base = SampleDirective();
  auto& entrustment = *base.mutable_provisions()->mutable_entrustment();
  for (int i = 0; i < 2; ++i) entrustment.add_activities()->mutable_title()->set_fa("نامعلوم");
  v1::Directive other = base;
  other.mutable_provisions()->mutable_entrustment()->add_activities()->mutable_title()->set_fa("نامعلوم");
  EXPECT_THAT(Compare(base, base).provisions(), IsEmpty());
  EXPECT_THAT(
      Said(Compare(base, other).provisions()),
      ElementsAre("ADDED provisions.entrustment.activities[نامعلوم (3)] (9) → {\"title\":{\"fa\":\"نامعلوم\"}}"));
}

TEST(CompareRevisionsTest, GoesClauseByClauseAndTermByTerm) {
  v1::SubGuidelineRevision other = SampleText();
  other.mutable_clauses(1)->set_text("کودکان ۳ تا ۷ سال");
  auto& rule = *other.mutable_terms()->mutable_eligibility()->mutable_rule();
  auto& properties = *(*rule.mutable_schema()->mutable_fields())["properties"].mutable_struct_value();
  auto& age = *(*properties.mutable_fields())["age_years"].mutable_struct_value();
  (*age.mutable_fields())["maximum"].set_number_value(7);
  age.mutable_fields()->erase("type");
  (*rule.mutable_clauses())["/required"] = "1";
  other.mutable_terms()->mutable_frequency()->set_at_most(2);
  other.mutable_terms()->clear_deadline();
  other.mutable_terms()->mutable_result_classes(1)->clear_referral();
  const v1::CompareSubGuidelineRevisionsResponse compared = Compare(SampleText(), other);
  EXPECT_THAT(Said(compared.clauses()),
              ElementsAre("CHANGED clauses[2].text (2) \"کودکان ۳ تا ۶ سال\" → \"کودکان ۳ تا ۷ سال\""));
  EXPECT_THAT(
      Said(compared.terms()),
      ElementsAre("CHANGED terms.eligibility.rule.schema/properties/age_years/maximum (2) 6 → 7",
                  "REMOVED terms.eligibility.rule.schema/properties/age_years/type (2) \"integer\"",
                  "ADDED terms.eligibility.rule.clauses[\"/required\"] (2) → \"1\"",
                  "CHANGED terms.frequency.at_most (3-1) 1 → 2",
                  "REMOVED terms.deadline (3-1) {\"clause\":\"3-1\",\"within\":{\"n\":30,\"unit\":\"CALENDAR_DAYS\"}}",
                  "REMOVED terms.result_classes[suspicious].referral (3-1) {\"fa\":\"چشم‌پزشک\"}"));
  EXPECT_EQ(compared.terms(0).label().fa(), "شرایط بهره‌مندی");
}

TEST(LabelOfTest, EveryProvisionAndTermHasOne) {
  for (const auto* of : {v1::Directive::Provisions::descriptor(), v1::Terms::descriptor()}) {
    for (int i = 0; i < of->field_count(); ++i) {
      const std::string& field = of->field(i)->name();
      EXPECT_NE(LabelOf(field).en, field);
      EXPECT_NE(LabelOf(field).fa, LabelOf(field).en);
    }
  }
}

}  // namespace
}  // namespace mosbat::guideline::domain
