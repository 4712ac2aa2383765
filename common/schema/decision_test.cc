#include "common/schema/decision.h"

#include "gtest/gtest.h"

#include "common/schema/schema_test_support.h"

namespace mosbat::schema {
namespace {

using common::v1::Decision;

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

TEST_F(DecideTest, SameFactsGiveTheSameDecisionBitForBit) {
  const Decision decision = Of(R"({"age_years": 4, "file_open": true})");
  EXPECT_EQ(decision.outcome(), Decision::ELIGIBLE);
  EXPECT_EQ(decision.facts_sha256().size(), 64u);
  EXPECT_EQ(decision.SerializeAsString(), Of(R"({"file_open": true, "age_years": 4.0})").SerializeAsString());
}

}  // namespace
}  // namespace mosbat::schema
