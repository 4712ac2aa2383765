#include "services/registry/domain/application_facts.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry::domain {
namespace {

using absl::StatusCode;
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

absl::Status Judge(const v1::Applicant& applicant,
                   const guideline::v1::Directive& directive = samples::DirectiveTwo()) {
  return RequireCriteria(FactsOf(applicant, samples::kToday), applicant, directive);
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
  applicant.mutable_natural()->set_evaluation_score(70);
  applicant.mutable_natural()->set_mental_health_certified(true);

  const auto facts = FactsOf(applicant, samples::kToday).fields();

  EXPECT_EQ(facts.at("applicant_kind").string_value(), "NATURAL");
  EXPECT_EQ(facts.at("sex").string_value(), "MALE");
  EXPECT_EQ(facts.at("military_service").string_value(), "EXEMPT");
  EXPECT_EQ(facts.at("degree").string_value(), "BACHELOR");
  EXPECT_EQ(facts.at("degree_level").number_value(), 4);
  EXPECT_EQ(facts.at("evaluation_score").number_value(), 70);
  EXPECT_TRUE(facts.at("mental_health_certified").bool_value());
}

TEST(FactsTest, RepresentativeOfALegalPersonIsAnObjectOfItsOwn) {
  const google::protobuf::Struct facts = FactsOf(samples::LegalApplicant(), samples::kToday);
  EXPECT_TRUE(facts.fields().at("statute_fits").bool_value());
  EXPECT_TRUE(facts.fields().at("registered").bool_value());
  EXPECT_EQ(facts.fields().at("representative").struct_value().fields().at("degree").string_value(), "BACHELOR");
}

TEST(RequireCriteriaTest, ApplicantWhoMeetsThemPasses) {
  EXPECT_THAT(Judge(samples::NaturalApplicant()), IsOk());
  EXPECT_THAT(Judge(samples::LegalApplicant()), IsOk());
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
              UnorderedElementsAre(Pair("facts.degree_level", HasSubstr("ماده 7-1")),
                                   Pair("facts.field_of_study", HasSubstr("ماده 7-2"))));
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
