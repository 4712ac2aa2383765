#include "clients/mosbatctl/apply/apply.h"

#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/registry/v1/division_service.pb.h"

namespace mosbat::ctl {
namespace {

namespace gv = guideline::v1;

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

// A guideline service with deputyships and directives, and nothing else that one has to think of. Fails every call from
// `fail_after` on, to cut a run.
class FakeGuideline final : public Calls {
 public:
  absl::Status Invoke(absl::string_view as, const google::protobuf::Message& request,
                      google::protobuf::Message& response) override {
    if (fail_after-- == 0) return MakeError(absl::StatusCode::kUnavailable, "CUT", {.en = "Cut.", .fa = "قطع."});
    if (request.GetTypeName().find(".Get") == std::string::npos) {
      writes.push_back(std::string(as) + " " + request.GetDescriptor()->name());
    }
    if (const auto* get = dynamic_cast<const gv::GetDeputyshipRequest*>(&request)) {
      return Find(deputyships, get->name(), response);
    }
    if (const auto* create = dynamic_cast<const gv::CreateDeputyshipRequest*>(&request)) {
      if (!create->deputyship().has_title()) {
        return MakeFieldError("FIELD_REQUIRED",
                              {.field = "deputyship.title.fa", .words = {.en = "It is required.", .fa = "لازم است."}});
      }
      gv::Deputyship made = create->deputyship();
      made.set_etag("1");
      response.CopyFrom(deputyships["deputyships/" + create->deputyship_id()] = made);
    } else if (const auto* update = dynamic_cast<const gv::UpdateDeputyshipRequest*>(&request)) {
      masks.push_back(update->update_mask().paths(0));
      gv::Deputyship& stored = deputyships[update->deputyship().name()];
      EXPECT_EQ(update->deputyship().etag(), stored.etag());
      *stored.mutable_title() = update->deputyship().title();
      response.CopyFrom(stored);
    } else if (const auto* directive = dynamic_cast<const gv::GetDirectiveRequest*>(&request)) {
      return Find(directives, directive->name(), response);
    } else if (const auto* draft = dynamic_cast<const gv::CreateDirectiveRequest*>(&request)) {
      gv::Directive made = draft->directive();
      made.set_state(gv::Directive::DRAFT);
      response.CopyFrom(directives["directives/" + draft->directive_id()] = made);
    } else if (dynamic_cast<const gv::UpdateDirectiveRequest*>(&request) != nullptr) {
      return MakeError(absl::StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_DRAFT",
                       {.en = "Issued.", .fa = "ابلاغ شده."});
    } else if (const auto* issue = dynamic_cast<const gv::IssueDirectiveRequest*>(&request)) {
      if (!issue_answer.ok()) return issue_answer;
      gv::Directive& stored = directives[issue->name()];
      stored.set_state(gv::Directive::ISSUED);
      response.CopyFrom(stored);
    } else if (dynamic_cast<const registry::v1::ImportDivisionsRequest*>(&request) != nullptr) {
      registry::v1::ImportDivisionsResponse counts;
      counts.set_added(2);
      counts.set_changed(1);
      counts.set_unchanged(3);
      response.CopyFrom(counts);
    }
    return absl::OkStatus();
  }

  std::map<std::string, gv::Deputyship> deputyships;
  std::map<std::string, gv::Directive> directives;
  std::vector<std::string> writes;
  std::vector<std::string> masks;
  int fail_after = -1;
  absl::Status issue_answer;

 private:
  template <typename Stored>
  static absl::Status Find(const Stored& stored, const std::string& name, google::protobuf::Message& response) {
    const auto found = stored.find(name);
    if (found == stored.end()) {
      return MakeError(absl::StatusCode::kNotFound, "NOT_FOUND", {.en = "It is not there.", .fa = "نیست."});
    }
    response.CopyFrom(found->second);
    return absl::OkStatus();
  }
};

constexpr char kText[] = R"({"apply": [
  {"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Deputyship", "name": "deputyships/a", "title": {"fa": "الف"}}},
  {"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Directive", "name": "directives/one", "number": "1"},
   "then": [{"as": "steering@chief", "do": "Issue", "when": ["DRAFT"]}]}]})";

std::vector<Entry> PlanOf(const std::string& text) {
  auto entries = ParsePlan("a.json", text, /*historical=*/true);
  EXPECT_THAT(entries, IsOk());
  return *std::move(entries);
}

TEST(ApplyTest, MakesWhatIsNotThereInTheNameOfTheRoleThatTheFileGives) {
  FakeGuideline calls;
  std::vector<std::string> lines;
  const ApplyResult result =
      Apply(calls, PlanOf(kText), {.progress = [&](absl::string_view line) { lines.emplace_back(line); }});
  EXPECT_THAT(result.stopped, IsOk());
  EXPECT_EQ(SummaryOf(result), "2 created, 0 changed, 0 unchanged");
  EXPECT_THAT(calls.writes, ElementsAre("steering CreateDeputyshipRequest", "steering CreateDirectiveRequest",
                                        "steering@chief IssueDirectiveRequest"));
  EXPECT_THAT(lines, ElementsAre("created    deputyships/a", "created    directives/one (Issue)"));
}

TEST(ApplyTest, ASecondRunChangesNothing) {
  FakeGuideline calls;
  ASSERT_THAT(Apply(calls, PlanOf(kText), {}).stopped, IsOk());
  calls.writes.clear();

  const ApplyResult second = Apply(calls, PlanOf(kText), {});
  EXPECT_EQ(SummaryOf(second), "0 created, 0 changed, 2 unchanged");
  EXPECT_THAT(calls.writes, IsEmpty());
}

TEST(ApplyTest, ARunThatWasCutAnywhereIsFinishedByTheNext) {
  // get, create, get, create, issue
  for (int cut = 0; cut < 5; ++cut) {
    SCOPED_TRACE(cut);
    FakeGuideline calls;
    calls.fail_after = cut;
    const ApplyResult first = Apply(calls, PlanOf(kText), {});
    EXPECT_THAT(first.stopped, FailsWith(absl::StatusCode::kUnavailable, "CUT"));
    calls.fail_after = -1;
    EXPECT_THAT(Apply(calls, PlanOf(kText), {}).stopped, IsOk());
    EXPECT_THAT(calls.writes, SizeIs(3));
    EXPECT_EQ(calls.directives["directives/one"].state(), gv::Directive::ISSUED);
  }
}

TEST(ApplyTest, WhatDiffersIsUpdatedFieldByField) {
  FakeGuideline calls;
  ASSERT_THAT(Apply(calls, PlanOf(kText), {}).stopped, IsOk());
  calls.deputyships["deputyships/a"].mutable_title()->set_fa("ب");

  const ApplyResult result = Apply(calls, PlanOf(kText), {});
  EXPECT_EQ(SummaryOf(result), "0 created, 1 changed, 1 unchanged");
  EXPECT_THAT(calls.masks, ElementsAre("title"));
  EXPECT_EQ(calls.deputyships["deputyships/a"].title().fa(), "الف");
}

TEST(ApplyTest, WhatMayNoLongerBeEditedIsReportedWithItsPathAndTheRestIsApplied) {
  FakeGuideline calls;
  calls.directives["directives/one"].set_number("7");
  calls.directives["directives/one"].set_state(gv::Directive::ISSUED);
  const std::string text = std::string(kText);
  std::vector<Entry> entries = PlanOf(text);
  std::swap(entries[0], entries[1]);

  const ApplyResult result = Apply(calls, entries, {});
  EXPECT_THAT(result.stopped, IsOk());
  EXPECT_EQ(SummaryOf(result), "1 created, 0 changed, 0 unchanged, 1 different");
  ASSERT_THAT(result.different, SizeIs(1));
  EXPECT_THAT(result.different.front(), FailsWith(absl::StatusCode::kFailedPrecondition, "DIFFERENT"));
  EXPECT_THAT(WordsOf(result.different.front(), Language::kEnglish),
              HasSubstr("a.json:3, apply[1].resource.number (directives/one): "));
  EXPECT_THAT(WordsOf(result.different.front(), Language::kEnglish), HasSubstr("apply[1].resource.number"));
}

TEST(ApplyTest, AFaultOfTheServiceIsNamedByItsPathInTheFile) {
  FakeGuideline calls;
  const ApplyResult result = Apply(
      calls,
      PlanOf(
          R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Deputyship", "name": "deputyships/a"}}]})"),
      {});
  EXPECT_THAT(result.stopped, FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_EQ(FaultsOf(result.stopped, Language::kEnglish).front().first, "apply[0].resource.title.fa");
  EXPECT_THAT(WordsOf(result.stopped, Language::kEnglish),
              StartsWith("a.json:1, apply[0].resource.title.fa (deputyships/a): It is required."));
}

TEST(ApplyTest, WhatRestsOnWhatDiffersIsLeftOutAndTheRestIsApplied) {
  FakeGuideline calls;
  calls.directives["directives/one"].set_number("7");
  calls.directives["directives/one"].set_state(gv::Directive::ISSUED);
  const std::vector<Entry> entries = PlanOf(R"({"apply": [
      {"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Directive", "name": "directives/one", "number": "1"}},
      {"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Directive", "name": "directives/two",
          "amends": "directives/one"}},
      {"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Deputyship", "name": "deputyships/a",
          "title": {"fa": "الف"}}}]})");
  std::vector<std::string> lines;
  const ApplyResult result =
      Apply(calls, entries, {.progress = [&](absl::string_view line) { lines.emplace_back(line); }});
  EXPECT_THAT(result.stopped, IsOk());
  EXPECT_EQ(SummaryOf(result), "1 created, 0 changed, 0 unchanged, 1 different, 1 left out");
  EXPECT_THAT(lines, ElementsAre("different  directives/one",
                                 "!          directives/two  left out: it rests on directives/one, which differs",
                                 "created    deputyships/a"));
}

TEST(ApplyTest, WhatWasWrittenOfAnEntryThatStoppedIsCountedAndNamed) {
  FakeGuideline calls;
  calls.fail_after = 4;  // the issue of the directive
  const ApplyResult result = Apply(calls, PlanOf(kText), {});
  EXPECT_THAT(result.stopped, FailsWith(absl::StatusCode::kUnavailable, "CUT"));
  EXPECT_EQ(SummaryOf(result), "2 created, 0 changed, 0 unchanged");
  EXPECT_EQ(result.halfway, "created    directives/one; it stopped halfway");

  calls.fail_after = 2;
  const ApplyResult nothing = Apply(calls, PlanOf(kText), {});
  EXPECT_EQ(SummaryOf(nothing), "0 created, 0 changed, 1 unchanged");
  EXPECT_EQ(nothing.halfway, "") << "nothing of the directive was written";
}

TEST(ApplyTest, AFaultOfAStepIsNamedWhereWhatItActsOnIsWritten) {
  FakeGuideline calls;
  calls.issue_answer =
      MakeFieldErrors(absl::StatusCode::kFailedPrecondition, "DIRECTIVE_INCOMPLETE", {.en = "No.", .fa = "نه."},
                      {{.field = "provisions.call_window", .words = {.en = "Missing.", .fa = "نیست."}}});
  const ApplyResult result = Apply(calls, PlanOf(kText), {});
  EXPECT_EQ(FaultsOf(result.stopped, Language::kEnglish).front().first, "apply[1].resource.provisions.callWindow");
}

TEST(ApplyTest, AnImportCountsWhatTheServiceCounted) {
  FakeGuideline calls;
  const ApplyResult result = Apply(
      calls,
      PlanOf(R"({"apply": [{"as": "steering", "resource": {"@type": "mosbat.registry.v1.ImportDivisionsRequest"}}]})"),
      {});
  EXPECT_EQ(SummaryOf(result), "2 created, 1 changed, 3 unchanged");
}

}  // namespace
}  // namespace mosbat::ctl
