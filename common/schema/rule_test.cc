#include "common/schema/rule.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/schema/schema.h"
#include "common/schema/schema_test_support.h"
#include "common/testing/status_matchers.h"

namespace mosbat::schema {
namespace {

using ::mosbat::testing::IsOk;

constexpr char kVisionScreening[] = R"({
  "schema": {
    "properties": {
      "age_years": {"minimum": 3, "maximum": 6},
      "member": {"$ref": "#/definitions/member"}
    },
    "required": ["age_years"],
    "definitions": {"member": {"properties": {"open": {"const": true}}}}
  },
  "clauses": {"/properties/age_years": "3-1", "/properties/age_years/maximum": "3-2",
              "/properties/member/properties/open": "2-1"}
})";

std::string ClauseOfTheFault(const std::string& facts) {
  const auto rule = FromJson<common::v1::Rule>(kVisionScreening);
  const auto compiled = Compile(rule.schema());
  EXPECT_THAT(compiled, IsOk());
  const std::vector<Fault> faults = (*compiled)->Validate(StructOf(facts));
  EXPECT_EQ(faults.size(), 1u);
  return ClauseOf(rule, faults.at(0).schema_path);
}

TEST(RuleTest, AFaultNamesTheNearestClause) {
  EXPECT_EQ(ClauseOfTheFault(R"({"age_years": 7})"), "3-2");
  EXPECT_EQ(ClauseOfTheFault(R"({"age_years": 2})"), "3-1");
  EXPECT_EQ(ClauseOfTheFault("{}"), "3-1") << "what is missing belongs to the property's clause";
  EXPECT_EQ(ClauseOfTheFault(R"({"age_years": 4, "member": {"open": false}})"), "2-1") << "through a reference";
}

TEST(RuleTest, AClauseOfTheWholeRuleServesWhereNoneIsNearer) {
  const auto rule = FromJson<common::v1::Rule>(R"({"schema": {"required": ["a"]}, "clauses": {"": "1"}})");
  EXPECT_EQ(ClauseOf(rule, "/required"), "1");
  EXPECT_EQ(ClauseOf(FromJson<common::v1::Rule>("{}"), "/required"), "");
  EXPECT_EQ(ClauseOf(FromJson<common::v1::Rule>("{}"), "/required", "3"), "3");
}

TEST(RuleTest, AClauseIsSaidAtTheEndOfTheSentence) {
  const Words words = {.en = "a is missing.", .fa = "a وارد نشده است."};
  EXPECT_EQ(WithClause(words, "3-2").en, "a is missing (clause 3-2).");
  EXPECT_EQ(WithClause(words, "3-2").fa, "a وارد نشده است (بند ۳-۲).");
  EXPECT_EQ(WithClause(words, "9", PartOfText::kArticle).en, "a is missing (article 9).");
  EXPECT_EQ(WithClause(words, "9", PartOfText::kArticle).fa, "a وارد نشده است (ماده ۹).");
  EXPECT_EQ(WithClause(words, "").fa, words.fa);
}

}  // namespace
}  // namespace mosbat::schema
