#include "services/guideline/domain/directive_text.h"

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/testing/sample_texts.h"

namespace mosbat::guideline::domain {
namespace {

using guideline::testing::Date;
using guideline::testing::SampleDirective;
using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;

v1::Directive::Provisions& Said(v1::Directive& directive) { return *directive.mutable_provisions(); }

TEST(DirectiveTextTest, TheSampleIsWellFormed) { EXPECT_THAT(CheckDirective("directive", SampleDirective()), IsOk()); }

TEST(DirectiveTextTest, DatesMayFallOnOneDay) {
  v1::Directive directive = SampleDirective();
  *directive.mutable_announcement_date() = directive.effective_date();
  *directive.mutable_issue_date() = directive.effective_date();
  *directive.mutable_publication_date() = directive.effective_date();
  EXPECT_THAT(CheckDirective("directive", directive), IsOk());
}

TEST(DirectiveTextTest, SaysWhatIsWrongByItsPathInBothLanguages) {
  struct Case {
    std::string label;
    std::function<void(v1::Directive&)> change;
    std::string reason;
    std::string field;
  };
  const Case cases[] = {
      {"no title", [](auto& d) { d.clear_title(); }, "FIELD_REQUIRED", "directive.title.fa"},
      {"title too long", [](auto& d) { d.mutable_title()->set_en(std::string(301, 'x')); }, "FIELD_INVALID",
       "directive.title.en"},
      {"number too long", [](auto& d) { d.set_number(std::string(65, '1')); }, "FIELD_INVALID", "directive.number"},
      {"published before it is issued",
       [](auto& d) {
         *d.mutable_issue_date() = Date(2026, 3, 1);
         *d.mutable_publication_date() = Date(2026, 2, 28);
       },
       "DATES_OUT_OF_ORDER", "directive.publication_date"},
      {"in force before it is issued", [](auto& d) { *d.mutable_issue_date() = Date(2026, 3, 22); },
       "DATES_OUT_OF_ORDER", "directive.effective_date"},
      {"issued before it is announced",
       [](auto& d) {
         *d.mutable_announcement_date() = Date(2026, 3, 2);
         *d.mutable_issue_date() = Date(2026, 3, 1);
       },
       "DATES_OUT_OF_ORDER", "directive.issue_date"},
      {"published before it is announced",
       [](auto& d) {
         *d.mutable_announcement_date() = Date(2026, 3, 2);
         *d.mutable_publication_date() = Date(2026, 3, 1);
       },
       "DATES_OUT_OF_ORDER", "directive.publication_date"},
      {"in force before it is announced", [](auto& d) { *d.mutable_announcement_date() = Date(2026, 3, 22); },
       "DATES_OUT_OF_ORDER", "directive.effective_date"},
      {"amends no name of a directive", [](auto& d) { d.set_amends("two"); }, "NAME_INVALID", "directive.amends"},
      {"more than a megabyte",
       [](auto& d) {
         for (int i = 0; i < 60; ++i) {
           auto& article = *d.add_articles();
           article.set_number(absl::StrCat("x", i));
           article.set_text(std::string(20'000, 'x'));
         }
       },
       "FIELD_INVALID", "directive.articles"},
      {"article without a number", [](auto& d) { d.add_articles(); }, "FIELD_REQUIRED", "directive.articles[3].number"},
      {"article in Persian digits", [](auto& d) { d.add_articles()->set_number("۱۱"); }, "FIELD_INVALID",
       "directive.articles[3].number"},
      {"article twice", [](auto& d) { d.add_articles()->set_number("9"); }, "FIELD_INVALID",
       "directive.articles[3].number"},
      {"note twice", [](auto& d) { *d.mutable_articles(0)->add_notes() = d.articles(0).notes(0); }, "FIELD_INVALID",
       "directive.articles[0].notes[1].number"},
      {"article too long", [](auto& d) { d.mutable_articles(1)->set_text(std::string(20'001, 'x')); }, "FIELD_INVALID",
       "directive.articles[1].text"},
      {"cap of nothing", [](auto& d) { d.mutable_provisions()->mutable_files_per_centre()->set_value(0); },
       "FIELD_INVALID", "directive.provisions.files_per_centre.value"},
      {"provision without an article",
       [](auto& d) { d.mutable_provisions()->mutable_minimum_staff()->clear_article(); }, "FIELD_REQUIRED",
       "directive.provisions.minimum_staff.article"},
      {"article that is not there",
       [](auto& d) { d.mutable_provisions()->mutable_files_per_worker()->set_article("99"); }, "ARTICLE_NOT_FOUND",
       "directive.provisions.files_per_worker.article"},
      {"period of nothing", [](auto& d) { d.mutable_provisions()->mutable_call_window()->mutable_period()->set_n(0); },
       "FIELD_INVALID", "directive.provisions.call_window.period.n"},
      {"open list with activities",
       [](auto& d) {
         d.mutable_provisions()->mutable_entrustment()->add_activities()->mutable_title()->set_fa("فعالیت");
       },
       "FIELD_INVALID", "directive.provisions.entrustment.activities"},
      {"closed list without activities",
       [](auto& d) {
         d.mutable_provisions()->mutable_entrustment()->set_mode(v1::Directive::Entrustment::CLOSED_LIST);
       },
       "FIELD_INVALID", "directive.provisions.entrustment.activities"},
      {"no mode",
       [](auto& d) {
         d.mutable_provisions()->mutable_entrustment()->set_mode(v1::Directive::Entrustment::MODE_UNSPECIFIED);
       },
       "FIELD_REQUIRED", "directive.provisions.entrustment.mode"},
      {"criterion that is no schema",
       [](auto& d) {
         auto& schema = *d.mutable_provisions()->mutable_natural_applicant()->mutable_rule()->mutable_schema();
         (*schema.mutable_fields())["type"].set_number_value(7);
       },
       "SCHEMA_MALFORMED", "directive.provisions.natural_applicant.rule.schema/type"},
      {"criterion that explains nothing",
       [](auto& d) {
         auto& rule = *d.mutable_provisions()->mutable_natural_applicant()->mutable_rule();
         (*rule.mutable_clauses())["/properties/age"] = "1";
       },
       "FIELD_INVALID", "directive.provisions.natural_applicant.rule.clauses[\"/properties/age\"]"},
      {"criterion of no article",
       [](auto& d) {
         auto& rule = *d.mutable_provisions()->mutable_natural_applicant()->mutable_rule();
         (*rule.mutable_clauses())["/properties/degree"] = "77";
       },
       "ARTICLE_NOT_FOUND", "directive.provisions.natural_applicant.rule.clauses[\"/properties/degree\"]"},
      {"document twice for one paper",
       [](auto& d) {
         d.mutable_provisions()->mutable_required_documents(1)->set_paper(v1::Directive::RequiredDocument::FOUNDER);
       },
       "FIELD_INVALID", "directive.provisions.required_documents[1].code"},
      {"activity of no sub-guideline",
       [](auto& d) {
         auto& entrustment = *d.mutable_provisions()->mutable_entrustment();
         entrustment.set_mode(v1::Directive::Entrustment::CLOSED_LIST);
         auto& activity = *entrustment.add_activities();
         activity.set_sub_guideline("adoption");
         activity.mutable_title()->set_fa("فعالیت");
       },
       "NAME_INVALID", "directive.provisions.entrustment.activities[0].sub_guideline"},
      {"field of study of nobody", [](auto& d) { Said(d).mutable_fields_of_study(0)->clear_holder(); },
       "FIELD_REQUIRED", "directive.provisions.fields_of_study[0].holder"},
      {"field of study twice of one holder",
       [](auto& d) { *Said(d).add_fields_of_study() = d.provisions().fields_of_study(1); }, "FIELD_INVALID",
       "directive.provisions.fields_of_study[2].code"},
      {"field of study of no article", [](auto& d) { Said(d).mutable_fields_of_study(1)->set_article("77"); },
       "ARTICLE_NOT_FOUND", "directive.provisions.fields_of_study[1].article"},
      {"weights of 99", [](auto& d) { Said(d).mutable_evaluation_index()->mutable_criteria(0)->set_weight(59); },
       "WEIGHTS_NOT_100", "directive.provisions.evaluation_index.criteria"},
      {"index of nothing", [](auto& d) { Said(d).mutable_evaluation_index()->clear_criteria(); }, "FIELD_REQUIRED",
       "directive.provisions.evaluation_index.criteria"},
      {"criterion twice",
       [](auto& d) { Said(d).mutable_evaluation_index()->mutable_criteria(1)->set_code("experience"); },
       "FIELD_INVALID", "directive.provisions.evaluation_index.criteria[1].code"},
      {"minimum above the index", [](auto& d) { Said(d).mutable_evaluation_index()->set_minimum(101); },
       "FIELD_INVALID", "directive.provisions.evaluation_index.minimum"},
      {"index of no article", [](auto& d) { Said(d).mutable_evaluation_index()->set_article("77"); },
       "ARTICLE_NOT_FOUND", "directive.provisions.evaluation_index.article"},
      {"step of nobody", [](auto& d) { Said(d).mutable_review_steps(0)->clear_reviewer(); }, "FIELD_INVALID",
       "directive.provisions.review_steps[0].reviewer"},
      {"step of somebody who is asked for no opinion",
       [](auto& d) { Said(d).mutable_review_steps(0)->set_reviewer(access::v1::APPLICANT); }, "FIELD_INVALID",
       "directive.provisions.review_steps[0].reviewer"},
      {"step twice", [](auto& d) { Said(d).mutable_review_steps(1)->set_code("county"); }, "FIELD_INVALID",
       "directive.provisions.review_steps[1].code"},
      {"deadline of nothing", [](auto& d) { Said(d).mutable_review_steps(0)->mutable_deadline()->set_n(0); },
       "FIELD_INVALID", "directive.provisions.review_steps[0].deadline.n"},
      {"extension of no deadline", [](auto& d) { Said(d).mutable_review_steps(1)->clear_deadline(); }, "FIELD_INVALID",
       "directive.provisions.review_steps[1].extensions"},
      {"extended for ever", [](auto& d) { Said(d).mutable_review_steps(1)->set_extensions(11); }, "FIELD_INVALID",
       "directive.provisions.review_steps[1].extensions"},
      {"step of no article", [](auto& d) { Said(d).mutable_review_steps(1)->set_article("77"); }, "ARTICLE_NOT_FOUND",
       "directive.provisions.review_steps[1].article"},
      {"holiday twice", [](auto& d) { *Said(d).mutable_holidays()->add_days() = d.provisions().holidays().days(0); },
       "FIELD_INVALID", "directive.provisions.holidays.days[1].date"},
      {"holiday without a day",
       [](auto& d) { d.mutable_provisions()->mutable_holidays()->mutable_days(0)->clear_date(); }, "FIELD_REQUIRED",
       "directive.provisions.holidays.days[0].date"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.label);
    v1::Directive directive = SampleDirective();
    one.change(directive);
    const absl::Status status = CheckDirective("directive", directive);
    EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, one.reason));
    const auto english = FaultsOf(status, Language::kEnglish);
    const auto persian = FaultsOf(status, Language::kPersian);
    ASSERT_EQ(english.size(), 1u);
    ASSERT_EQ(persian.size(), 1u);
    EXPECT_EQ(english[0].first, one.field);
    EXPECT_EQ(persian[0].first, one.field);
    EXPECT_NE(english[0].second, persian[0].second);
  }
}

TEST(CheckDirectiveTest, WhatIsWrongWithACriterionIsSaidWithItsArticle) {
  v1::Directive directive = SampleDirective();
  auto& rule = *directive.mutable_provisions()->mutable_natural_applicant()->mutable_rule();
  auto& fields = *rule.mutable_schema()->mutable_fields();
  fields["additionalProperties"].set_bool_value(false);
  fields["required"].mutable_list_value()->add_values()->set_string_value("age");
  EXPECT_THAT(WordsOf(CheckDirective("directive", directive), Language::kEnglish), ::testing::HasSubstr("(article 1)"));
  (*rule.mutable_clauses())["/required"] = "9";
  EXPECT_THAT(WordsOf(CheckDirective("directive", directive), Language::kPersian), ::testing::HasSubstr("(ماده ۹)"));
}

}  // namespace
}  // namespace mosbat::guideline::domain
