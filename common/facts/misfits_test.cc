#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "common/facts/fact_faults.h"

namespace mosbat::facts {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

std::vector<std::pair<std::string, std::string>> Faults(const std::string& schema,
                                                        Language language = Language::kEnglish) {
  common::v1::Rule rule;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(schema, rule.mutable_schema()).ok()) << schema;
  FaultList faults;
  AddFactFaults("rule", rule, "3", /*request_form=*/nullptr, faults);
  return FaultsOf(faults.ToStatus(), language);
}

std::vector<std::pair<std::string, std::string>> FaultsOfFact(const std::string& fact, const std::string& schema) {
  return Faults(absl::StrCat(R"({"properties": {")", fact, "\": ", schema, "}}"));
}

TEST(MisfitsTest, WhatAFactCanBeMayBeAskedOfIt) {
  EXPECT_THAT(FaultsOfFact("age_years", R"({"type": "integer", "minimum": 60, "maximum": 120})"), IsEmpty());
  EXPECT_THAT(FaultsOfFact("age_years", R"({"type": ["number", "null"], "enum": [5, 6]})"), IsEmpty());
  EXPECT_THAT(FaultsOfFact("file_open", R"({"const": true})"), IsEmpty());
  EXPECT_THAT(FaultsOfFact("sex", R"({"type": "string", "enum": ["FEMALE"]})"), IsEmpty());
  EXPECT_THAT(FaultsOfFact("disability", R"({"properties": {"grade": {"enum": ["SEVERE", "VERY_SEVERE"]}}})"),
              IsEmpty());
  EXPECT_THAT(FaultsOfFact("request", R"({"properties": {"size": {"minLength": 3, "const": "زن"}}})"), IsEmpty());
}

TEST(MisfitsTest, AValueThatTheFactNeverHasIsNamedWithThoseThatItHas) {
  EXPECT_THAT(FaultsOfFact("file_open", R"({"const": "true"})"),
              ElementsAre(Pair("rule.schema/properties/file_open/const",
                               "It is never \"true\": file_open is true or false, without quotes (clause 3).")));
  EXPECT_THAT(FaultsOfFact("sex", R"({"enum": ["MALE", "زن"]})"),
              ElementsAre(Pair("rule.schema/properties/sex/enum/1",
                               "It is never \"زن\": sex is one of FEMALE (female), MALE (male) (clause 3).")));
  EXPECT_THAT(
      Faults(R"({"properties": {"sex": {"const": "زن"}}})", Language::kPersian),
      ElementsAre(Pair(
          "rule.schema/properties/sex/const",
          "مقدار آن هیچ‌گاه «زن» نیست: sex یکی از این‌هاست: FEMALE (زن)، MALE (مرد) (بند ۳).")));
  EXPECT_THAT(FaultsOfFact("age_years", R"({"const": "60"})"),
              ElementsAre(Pair("rule.schema/properties/age_years/const", HasSubstr("age_years is a whole number"))));
}

TEST(MisfitsTest, AKeywordThatSaysNothingOfTheTypeIsNamed) {
  EXPECT_THAT(FaultsOfFact("age_years", R"({"minLength": 60})"),
              ElementsAre(Pair("rule.schema/properties/age_years/minLength",
                               AllOf(HasSubstr("\"minLength\" says nothing here"), HasSubstr("whole number")))));
  EXPECT_THAT(FaultsOfFact("last_same_service_result", R"({"const": "second-stage"})"), IsEmpty());
  EXPECT_THAT(FaultsOfFact("last_same_service_result", R"({"minimum": 1})"),
              ElementsAre(Pair("rule.schema/properties/last_same_service_result/minimum",
                               HasSubstr("last_same_service_result is a text"))));
  EXPECT_THAT(FaultsOfFact("sex", R"({"minimum": 1})"),
              ElementsAre(Pair("rule.schema/properties/sex/minimum", HasSubstr("says nothing here"))));
}

TEST(MisfitsTest, ATypeThatTheFactNeverIsIsNamedWhereItIsDemanded) {
  EXPECT_THAT(FaultsOfFact("age_years", R"({"type": "string"})"),
              ElementsAre(Pair("rule.schema/properties/age_years/type", HasSubstr("never \"string\""))));
  EXPECT_THAT(Faults(R"({"not": {"properties": {"age_years": {"type": "null"}}}})"), IsEmpty());
}

TEST(MisfitsTest, WhereverInTheRuleItStands) {
  EXPECT_THAT(Faults(R"({"if": {"properties": {"sex": {"const": "WOMAN"}}},
                         "then": {"properties": {"disability": {"properties": {"grade": {"const": "BAD"}}}}}})"),
              ElementsAre(Pair("rule.schema/if/properties/sex/const", HasSubstr("WOMAN")),
                          Pair("rule.schema/then/properties/disability/properties/grade/const", HasSubstr("BAD"))));
}

TEST(MisfitsTest, OfWhatDoesNotCompileNothingIsSaid) {
  EXPECT_THAT(FaultsOfFact("sex", R"({"type": 7, "const": "WOMAN"})"), IsEmpty());
}

}  // namespace
}  // namespace mosbat::facts
