#include "services/casefile/domain/eligibility.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/casefile/examples.h"

namespace mosbat::casefile::domain {
namespace {

using common::v1::Decision;
using examples::Json;

class EligibilityTest : public ::testing::Test {
 protected:
  Decision Decide(absl::string_view facts) {
    Decision decision;
    DecideEligibility(Json(facts), terms_, *rule_, decision);
    return decision;
  }

  const guideline::v1::Terms terms_ = examples::Revision(examples::kToday).terms();
  const std::shared_ptr<const schema::CompiledSchema> rule_ =
      schema::Compile(terms_.eligibility().rule().schema()).value();
};

TEST_F(EligibilityTest, WhoMeetsTheRuleIsEligible) {
  const Decision decision = Decide(R"({"age_years": 6, "file_open": true})");
  EXPECT_EQ(decision.outcome(), Decision::ELIGIBLE);
  EXPECT_EQ(decision.reasons_size(), 0);
}

TEST_F(EligibilityTest, FailedCriterionIsAReasonWithItsPathAndClause) {
  const Decision decision = Decide(R"({"age_years": 7, "file_open": true})");
  EXPECT_EQ(decision.outcome(), Decision::NOT_ELIGIBLE);
  ASSERT_EQ(decision.reasons_size(), 1);
  EXPECT_EQ(decision.reasons(0).path(), "/age_years");
  EXPECT_EQ(decision.reasons(0).keyword(), "maximum");
  EXPECT_EQ(decision.reasons(0).clause(), "3-2");
  EXPECT_EQ(decision.reasons(0).text_en(), "age (years) must be at most 6; it is 7.");
  EXPECT_EQ(decision.reasons(0).text_fa(), "سن (سال) باید حداکثر ۶ باشد؛ ولی ۷ است.");
}

TEST_F(EligibilityTest, CriterionWithoutAClauseOfItsOwnIsOfTheWholeTerm) {
  const Decision decision = Decide(R"({"age_years": 4, "file_open": false})");
  ASSERT_EQ(decision.reasons_size(), 1);
  EXPECT_EQ(decision.reasons(0).clause(), "3");
}

TEST_F(EligibilityTest, SameFactsInAnotherOrderGiveTheSameDecision) {
  EXPECT_EQ(Decide(R"({"file_open": true, "age_years": 9})").SerializeAsString(),
            Decide(R"({"age_years": 9.0, "file_open": true})").SerializeAsString());
}

TEST_F(EligibilityTest, FaultsOfAFormAreNamedByTheirPath) {
  const auto form = schema::Compile(terms_.form().rule().schema()).value();
  const std::vector<FieldFault> faults =
      CheckAnswers("form", Json(R"({"acuity": {"left": 11}})"), terms_.form(), form.get());
  ASSERT_EQ(faults.size(), 2u);
  std::vector<std::string> fields = {faults[0].field, faults[1].field};
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("form.acuity.left", "form.acuity.right"));
}

TEST_F(EligibilityTest, FaultsOfAFormNameItsClause) {
  guideline::v1::SchemaTerm term = terms_.form();
  term.set_clause("7");
  (*term.mutable_rule()->mutable_clauses())["/properties/acuity/properties/left"] = "7-1";
  const auto form = schema::Compile(term.rule().schema()).value();
  std::vector<std::string> said;
  for (const FieldFault& fault : CheckAnswers("form", Json(R"({"acuity": {"left": 11}})"), term, form.get())) {
    said.push_back(fault.words.en.substr(fault.words.en.find('(')));
    EXPECT_THAT(fault.words.fa, ::testing::HasSubstr("(بند ۷"));
  }
  EXPECT_THAT(said, ::testing::UnorderedElementsAre("(clause 7-1).", "(clause 7)."));
}

TEST_F(EligibilityTest, FaultsOfAFormNameEachAlternative) {
  guideline::v1::SchemaTerm term;
  term.set_clause("7");
  *term.mutable_rule()->mutable_schema() = Json(R"({
    "anyOf": [{"required": ["glasses"]}, {"properties": {"acuity": {"anyOf": [
        {"properties": {"left": {"minimum": 8}}}, {"required": ["note"]}]}}, "required": ["acuity"]}]})");
  (*term.mutable_rule()->mutable_clauses())["/anyOf/1/properties/acuity"] = "7-2";
  const auto form = schema::Compile(term.rule().schema()).value();
  std::vector<std::string> said;
  for (const FieldFault& fault : CheckAnswers("form", Json(R"({"acuity": {"left": 5}})"), term, form.get())) {
    said.push_back(absl::StrCat(fault.field, ": ", fault.words.fa));
  }
  EXPECT_THAT(
      said,
      ::testing::ElementsAre(
          "form: هیچ‌یک از ۲ حالت برقرار نیست (بند ۷).",
          "form.glasses: حالت ۱: «glasses» وارد نشده است (بند ۷).",
          "form.acuity: حالت ۲: هیچ‌یک از ۲ حالت برای «acuity» برقرار نیست (بند ۷-۲).",
          "form.acuity.left: حالت ۲.۱: «acuity.left» باید دست‌کم ۸ باشد؛ ولی ۵ است (بند ۷-۲).",
          "form.acuity.note: حالت ۲.۲: «acuity.note» وارد نشده است (بند ۷-۲)."));
}

TEST_F(EligibilityTest, NothingMayBeAnsweredWhereNothingIsAsked) {
  EXPECT_TRUE(CheckAnswers("form", Json("{}"), {}, nullptr).empty());
  EXPECT_EQ(CheckAnswers("form", Json(R"({"a": 1})"), {}, nullptr).size(), 1u);
}

}  // namespace
}  // namespace mosbat::casefile::domain
