// The people's command against the whole suite in one process: what it prints, what it ends with, what it writes.
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

#include "clients/mosbatctl/context.h"
#include "clients/mosbatctl/yaml.h"
#include "common/auth/local_identity.h"
#include "common/testing/status_matchers.h"
#include "tests/integration/mosbatctl_fixture.h"

namespace mosbat {
namespace {

using ::mosbat::testing::IsOk;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(MosbatctlTest, OfWhatIsLoadedNothingDiffers) {
  const Ran ran = Typed({"diff", "-f", MOSBAT_FOUNDING_DATA});
  EXPECT_EQ(ran.code, ctl::kDone) << ran.out << ran.errors;
  EXPECT_THAT(ran.out, HasSubstr("0 to create, 0 to change, "));
}

TEST_F(MosbatctlTest, ANewActivityIsOneFileAndOneCommand) {
  const std::string file = Package("newborn-hearing");
  const Ran before = Typed({"diff", "-f", file});
  EXPECT_EQ(before.code, ctl::kDifferent) << before.errors;
  EXPECT_THAT(before.out, AllOf(HasSubstr("+ subGuidelines/newborn-hearing  would be created (deputyship:prevention)"),
                                HasSubstr("    » Approve (steering)"), HasSubstr("4 to create, 0 to change")));

  const Ran dry = Typed({"apply", "-f", file, "--dry-run"});
  EXPECT_EQ(dry.code, ctl::kDone) << dry.errors;
  EXPECT_EQ(Typed({"get", "subGuidelines/newborn-hearing"}).code, ctl::kRefused);

  const Ran applied = Typed({"apply", "-f", file});
  EXPECT_EQ(applied.code, ctl::kDone) << applied.errors;
  EXPECT_THAT(applied.out, EndsWith("4 created, 0 changed, 0 unchanged\n"));
  EXPECT_THAT(Typed({"apply", "-f", file}).out, EndsWith("0 created, 0 changed, 4 unchanged\n"));
  EXPECT_EQ(Typed({"diff", "-f", file}).code, ctl::kDone);
  EXPECT_THAT(Typed({"status", "serviceTypes/newborn-hearing"}).out,
              AllOf(StartsWith("serviceTypes/newborn-hearing: active\n"), HasSubstr("Entrustments:  1 active of 1\n"),
                    EndsWith("Next: nothing waits.\n")));
}

TEST_F(MosbatctlTest, WhatIsApprovedDiffersFieldByFieldAndIsNotChanged) {
  ASSERT_EQ(Typed({"apply", "-f", Package("changed-later")}).code, ctl::kDone);
  const std::string changed = Package("changed-later", {{"maximum: 6", "maximum: 12"}});
  const Ran diff = Typed({"diff", "-f", changed});
  EXPECT_EQ(diff.code, ctl::kDifferent);
  EXPECT_THAT(diff.out, HasSubstr("~ terms.eligibility.rule.schema/properties/age_months/maximum: 6 → 12\n"));

  const Ran applied = Typed({"apply", "-f", changed});
  EXPECT_EQ(applied.code, ctl::kRefused);
  EXPECT_THAT(applied.errors, AllOf(HasSubstr("changed-later.yaml:"), HasSubstr("/ DIFFERENT)"), HasSubstr("Next: ")));
}

TEST_F(MosbatctlTest, ADryRunNamesTheLineThatTheServiceRefuses) {
  ASSERT_EQ(Typed({"apply", "-f", Package("refused-later")}).code, ctl::kDone);
  const std::string file = absl::StrCat(suite_->folder(), "/level.yaml");
  std::ofstream(file) << "as: deputyship:prevention\nresource:\n  \"@type\": mosbat.catalog.v1.ServiceType\n"
                         "  name: serviceTypes/refused-later\n  level: 9\n";
  const Ran ran = Typed({"apply", "-f", file, "--dry-run"});
  EXPECT_EQ(ran.code, ctl::kRefused);
  EXPECT_THAT(ran.out, HasSubstr("    ~ level: 1 → 9\n"));
  EXPECT_THAT(ran.errors, HasSubstr(absl::StrCat(file, ":5, ")));
  EXPECT_THAT(Typed({"get", "serviceTypes/refused-later"}).out, HasSubstr("level: 1\n"));
}

TEST_F(MosbatctlTest, ADryRunSaysWhatApplyWouldRefuseWhenItIsTooLate) {
  const struct {
    const char* id;
    const char* right;
    const char* wrong;
    const char* where;
    const char* reason;
  } kWrong[] = {
      {"level-nine", "level: 1", "level: 9", ":30, document[1].resource.level ", "FIELD_INVALID"},
      {"no-such-text", "revisions/1", "revisions/7", ":33, document[1].resource.restsOn ", "NAMED_NOT_THERE"},
      {"no-such-county", "counties/3001", "counties/3999", ":41, document[2].resource.area.county", "NAMED_NOT_THERE"},
      {"passed-approval", "with: {effectiveDate: TODAY}", "with: {effectiveDate: 1404-10-20}",
       ":23, document[0].then[1].with.effectiveDate ", "HISTORICAL_NOT_SAID"},
      {"passed-start", "startDate: TODAY", "startDate: 1404-10-20", ":42, document[2].resource.startDate",
       "HISTORICAL_NOT_SAID"},
      {"before-directives", "with: {effectiveDate: TODAY}", "with: {effectiveDate: 1380-01-01}",
       ":23, document[0].then[1].with.effectiveDate ", "HISTORICAL_NOT_SAID"},
      {"no-unit", "    paymentUnit: {unit: DELIVERY, clause: \"2\"}\n", "",
       ":12, document[0].revision.terms.paymentUnit ", "REVISION_INCOMPLETE"},
      {"text-later", "when: [SUBMITTED], with: {effectiveDate: TODAY}",
       "when: [SUBMITTED], with: {effectiveDate: 1470-01-01}", ":35, document[1].then[0] ",
       "SUB_GUIDELINE_NOT_IN_FORCE"},
      {"own-approval", "{do: Submit", "{as: steering, do: Submit", ":23, document[0].then[1].as ",
       "APPROVER_IS_AUTHOR"},
      {"not-steering", "as: steering, do: Approve", "do: Approve", ":23, document[0].then[1].as ", "ACCESS_DENIED"},
      {"county-by-name", "county: provinces/30/counties/3001", "county: کرج",
       ":41, document[2].resource.area.county: \"کرج\" is no code; write provinces/30/counties/3001 (کرج).",
       "NAMED_NOT_THERE"},
      {"no-such-caller", "as: deputyship:prevention", "as: deputyship:prevension", ":2, document[0].as ",
       "NAMED_NOT_THERE"},
  };
  for (const auto& wrong : kWrong) {
    SCOPED_TRACE(wrong.id);
    const std::string file = absl::StrCat(suite_->folder(), "/", wrong.id, ".yaml");
    const std::string text = absl::StrReplaceAll(kPackage, {{wrong.right, wrong.wrong}});
    std::ofstream(file) << absl::StrReplaceAll(text, {{"newborn-hearing", wrong.id}, {"TODAY", Today()}});
    const Ran ran = Typed({"diff", file});
    EXPECT_EQ(ran.code, ctl::kDifferent);
    EXPECT_THAT(ran.errors, AllOf(HasSubstr(absl::StrCat(file, wrong.where)), HasSubstr(wrong.reason)));
    const Ran applied = Typed({"apply", file});
    EXPECT_NE(applied.code, ctl::kDone);
    EXPECT_THAT(applied.errors, HasSubstr(wrong.reason));
    EXPECT_EQ(Typed({"get", absl::StrCat("subGuidelines/", wrong.id)}).code, ctl::kRefused) << "nothing is begun";
  }
}

TEST_F(MosbatctlTest, ATariffOfAnotherUnitThanTheTextIsRefusedBeforeAnythingIsSent) {
  const Ran ran = Typed({"apply", Package("other-unit", {{"  unit: DELIVERY\n", "  unit: SESSION\n"}})});
  EXPECT_EQ(ran.code, ctl::kUsage);
  EXPECT_THAT(ran.errors, AllOf(HasSubstr("other-unit.yaml:51, "), HasSubstr("PACKAGE_CONTRADICTORY")));
  EXPECT_EQ(Typed({"get", "subGuidelines/other-unit"}).code, ctl::kRefused);
}

TEST_F(MosbatctlTest, AnOlderPackageLeavesTheTypeOnItsText) {
  const std::string first = Package("gone-on");
  ASSERT_EQ(Typed({"apply", first}).code, ctl::kDone);
  const std::string next = absl::StrCat(suite_->folder(), "/gone-on-2.yaml");
  std::ofstream(next) << absl::StrReplaceAll(R"(as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuidelineRevision
  name: subGuidelines/gone-on/revisions/2
  clauses: [{number: "1", text: الف}]
  terms:
    kind: {kind: ACTIVITY, clause: "1"}
    recipient: {recipient: MEMBER, clause: "1"}
    eligibility: {rule: {schema: {properties: {age_months: {maximum: 9}}, required: [age_months]}}, clause: "1"}
    paymentUnit: {unit: DELIVERY, clause: "1"}
then:
  - {do: Submit, when: [DRAFT]}
  - {as: steering, do: Approve, when: [SUBMITTED], with: {effectiveDate: TOMORROW}}
---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.ServiceType
  name: serviceTypes/gone-on
  restsOn: subGuidelines/gone-on/revisions/2
)",
                                             {{"TOMORROW", Tomorrow()}});
  ASSERT_EQ(Typed({"apply", next}).code, ctl::kDone);
  EXPECT_THAT(Typed({"status", "serviceTypes/gone-on"}).out,
              HasSubstr("Next: it is set to rest on subGuidelines/gone-on/revisions/2"));

  const Ran again = Typed({"apply", first});
  EXPECT_EQ(again.code, ctl::kRefused);
  EXPECT_THAT(again.errors, AllOf(HasSubstr("gone-on.yaml:33, "), HasSubstr("/ REVISION_OLDER)")));
  EXPECT_THAT(again.out, HasSubstr("tariffs/gone-on  left out: it rests on serviceTypes/gone-on, which differs"));
  EXPECT_THAT(Typed({"get", "serviceTypes/gone-on"}).out, HasSubstr("restsOn: subGuidelines/gone-on/revisions/2\n"));
}

TEST_F(MosbatctlTest, ADepartmentWithItsOwnTokenPreparesAndSteeringGoesOn) {
  auto identity = auth::LocalIdentity::LoadOrCreate(suite_->context().identity_file);
  ASSERT_THAT(identity, IsOk());
  const auth::Principal mina = {.id = "mina",
                                .role = access::v1::DEPUTYSHIP,
                                .scope = {.deputyship = "deputyships/prevention", .area = "country"}};
  const std::string token = absl::StrCat(suite_->folder(), "/prevention.token");
  std::ofstream(token) << (*identity)->Token(mina, absl::Now(), absl::Hours(1)) << "\n";
  const std::string own = absl::StrCat(suite_->folder(), "/prevention.json");
  ASSERT_EQ(Typed({"context", "make", "--address", suite_->context().address, "--as", "deputyship:prevention",
                   "--token-file", token, "--file", own})
                .code,
            ctl::kDone);
  // It is current for this suite, and not for who runs the test.
  EXPECT_EQ(*ctl::CurrentContextFile(), own);
  EXPECT_TRUE(std::filesystem::exists(absl::StrCat(suite_->folder(), "/config/mosbat/current")));

  const std::string file = Package("own-token");
  const Ran dry = Typed({"--context", own, "diff", file});
  EXPECT_THAT(dry.out, HasSubstr("? Approve: this context does not speak for steering; apply stops there"));
  const Ran stopped = Typed({"--context", own, "apply", file});
  EXPECT_EQ(stopped.code, ctl::kRefused);
  EXPECT_THAT(stopped.errors, HasSubstr("TOKEN_MISSING"));
  EXPECT_THAT(Typed({"get", "subGuidelines/own-token/revisions/1"}).out, HasSubstr("state: SUBMITTED\n"));
  EXPECT_EQ(Typed({"apply", file}).code, ctl::kDone);

  const Ran denied = Typed({"--context", own, "call", "ApproveSubGuidelineRevision", "--as", "deputyship:prevention",
                            "-d", "{\"name\": \"subGuidelines/own-token/revisions/1\"}"});
  EXPECT_THAT(denied.errors, HasSubstr("this needs the role steering. This context has no such caller"));
}

TEST_F(MosbatctlTest, ExamplesAreTriedAgainstWhatIsInForceAndAgainstAPackage) {
  const std::string programmes = MOSBAT_FOUNDING_DATA "/programmes/";
  const Ran there = Typed({"try", programmes + "vision-screening.examples.yaml"});
  EXPECT_EQ(there.code, ctl::kDone) << there.errors;
  EXPECT_THAT(there.out, EndsWith("18 of 18 as expected\n"));
  const std::string package = Package("tried", {{"maximum: 6", "maximum: 9"}});
  const std::string examples = absl::StrCat(suite_->folder(), "/tried.examples.yaml");
  std::ofstream(examples) << "serviceType: serviceTypes/tried\nexamples:\n  - facts: {age_months: 10}\n"
                             "    refused: [{path: /age_months, clause: \"1\"}]\n  - facts: {age_months: 12}\n";
  const Ran before = Typed({"try", "-f", examples, "--package", package});
  EXPECT_EQ(before.code, ctl::kDifferent) << before.errors;
  EXPECT_THAT(before.out,
              AllOf(HasSubstr("tried.examples.yaml:5: expected accepted"), EndsWith("1 of 2 as expected\n")));
  EXPECT_EQ(Typed({"try", examples}).code, ctl::kUndecided) << "the suite does not have it";
}

TEST_F(MosbatctlTest, YamlAndJsonSayTheSameAndATableIsForPeople) {
  const Ran yaml = Typed({"get", "directives/two", "-o", "yaml"});
  const Ran json = Typed({"get", "directives/two", "-o", "json"});
  ASSERT_EQ(yaml.code, ctl::kDone);
  const auto documents = ctl::ParseYaml("out", yaml.out);
  ASSERT_THAT(documents, IsOk());
  EXPECT_EQ(documents->front(), nlohmann::json::parse(json.out));

  const Ran table = Typed({"list", "directives", "--lang", "fa"});
  EXPECT_THAT(table.out, AllOf(HasSubstr("directives/one"), HasSubstr("۱۴۰۴-۱۰-۱۵"), Not(HasSubstr("\033")),
                               Not(HasSubstr("\u2068"))));
}

TEST_F(MosbatctlTest, CountiesAreFoundAndNamed) {
  EXPECT_THAT(Typed({"list", "counties", "--lang", "fa"}).out, HasSubstr("provinces/30/counties/3001"));
  EXPECT_THAT(Typed({"get", "provinces/30"}).out, HasSubstr("title: Alborz\n"));
  EXPECT_THAT(Typed({"status", "provinces/30/counties/3001"}).out,
              StartsWith("provinces/30/counties/3001 (کرج): exists\n"));
  EXPECT_THAT(Typed({"status", "vision-screening"}).errors, HasSubstr("did you mean subGuidelines/vision-screening"));
  EXPECT_THAT(Typed({"get", "provinces/99"}).errors, HasSubstr("There is no provinces/99."));
}

TEST_F(MosbatctlTest, BashIsOfferedTheNamesThatTheSuiteHas) {
  EXPECT_EQ(Typed({"__complete", "--", "get", "directives/tw"}).out, "directives/two \n");
  setenv("MOSBATCTL_CONTEXT", "/nowhere/client.json", 1);
  const Ran away = Typed({"__complete", "--", "get", "directives/tw"});
  setenv("MOSBATCTL_CONTEXT", suite_->context().file.c_str(), 1);
  EXPECT_EQ(away.out + away.errors, "");
  EXPECT_EQ(away.code, ctl::kDone);
}

TEST_F(MosbatctlTest, ASuiteThatIsAwayIsCodeThree) {
  const ctl::Context away = {.file = absl::StrCat(suite_->folder(), "/away.json"),
                             .address = "127.0.0.1:1",
                             .identity_file = suite_->context().identity_file};
  ASSERT_THAT(ctl::WriteContext(away), IsOk());
  const Ran ran = Typed({"--context", away.file, "diff", "-f", MOSBAT_FOUNDING_DATA "/10-deputyships.json"});
  EXPECT_EQ(ran.code, ctl::kUnreachable);
  EXPECT_THAT(ran.errors, HasSubstr("Next: start the suite"));
}

}  // namespace
}  // namespace mosbat
