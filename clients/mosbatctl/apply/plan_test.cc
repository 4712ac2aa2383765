#include "clients/mosbatctl/apply/plan.h"

#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::StartsWith;

constexpr char kText[] = R"({"about": "x", "apply": [{
  "as": "deputyship:prevention",
  "resource": {"@type": "mosbat.guideline.v1.SubGuideline", "name": "subGuidelines/vision", "title": {"fa": "الف"}},
  "revision": {"clauses": [{"number": "1"}]},
  "then": [{"do": "Submit", "when": ["DRAFT", "RETURNED"]},
           {"as": "steering", "do": "Approve", "when": ["SUBMITTED"], "with": {"historical": true}}]}]})";

TEST(PlanTest, AnEntryBecomesTheRequestsThatItNeeds) {
  const auto entries = ParsePlan("a.json", kText, /*historical=*/true);
  ASSERT_THAT(entries, IsOk());
  ASSERT_EQ(entries->size(), 1U);
  const Entry& entry = entries->front();
  const auto& request = dynamic_cast<const guideline::v1::CreateSubGuidelineRequest&>(*entry.request);
  EXPECT_EQ(request.sub_guideline_id(), "vision");
  EXPECT_EQ(request.sub_guideline().title().fa(), "الف");
  EXPECT_EQ(request.revision().clauses_size(), 1);
  EXPECT_EQ(entry.name(), "subGuidelines/vision");
  ASSERT_EQ(entry.then.size(), 2U);
  EXPECT_EQ(entry.then[0].as, "deputyship:prevention");
  EXPECT_EQ(entry.then[0].method->name(), "SubmitSubGuidelineRevision");
  EXPECT_THAT(entry.then[0].when, ElementsAre("DRAFT", "RETURNED"));
  EXPECT_EQ(entry.then[1].as, "steering");
  EXPECT_EQ(entry.then[1].path, "apply[0].then[1]");
}

TEST(PlanTest, AHistoricalStepMustBeAskedFor) {
  const auto entries = ParsePlan("a.json", kText, /*historical=*/false);
  EXPECT_THAT(entries, FailsWith(absl::StatusCode::kFailedPrecondition, "HISTORICAL_NOT_ASKED"));
  EXPECT_THAT(WordsOf(entries.status(), Language::kEnglish), StartsWith("a.json: apply[0].then[1] "));
}

struct Wrong {
  const char* text;
  const char* reason;
  const char* path;
};

TEST(PlanTest, WhatIsWrongIsNamedByFileAndPath) {
  for (const Wrong& wrong : {
           Wrong{"{}", "PLAN_INVALID", "apply"},
           Wrong{R"({"aply": []})", "PLAN_INVALID", "aply"},
           Wrong{R"({"apply": [1]})", "PLAN_INVALID", "apply[0]"},
           Wrong{R"({"apply": [{"as": "steering"}]})", "PLAN_INVALID", "apply[0].resource.@type"},
           Wrong{R"({"apply": [{"as": "stearing", "resource": {"@type": "mosbat.guideline.v1.Deputyship"}}]})",
                 "PLAN_INVALID", "apply[0].as"},
           Wrong{R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Deputyships"}}]})",
                 "PLAN_INVALID", "apply[0].resource.@type"},
           Wrong{R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.common.v1.Title"}}]})", "PLAN_INVALID",
                 "apply[0].resource.@type"},
           Wrong{R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Deputyship"}}]})",
                 "PLAN_INVALID", "apply[0].resource.name"},
           Wrong{R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Deputyship",
                     "name": "deputyships/a", "titel": {}}}]})",
                 "JSON_INVALID", "apply[0].resource.titel"},
           Wrong{R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Directive",
                     "name": "directives/a"}, "revision": {}}]})",
                 "PLAN_INVALID", "apply[0].revision"},
           Wrong{R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Directive",
                     "name": "directives/a"}, "then": [{"do": "Burn", "when": ["DRAFT"]}]}]})",
                 "PLAN_INVALID", "apply[0].then[0].do"},
           Wrong{R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Directive",
                     "name": "directives/a"}, "then": [{"do": "Issue", "when": ["DRAFTED"]}]}]})",
                 "PLAN_INVALID", "apply[0].then[0].when"},
           Wrong{R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Directive",
                     "name": "directives/a"}, "then": [{"do": "Issue", "when": ["DRAFT"], "with": {"etak": ""}}]}]})",
                 "JSON_INVALID", "apply[0].then[0].with.etak"},
       }) {
    SCOPED_TRACE(wrong.text);
    const auto entries = ParsePlan("a.json", wrong.text, /*historical=*/true);
    ASSERT_THAT(entries, FailsWith(absl::StatusCode::kInvalidArgument, wrong.reason));
    EXPECT_EQ(FaultsOf(entries.status(), Language::kEnglish).front().first, wrong.path);
    EXPECT_THAT(WordsOf(entries.status(), Language::kEnglish), StartsWith("a.json: "));
  }
}

TEST(PlanTest, AFolderIsReadInTheOrderOfItsFilesNames) {
  const ::mosbat::testing::TempFolder folder;
  const auto write = [&](const std::string& file, const std::string& id) {
    std::ofstream(folder.path() + "/" + file)
        << R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Deputyship", "name": "deputyships/)"
        << id << "\"}}]}";
  };
  write("20-b.json", "b");
  write("10-a.json", "a");
  write("README.md", "c");

  const auto entries = ReadPlan(folder.path(), /*historical=*/false);
  ASSERT_THAT(entries, IsOk());
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ((*entries)[0].name(), "deputyships/a");
  EXPECT_EQ((*entries)[1].name(), "deputyships/b");
}

TEST(PlanTest, AFolderWithoutFilesAndAMissingFileAreRefused) {
  const ::mosbat::testing::TempFolder folder;
  for (const std::string& file : {folder.path(), folder.path() + "/none.json"}) {
    EXPECT_THAT(ReadPlan(file, false), FailsWith(absl::StatusCode::kInvalidArgument, "FILE_UNREADABLE"));
  }
}

}  // namespace
}  // namespace mosbat::ctl
