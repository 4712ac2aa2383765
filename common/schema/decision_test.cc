#include "common/schema/decision.h"

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/schema/schema_test_support.h"

namespace mosbat::schema {
namespace {

using common::v1::Decision;
using ::testing::UnorderedElementsAre;

class DecideTest : public ::testing::Test {
 protected:
  DecideTest() {
    *rule_.mutable_schema() = StructOf(R"({"type": "object", "required": ["file_open"], "properties": {
        "age_years": {"maximum": 6}, "file_open": {"const": true}}})");
    (*rule_.mutable_clauses())["/properties/age_years"] = "3-2";
  }

  Decision Of(const std::string& facts) {
    Decision decision;
    Decide(StructOf(facts), rule_, "3", *Compile(rule_.schema()).value(), decision);
    return decision;
  }

  common::v1::Rule rule_;
};

TEST_F(DecideTest, FailedCriterionNamesItsPathAndItsNearestClause) {
  const Decision decision = Of(R"({"age_years": 7, "file_open": false})");
  EXPECT_EQ(decision.outcome(), Decision::NOT_ELIGIBLE);
  ASSERT_EQ(decision.reasons_size(), 2);
  EXPECT_EQ(decision.reasons(0).path(), "/age_years");
  EXPECT_EQ(decision.reasons(0).keyword(), "maximum");
  EXPECT_EQ(decision.reasons(0).clause(), "3-2");
  EXPECT_NE(decision.reasons(0).text_en(), "");
  EXPECT_NE(decision.reasons(0).text_fa(), "");
  EXPECT_EQ(decision.reasons(1).clause(), "3");
}

TEST_F(DecideTest, EveryAlternativeIsAReasonWithItsOwnClause) {
  *rule_.mutable_schema() = StructOf(R"({"properties": {"file_open": {"const": true}}, "anyOf": [
      {"properties": {"age_years": {"minimum": 60}}}, {"properties": {"disabled": {"const": true}}}]})");
  rule_.mutable_clauses()->clear();
  (*rule_.mutable_clauses())["/anyOf"] = "4";
  (*rule_.mutable_clauses())["/anyOf/1/properties/disabled"] = "4-2";
  const Decision decision = Of(R"({"age_years": 41, "disabled": false, "file_open": false})");
  std::vector<std::string> said;
  for (const auto& reason : decision.reasons()) {
    said.push_back(absl::StrJoin({reason.keyword(), reason.path(), reason.clause(), reason.alternative()}, " "));
  }
  EXPECT_THAT(said, UnorderedElementsAre("const /file_open 3 ", "anyOf  4 ", "minimum /age_years 4 1",
                                         "const /disabled 4-2 2"));
  EXPECT_EQ(Of(R"({"age_years": 61, "disabled": false, "file_open": true})").outcome(), Decision::ELIGIBLE);
}

TEST_F(DecideTest, SameFactsGiveTheSameDecisionBitForBit) {
  const Decision decision = Of(R"({"age_years": 4, "file_open": true})");
  EXPECT_EQ(decision.outcome(), Decision::ELIGIBLE);
  EXPECT_EQ(decision.facts_sha256().size(), 64u);
  EXPECT_EQ(decision.SerializeAsString(), Of(R"({"file_open": true, "age_years": 4.0})").SerializeAsString());
}

}  // namespace
}  // namespace mosbat::schema
