#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "common/facts/fact_faults.h"

namespace mosbat::facts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

google::protobuf::Struct Json(const std::string& text) {
  google::protobuf::Struct object;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &object).ok()) << text;
  return object;
}

std::vector<std::pair<std::string, std::string>> Faults(const std::string& rule, const std::string& form,
                                                        Language language = Language::kEnglish) {
  FaultList faults;
  const google::protobuf::Struct request_form = Json(form.empty() ? "{}" : form);
  common::v1::Rule asking;
  *asking.mutable_schema() = Json(rule);
  (*asking.mutable_clauses())["/anyOf"] = "3-1";
  AddFactFaults("rule", asking, "3", form.empty() ? nullptr : &request_form, faults);
  return FaultsOf(faults.ToStatus(), language);
}

TEST(UnknownFactsTest, FactsThatThereAreAndAnswersThatAreAskedMayBeNamed) {
  EXPECT_THAT(Faults(R"({"required": ["age_years", "disability"],
                         "properties": {"disability": {"required": ["grade"]},
                                        "request": {"properties": {"consent": {"const": true}}}}})",
                     R"({"properties": {"consent": {"type": "boolean"}}})"),
              IsEmpty());
}

TEST(UnknownFactsTest, EachIsNamedOnceByItsPathWithWhatMayBeMeant) {
  for (const Language language : {Language::kEnglish, Language::kPersian}) {
    EXPECT_THAT(Faults(R"({"required": ["income", "age_yaers"], "properties": {"age_yaers": {}, "request": {
                           "required": ["consnet"]}}, "anyOf": [{"required": ["income"]}]})",
                       R"({"properties": {"consent": {}}})", language),
                ElementsAre(Pair("rule.schema/properties/age_yaers", HasSubstr(" age_years")),
                            Pair("rule.schema/required/0", HasSubstr("income")),
                            Pair("rule.schema/properties/request/required/0", HasSubstr(" request.consent"))));
  }
}

TEST(UnknownFactsTest, TheClauseIsNamed) {
  EXPECT_THAT(Faults(R"({"required": ["income"], "anyOf": [{"required": ["wage"]}]})", "{}"),
              ElementsAre(Pair("rule.schema/required/0", HasSubstr("(clause 3).")),
                          Pair("rule.schema/anyOf/0/required/0", HasSubstr("(clause 3-1)."))));
}

TEST(UnknownFactsTest, AnswersAreNotLookedAtWhereTheFormIsNotThereYet) {
  const std::string rule = R"({"properties": {"request": {"required": ["consent"]}}})";
  EXPECT_THAT(Faults(rule, ""), IsEmpty());
  EXPECT_THAT(Faults(rule, "{}"),
              ElementsAre(Pair("rule.schema/properties/request/required/0", HasSubstr("request.consent"))));
}

TEST(UnknownFactsTest, ANameWithADotIsNoPath) {
  const std::string form = R"({"properties": {"consent": {}, "address": {"properties": {"city": {}}}, "own.dot": {}}})";
  for (const Language language : {Language::kEnglish, Language::kPersian}) {
    EXPECT_THAT(Faults(R"({"required": ["disability.grade", "request.consent"],
                           "properties": {"request": {"required": ["address.city", "own.dot"]}}})",
                       form, language),
                ElementsAre(Pair("rule.schema/required/0", HasSubstr(R"(properties.disability.required: ["grade"])")),
                            Pair("rule.schema/required/1", HasSubstr(R"(properties.request.required: ["consent"])")),
                            Pair("rule.schema/properties/request/required/0",
                                 HasSubstr(R"(properties.request.properties.address.required: ["city"])"))));
  }
}

TEST(UnknownFactsTest, AnswersThatTheFormLeavesOpenMayBeNamed) {
  const std::string of_scores = R"({"properties": {"request": {"properties": {"scores": {"required": ["math"]}}}}})";
  for (const char* const scores : {
           R"({"additionalProperties": {"type": "integer"}})",
           R"({"properties": {"art": {}}, "additionalProperties": true})",
           R"({"type": "object"})",
           R"({"type": ["null", "object"]})",
           "{}",
           "true",
           R"({"allOf": [{"type": "object"}, {"description": "of the last year"}]})",
           R"({"$ref": "#/definitions/scores"})",
       }) {
    const std::string form =
        absl::StrCat(R"({"properties": {"scores": )", scores, R"(}, "definitions": {"scores": {"type": "object"}}})");
    EXPECT_THAT(Faults(of_scores, form), IsEmpty()) << scores;
  }
  EXPECT_THAT(Faults(of_scores, R"({"additionalProperties": {"type": "object"}})"), IsEmpty());
  for (const char* const scores : {
           R"({"properties": {"art": {}}})",
           R"({"additionalProperties": false})",
           R"({"type": "integer"})",
           R"({"type": "object", "not": {"additionalProperties": {}}, "required": ["art"]})",
       }) {
    EXPECT_THAT(Faults(of_scores, absl::StrCat(R"({"properties": {"scores": )", scores, "}}")),
                ElementsAre(Pair("rule.schema/properties/request/properties/scores/required/0",
                                 HasSubstr("request.scores.math"))))
        << scores;
  }
}

TEST(UnknownFactsTest, AFormThatDoesNotCompileLeavesAnswersAlone) {
  EXPECT_THAT(Faults(R"({"properties": {"request": {"required": ["consent"]}}})", R"({"contains": {}})"), IsEmpty());
}

TEST(UnknownFactsTest, TheObjectThatHoldsAnAnswerIsNamedWithWhatIsMeant) {
  EXPECT_THAT(Faults(R"({"properties": {"request": {"properties": {"address": {"required": ["ctiy"]}}}}})",
                     R"({"properties": {"address": {"properties": {"city": {}}}}})"),
              ElementsAre(Pair(::testing::_, HasSubstr("did you mean request.address.city?"))));
}

// What these cost grows with each of the two lengths, and with their product where nothing stops it.
TEST(UnknownFactsTest, LongNamesAreToldShort) {
  const std::string asked(30'000, 'a');
  const auto faults = Faults(absl::StrCat(R"({"properties": {"request": {"required": [")", asked, R"("]}}})"),
                             absl::StrCat(R"({"properties": {")", std::string(30'000, 'b'), R"(": {}}})"));
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_LT(faults[0].second.size(), 500u);
}

TEST(UnknownFactsTest, WhatIsMeantIsGuessedOfTheFirstTen) {
  std::vector<std::string> names;
  for (int i = 10; i < 30; ++i) names.push_back(absl::StrCat("\"consent", i, "\""));
  const auto faults =
      Faults(absl::StrCat(R"({"properties": {"request": {"required": [)", absl::StrJoin(names, ","), "]}}}"),
             R"({"properties": {"consent": {}}})");
  ASSERT_EQ(faults.size(), 20u);
  EXPECT_THAT(faults[9].second, HasSubstr("did you mean"));
  EXPECT_THAT(faults[10].second, ::testing::Not(HasSubstr("did you mean")));
}

TEST(UnknownFactsTest, NoMoreIsLookedForThanAnErrorLists) {
  std::vector<std::string> names;
  for (int i = 0; i < 200; ++i) names.push_back(absl::StrCat("\"unknown", i, "\""));
  common::v1::Rule rule;
  *rule.mutable_schema() = Json(absl::StrCat(R"({"properties": {")", std::string(30'000, 'a'), R"(": {"required": [)",
                                             absl::StrJoin(names, ","), "]}}}"));
  FaultList faults;
  AddFactFaults("rule", rule, "3", nullptr, faults);
  EXPECT_TRUE(faults.is_full());
  EXPECT_THAT(WordsOf(faults.ToStatus(), Language::kEnglish), ::testing::StartsWith("More than 50 faults"));
}

TEST(UnknownFactsTest, OfARuleThatDoesNotCompileNothingIsSaid) {
  EXPECT_THAT(Faults(R"({"properties": {"income": {}}, "contains": {}})", "{}"), IsEmpty());
}

}  // namespace
}  // namespace mosbat::facts
