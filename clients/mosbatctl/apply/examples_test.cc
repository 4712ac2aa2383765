#include "clients/mosbatctl/apply/examples.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/json.h"
#include "common/testing/status_matchers.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kPackage[] = R"(as: deputyship:prevention
resource: {"@type": mosbat.guideline.v1.SubGuideline, name: subGuidelines/vision}
revision:
  terms:
    eligibility: {clause: "2", rule: {schema: {properties: {age_years: {maximum: 6}}, required: [age_years]}}}
    requestForm: {clause: "3", rule: {schema: {properties: {consent: {const: true}}, required: [consent]}}}
---
as: deputyship:prevention
resource: {"@type": mosbat.catalog.v1.ServiceType, name: serviceTypes/vision, restsOn: subGuidelines/vision/revisions/1}
)";

constexpr char kExamples[] = R"(serviceType: serviceTypes/vision
examples:
  - about: four
    facts: {age_years: 4}
  - about: seven
    facts: {age_years: 7}
    refused: [{path: /age_years, clause: "2"}]
  - about: without consent
    request: {consent: false}
    refused: [{path: /consent, clause: "3"}]
)";

std::vector<ExampleCase> Read(const std::string& text = kExamples) {
  const auto examples = ParseExamples("e.yaml", text);
  EXPECT_THAT(examples, IsOk());
  return examples.value_or(std::vector<ExampleCase>());
}

common::v1::Decision Judged(const ExampleCase& example) {
  const auto package = ParsePlan("p.yaml", kPackage, /*historical=*/false);
  EXPECT_THAT(package, IsOk());
  const auto decision = JudgeByPackage(Makers(*package), example);
  EXPECT_THAT(decision, IsOk());
  return decision.value_or(common::v1::Decision());
}

TEST(ExamplesTest, APackageIsTriedBeforeItIsApplied) {
  const std::vector<ExampleCase> examples = Read();
  ASSERT_EQ(examples.size(), 3U);
  for (const ExampleCase& example : examples) EXPECT_TRUE(IsAsExpected(example, Judged(example))) << example.about;
  EXPECT_EQ(ExampleText(examples[0], Judged(examples[0]), Language::kEnglish, {}), "✓ accepted  facts  four\n");
  EXPECT_EQ(ExampleText(examples[1], Judged(examples[1]), Language::kEnglish, {}),
            "✓ refused   facts  seven  /age_years (2)\n");
}

TEST(ExamplesTest, WhatIsJudgedOtherwiseSaysWhatWasExpectedAndWhy) {
  std::vector<ExampleCase> examples = Read();
  examples[1].refused.clear();
  EXPECT_FALSE(IsAsExpected(examples[1], Judged(examples[1])));
  EXPECT_THAT(ExampleText(examples[1], Judged(examples[1]), Language::kEnglish, {}),
              AllOf(StartsWith("✗ refused   facts  seven  /age_years (2)\n    e.yaml:5: expected accepted\n    - ")));
  examples[2].refused.front().second = "9";
  EXPECT_FALSE(IsAsExpected(examples[2], Judged(examples[2]))) << "for another clause";
}

TEST(ExamplesTest, WhereNoAlternativeIsMetTheWholeAndEachOfThemAreReasons) {
  guideline::v1::SchemaTerm form;
  ASSERT_THAT(FromJson(*ParseJson("form", R"({"clause": "4", "rule": {"clauses": {"/anyOf/1": "4-2"}, "schema":
                  {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}}})"),
                       "", form),
              IsOk());
  const auto decision = JudgeForm(form, {});
  ASSERT_THAT(decision, IsOk());
  ExampleCase example{.place = "e.yaml:1", .about = "nothing", .judged = "form"};
  EXPECT_EQ(ExampleText(example, *decision, Language::kEnglish, {}),
            "✗ refused   form  nothing  (4), 1: /a (4), 2: /b (4-2)\n    e.yaml:1: expected accepted\n"
            "    - None of the 2 alternatives is met.\n    - Alternative 1: a is missing.\n"
            "    - Alternative 2: b is missing.\n");
  example.refused = {{"", "4"}, {"/a", "4"}, {"/b", "4-2"}};
  EXPECT_TRUE(IsAsExpected(example, *decision));
}

TEST(ExamplesTest, WhatTwoAlternativesRefuseForTheSameReasonIsListedTwice) {
  guideline::v1::SchemaTerm form;
  ASSERT_THAT(FromJson(*ParseJson("form", R"({"clause": "2", "rule": {"schema":
                  {"anyOf": [{"required": ["a"]}, {"required": ["a", "b"]}]}}})"),
                       "", form),
              IsOk());
  const auto decision = JudgeForm(form, {});
  ASSERT_THAT(decision, IsOk());
  ExampleCase example{.place = "e.yaml:1", .about = "nothing", .judged = "form"};
  example.refused = {{"", "2"}, {"/a", "2"}, {"/a", "2"}, {"/b", "2"}};
  EXPECT_TRUE(IsAsExpected(example, *decision));
  EXPECT_EQ(ExampleText(example, *decision, Language::kEnglish, {}),
            "✓ refused   form  nothing  (2), 1: /a (2), 2: /a (2), 2: /b (2)\n");
  example.refused.erase(example.refused.begin() + 1);
  EXPECT_FALSE(IsAsExpected(example, *decision));
}

TEST(ExamplesTest, AWrongFileIsNamedByLineAndPath) {
  const struct {
    const char* text;
    const char* words;
  } kWrong[] = {{"serviceType: x\nexampels: []\n", "e.yaml:2, exampels: there is no such key; did you mean examples?"},
                {"serviceType: x\nexamples:\n  - about: y\n", "e.yaml:3, examples[0]: an example has exactly one of"},
                {"serviceType: x\nexamples:\n  - {facts: {}, form: {}}\n",
                 "e.yaml:3, examples[0]: an example has exactly one of"},
                {"serviceType: x\nexamples:\n  - facts: {}\n    refused: [{path: /a, clause: 2}]\n",
                 "e.yaml:4, examples[0].refused[0].clause: must be a text"},
                {"", "e.yaml: there is no example in it."}};
  for (const auto& wrong : kWrong) {
    SCOPED_TRACE(wrong.text);
    const auto examples = ParseExamples("e.yaml", wrong.text);
    ASSERT_THAT(examples, FailsWith(absl::StatusCode::kInvalidArgument, "EXAMPLES_INVALID"));
    EXPECT_THAT(WordsOf(examples.status(), Language::kEnglish), HasSubstr(wrong.words));
  }
}

TEST(ExamplesTest, AFactThatThereIsNotIsRefusedAsTheSuiteDoes) {
  ExampleCase example = Read(
                            "serviceType: serviceTypes/vision\nexamples:\n"
                            "  - about: four\n    facts: {age_yaers: 4}\n")
                            .front();
  const auto package = ParsePlan("p.yaml", kPackage, /*historical=*/false);
  const auto decision = JudgeByPackage(Makers(*package), example);
  ASSERT_THAT(decision, FailsWith(absl::StatusCode::kInvalidArgument, "FACT_UNKNOWN"));
  EXPECT_TRUE(IsOfExample(decision.status())) << "the next one is judged all the same";
  EXPECT_THAT(UnjudgedText(example, decision.status(), Language::kEnglish, {}),
              AllOf(StartsWith("✗ no answer  facts  four\n    e.yaml:3: "), HasSubstr("age_yaers")));
  EXPECT_FALSE(IsOfExample(absl::UnavailableError("away")));
}

TEST(ExamplesTest, ATypeThatThePackageDoesNotHaveCannotBeJudged) {
  ExampleCase example = Read().front();
  example.service_type = "serviceTypes/other";
  const auto package = ParsePlan("p.yaml", kPackage, /*historical=*/false);
  EXPECT_THAT(JudgeByPackage(Makers(*package), example),
              FailsWith(absl::StatusCode::kFailedPrecondition, "TEXT_NOT_IN_PACKAGE"));
}

}  // namespace
}  // namespace mosbat::ctl
