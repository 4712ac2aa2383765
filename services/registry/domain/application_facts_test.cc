#include "services/registry/domain/application_facts.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry::domain {
namespace {

using absl::StatusCode;
using ::testing::_;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::vector<std::string> KeysOf(const google::protobuf::Struct& facts) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : facts.fields()) keys.push_back(key);
  return keys;
}

absl::Status Judge(v1::Applicant applicant, const guideline::v1::Directive& directive = samples::DirectiveTwo()) {
  const absl::Status evaluated = Evaluate(directive, applicant);
  return evaluated.ok() ? RequireCriteria(FactsOf(applicant, samples::kToday), applicant, directive) : evaluated;
}

// Experience counts 60 of 100, the interview the rest.
guideline::v1::Directive WithIndex(int minimum) {
  guideline::v1::Directive directive = samples::DirectiveTwo();
  auto& index = *directive.mutable_provisions()->mutable_evaluation_index();
  for (const auto& [code, weight] : {std::pair("experience", 60), std::pair("interview", 40)}) {
    auto& criterion = *index.add_criteria();
    criterion.set_code(code);
    criterion.set_weight(weight);
  }
  index.set_minimum(minimum);
  index.set_article("7-3");
  return directive;
}

void Score(const std::string& criterion, int score, v1::NaturalPerson& person) {
  v1::EvaluationScore& scored = *person.add_evaluation_scores();
  scored.set_criterion(criterion);
  scored.set_score(score);
}

TEST(FactsTest, AgeIsThatOfTheDay) {
  const auto age_on = [](absl::CivilDay day) {
    return FactsOf(samples::NaturalApplicant(), day).fields().at("age_years").number_value();
  };
  EXPECT_EQ(age_on(absl::CivilDay(2026, 3, 21)), 35);
  EXPECT_EQ(age_on(absl::CivilDay(2026, 3, 22)), 36);
}

TEST(FactsTest, WhatWasNotSaidIsLeftOut) {
  EXPECT_THAT(KeysOf(FactsOf(samples::NaturalApplicant(), samples::kToday)),
              UnorderedElementsAre("applicant_kind", "age_years", "sex", "degree", "degree_level", "field_of_study",
                                   "mental_health_certified"));
}

TEST(FactsTest, WhatWasSaidIsThere) {
  v1::Applicant applicant = samples::NaturalApplicant();
  applicant.mutable_natural()->set_sex(v1::NaturalPerson::MALE);
  applicant.mutable_natural()->set_military_service(v1::NaturalPerson::EXEMPT);
  Score("experience", 70, *applicant.mutable_natural());
  ASSERT_THAT(Evaluate(WithIndex(0), applicant), IsOk());
  applicant.mutable_natural()->set_mental_health_certified(true);

  const auto facts = FactsOf(applicant, samples::kToday).fields();

  EXPECT_EQ(facts.at("applicant_kind").string_value(), "NATURAL");
  EXPECT_EQ(facts.at("sex").string_value(), "MALE");
  EXPECT_EQ(facts.at("military_service").string_value(), "EXEMPT");
  EXPECT_EQ(facts.at("degree").string_value(), "BACHELOR");
  EXPECT_EQ(facts.at("degree_level").number_value(), 4);
  EXPECT_EQ(facts.at("evaluation_score").number_value(), 42);
  EXPECT_TRUE(facts.at("mental_health_certified").bool_value());
}

TEST(FactsTest, RepresentativeOfALegalPersonIsAnObjectOfItsOwn) {
  const google::protobuf::Struct facts = FactsOf(samples::LegalApplicant(), samples::kToday);
  EXPECT_TRUE(facts.fields().at("statute_fits").bool_value());
  EXPECT_TRUE(facts.fields().at("registered").bool_value());
  EXPECT_EQ(facts.fields().at("representative").struct_value().fields().at("degree").string_value(), "BACHELOR");
}

TEST(EvaluateTest, WeighsTheScoresOfTheDirectivesCriteria) {
  v1::Applicant applicant = samples::NaturalApplicant();
  Score("interview", 75, *applicant.mutable_natural());
  ASSERT_THAT(Evaluate(WithIndex(0), applicant), IsOk());
  EXPECT_EQ(applicant.natural().evaluation_score(), 30) << "what is not scored counts 0";
  Score("experience", 99, *applicant.mutable_natural());
  ASSERT_THAT(Evaluate(WithIndex(0), applicant), IsOk());
  EXPECT_EQ(applicant.natural().evaluation_score(), 89) << "89.4";
}

TEST(EvaluateTest, ScoresByWhatIsNoCriterionOrTwiceByOneAreNamed) {
  v1::Applicant applicant = samples::LegalApplicant();
  v1::NaturalPerson& person = *applicant.mutable_legal()->mutable_representative();
  for (const char* const criterion : {"interview", "height", "interview"}) Score(criterion, 50, person);
  const absl::Status status = Evaluate(WithIndex(0), applicant);
  EXPECT_THAT(status, FailsWith(StatusCode::kInvalidArgument, "APPLICANT_INVALID"));
  const std::string scores = "application.applicant.legal.representative.evaluation_scores";
  EXPECT_THAT(FaultsOf(status, Language::kPersian),
              ElementsAre(Pair(scores + "[1].criterion", HasSubstr("معیار")), Pair(scores + "[2].criterion", _)));
}

TEST(RequireCriteriaTest, LeastEvaluationIndexIsDemandedByItsArticle) {
  v1::Applicant natural = samples::NaturalApplicant();
  EXPECT_THAT(
      FaultsOf(Judge(natural, WithIndex(60)), Language::kEnglish),
      ElementsAre(Pair("facts.evaluation_score", "Article 7-3: the evaluation index is 0; at least 60 is needed.")));
  Score("experience", 100, *natural.mutable_natural());
  EXPECT_THAT(Judge(natural, WithIndex(60)), IsOk());
  EXPECT_THAT(Judge(natural, WithIndex(61)), FailsWith(StatusCode::kFailedPrecondition, "APPLICANT_CRITERIA_NOT_MET"));

  const absl::Status legal = Judge(samples::LegalApplicant(), WithIndex(60));
  EXPECT_THAT(FaultsOf(legal, Language::kPersian),
              ElementsAre(Pair("facts.representative.evaluation_score",
                               HasSubstr("۰ است و باید دست‌کم ۶۰"))));
}

TEST(RequireCriteriaTest, ApplicantWhoMeetsThemPasses) {
  EXPECT_THAT(Judge(samples::NaturalApplicant()), IsOk());
  EXPECT_THAT(Judge(samples::LegalApplicant()), IsOk());
}

TEST(RequireCriteriaTest, AlternativesOfTheWholeAreNamedByTheFacts) {
  guideline::v1::Directive directive = samples::DirectiveTwo();
  auto& criteria = *directive.mutable_provisions()->mutable_natural_applicant();
  google::protobuf::Struct either;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(
          R"({"anyOf": [{"properties": {"degree_level": {"minimum": 9}}}, {"required": ["experience"]}]})", &either)
          .ok());
  *criteria.mutable_rule()->mutable_schema() = either;
  criteria.mutable_rule()->clear_clauses();
  criteria.set_article("6");
  EXPECT_THAT(FaultsOf(Judge(samples::NaturalApplicant(), directive), Language::kEnglish),
              ElementsAre(Pair("facts", "Article 6: None of the 2 alternatives is met."),
                          Pair("facts.degree_level", HasSubstr("Article 6: Alternative 1: ")),
                          Pair("facts.experience", HasSubstr("Article 6: Alternative 2: "))));
}

TEST(RequireCriteriaTest, EachFailedCriterionNamesItsFactAndItsArticle) {
  v1::Applicant applicant = samples::NaturalApplicant();
  applicant.mutable_natural()->set_degree(v1::ASSOCIATE);
  applicant.mutable_natural()->set_field_of_study("law");

  const absl::Status status = Judge(applicant);

  EXPECT_THAT(status, FailsWith(StatusCode::kFailedPrecondition, "APPLICANT_CRITERIA_NOT_MET"));
  EXPECT_THAT(FaultsOf(status, Language::kEnglish),
              UnorderedElementsAre(Pair("facts.degree_level", HasSubstr("Article 7-1")),
                                   Pair("facts.field_of_study", HasSubstr("Article 7-2"))));
  EXPECT_THAT(FaultsOf(status, Language::kPersian),
              UnorderedElementsAre(Pair("facts.degree_level", HasSubstr("ماده ۷-۱")),
                                   Pair("facts.field_of_study", HasSubstr("ماده ۷-۲"))));
}

TEST(RequireCriteriaTest, MissingFactFailsTheArticleOfItsProperty) {
  v1::Applicant applicant = samples::NaturalApplicant();
  applicant.mutable_natural()->clear_field_of_study();

  EXPECT_THAT(FaultsOf(Judge(applicant), Language::kEnglish),
              ElementsAre(Pair("facts.field_of_study", HasSubstr("Article 7-2"))));
}

TEST(RequireCriteriaTest, WhereNoClauseIsNamedTheArticleIsThatOfTheCriteria) {
  v1::Applicant applicant = samples::LegalApplicant();
  applicant.mutable_legal()->mutable_representative()->set_degree(v1::DIPLOMA);

  EXPECT_THAT(FaultsOf(Judge(applicant), Language::kEnglish),
              ElementsAre(Pair("facts.representative.degree_level", HasSubstr("Article 8:"))));
}

TEST(RequireCriteriaTest, EasedProvisionAcceptsWhatTheFormerRefused) {
  v1::Applicant applicant = samples::NaturalApplicant();
  applicant.mutable_natural()->set_degree(v1::ASSOCIATE);
  guideline::v1::Directive eased = samples::DirectiveTwo();
  *eased.mutable_provisions()->mutable_natural_applicant()->mutable_rule() =
      samples::RuleOf(R"({"properties": {"degree_level": {"minimum": 3}}})", {});

  EXPECT_THAT(Judge(applicant), FailsWith(StatusCode::kFailedPrecondition, "APPLICANT_CRITERIA_NOT_MET"));
  EXPECT_THAT(Judge(applicant, eased), IsOk());
}

TEST(RequireCriteriaTest, DirectiveWithoutCriteriaAsksNothing) {
  v1::Applicant applicant = samples::NaturalApplicant();
  applicant.mutable_natural()->set_degree(v1::BELOW_DIPLOMA);
  EXPECT_THAT(Judge(applicant, guideline::v1::Directive()), IsOk());
}

}  // namespace
}  // namespace mosbat::registry::domain
