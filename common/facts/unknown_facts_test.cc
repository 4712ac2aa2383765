#include "common/facts/unknown_facts.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

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
  AddUnknownFacts("rule", asking, "3", form.empty() ? nullptr : &request_form, faults);
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
                            Pair("rule.schema/anyOf/0/required/0", HasSubstr("income")),
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

TEST(UnknownFactsTest, OfARuleThatDoesNotCompileNothingIsSaid) {
  EXPECT_THAT(Faults(R"({"properties": {"income": {}}, "contains": {}})", "{}"), IsEmpty());
}

}  // namespace
}  // namespace mosbat::facts
