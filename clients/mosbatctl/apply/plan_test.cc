#include "clients/mosbatctl/apply/plan.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
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
  EXPECT_THAT(WordsOf(entries.status(), Language::kEnglish), StartsWith("a.json:6: apply[0].then[1].with "));
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
           Wrong{R"({"apply": [{"as": "steering"}]})", "PLAN_INVALID", "apply[0].resource"},
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
    EXPECT_THAT(WordsOf(entries.status(), Language::kEnglish), StartsWith("a.json:"));
  }
}

TEST(PlanTest, EntrustmentsOfATypeComeBehindItsPilots) {
  const auto entry = [](const char* type, const char* county, bool pilot) {
    return absl::StrCat(R"({"as": "steering", "resource": {"@type": "mosbat.catalog.v1.Entrustment", "serviceType": ")",
                        type, R"(", "area": {"county": ")", county, R"("}, "startDate": "2090-01-01", "pilot": )",
                        pilot ? "true" : "false", "}}");
  };
  const std::string text = absl::StrCat(
      R"({"about": "x", "apply": [)", entry("serviceTypes/a", "a1", false), ",", entry("serviceTypes/b", "b1", false),
      ",", entry("serviceTypes/a", "a2", true), ",", entry("serviceTypes/a", "a3", false), ",",
      entry("serviceTypes/a", "a4", true), ",", entry("serviceTypes/c", "c1", true), "]}");
  const auto entries = ParsePlan("a.json", text, /*historical=*/false);
  ASSERT_THAT(entries, IsOk());
  std::vector<std::string> counties;
  std::vector<std::string> paths;
  for (const Entry& one : *entries) {
    counties.push_back(dynamic_cast<const catalog::v1::Entrustment&>(one.resource_message()).area().county());
    paths.push_back(one.path);
  }
  EXPECT_THAT(counties, ElementsAre("b1", "a2", "a4", "a1", "a3", "c1"));
  EXPECT_EQ(paths[3], "apply[0]") << "each is named as it stands in the file";
}

TEST(PlanTest, AYamlFileOfSeveralDocumentsIsAPackage) {
  const auto entries = ParsePlan("p.yaml", R"(# One activity.
as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuideline
  name: subGuidelines/vision
---
about: the rest
apply:
  - as: steering
    with: {historical: true}
    resource:
      "@type": mosbat.purchasing.v1.Tariff
      name: tariffs/vision-1405
      amount: {amount: 250000}
      effectiveDate: 1405-01-01
)",
                                 /*historical=*/true);
  ASSERT_THAT(entries, IsOk());
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ((*entries)[0].path, "document[0]");
  EXPECT_EQ((*entries)[1].path, "document[1].apply[0]");
  const auto& tariff = dynamic_cast<const purchasing::v1::CreateTariffRequest&>(*(*entries)[1].request);
  EXPECT_EQ(tariff.tariff_id(), "vision-1405");
  EXPECT_TRUE(tariff.historical());
  EXPECT_EQ(tariff.tariff().effective_date().year(), 2026);
  EXPECT_EQ(tariff.tariff().effective_date().month(), 3);
  EXPECT_EQ(tariff.tariff().effective_date().day(), 21);
}

TEST(PlanTest, TheNextTextOfASubGuidelineIsMadeByAnUpdate) {
  const auto entries = ParsePlan("p.yaml", R"(
as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuidelineRevision
  name: subGuidelines/vision/revisions/2
  clauses: [{number: "1"}]
then:
  - {do: Submit, when: [DRAFT, RETURNED]}
)",
                                 /*historical=*/false);
  ASSERT_THAT(entries, IsOk());
  const auto& update = dynamic_cast<const guideline::v1::UpdateSubGuidelineRevisionRequest&>(*entries->front().request);
  EXPECT_TRUE(update.allow_missing());
  EXPECT_EQ(update.sub_guideline_revision().name(), "subGuidelines/vision/revisions/2");
  EXPECT_EQ(entries->front().then.front().method->name(), "SubmitSubGuidelineRevision");
}

TEST(PlanTest, AFaultInYamlIsNamedByItsLine) {
  const auto entries = ParsePlan("p.yaml", R"(
as: steering
resource:
  "@type": mosbat.guideline.v1.Directive
  name: directives/a
  number: 12
  effectiveDate: 1405-13-01
)",
                                 /*historical=*/false);
  EXPECT_THAT(entries, FailsWith(absl::StatusCode::kInvalidArgument, "JSON_INVALID"));
  const auto faults = FaultsOf(entries.status(), Language::kEnglish);
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_THAT(faults, ::testing::UnorderedElementsAre(
                          ::testing::Pair("resource.number", "p.yaml:6: resource.number must be a text: \"12\"."),
                          ::testing::Pair("resource.effectiveDate",
                                          "p.yaml:7: resource.effectiveDate: the calendar has no such day; a day is "
                                          "written 1405-10-01, ۱۴۰۵/۱۰/۰۱ or 2026-12-22.")));
}

TEST(PlanTest, AnUnknownVerbNamesThoseThatThereAre) {
  const auto entries = ParsePlan("p.json", R"({"as": "steering", "then": [{"do": "Sumbit", "when": ["DRAFT"]}],
      "resource": {"@type": "mosbat.guideline.v1.SubGuidelineRevision", "name": "subGuidelines/a/revisions/2"}})",
                                 false);
  EXPECT_THAT(WordsOf(entries.status(), Language::kEnglish),
              HasSubstr("SubGuidelineRevision; did you mean Submit? Submit, Return, Approve, Withdraw."));
}

TEST(PlanTest, AnEmptyFileSaysWhatItLacks) {
  EXPECT_THAT(ParsePlan("p.yaml", "# nothing\n", false), FailsWith(absl::StatusCode::kInvalidArgument, "PLAN_INVALID"));
}

TEST(PlanTest, WhatIsMadeBeforeTodayMustBeAskedFor) {
  const char* const text = R"({"as": "steering", "with": {"historical": true},
      "resource": {"@type": "mosbat.purchasing.v1.Tariff", "name": "tariffs/a"}})";
  EXPECT_THAT(ParsePlan("p.json", text, false),
              FailsWith(absl::StatusCode::kFailedPrecondition, "HISTORICAL_NOT_ASKED"));
  EXPECT_THAT(ParsePlan("p.json", text, true), IsOk());
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
  write("15-c.yaml", "c");
  write("README.md", "d");
  std::filesystem::create_directory(folder.path() + "/18-below");
  write("18-below/e.yaml", "e");
  write("18-below/e.examples.yaml", "f");

  const auto entries = ReadPlan(folder.path(), /*historical=*/false);
  ASSERT_THAT(entries, IsOk());
  ASSERT_EQ(entries->size(), 4U);
  EXPECT_EQ((*entries)[0].name(), "deputyships/a");
  EXPECT_EQ((*entries)[1].name(), "deputyships/c");
  EXPECT_EQ((*entries)[2].name(), "deputyships/e");
  EXPECT_EQ((*entries)[3].name(), "deputyships/b");
}

std::string Said(const std::string& text) {
  return WordsOf(ParsePlan("p.yaml", text, /*historical=*/false).status(), Language::kEnglish);
}

TEST(PlanTest, AMistypedKeyIsNamedItselfWithTheOneThatWasMeant) {
  EXPECT_EQ(Said("as: steering\nresorce: {}\n"),
            "p.yaml:2: resorce: there is no such key; did you mean resource? the keys are about, as, resource, with, "
            "revision, then.");
  EXPECT_EQ(
      Said("as: steering\nresource:\n  \"@type\": mosbat.guideline.v1.SubGuidline\n  name: x\n"),
      "p.yaml:3: resource.@type: must be the full name of a message; did you mean mosbat.guideline.v1.SubGuideline? "
      "for example mosbat.guideline.v1.SubGuideline.");
  EXPECT_THAT(Said("as: steering\nresource:\n  \"@type\": mosbat.guideline.v1.Deputyship\n  name: deputyships/a\n"
                   "  titel: {}\n"),
              EndsWith("there is no such field; did you mean title?"));
}

TEST(PlanTest, WhatAStepLacksIsSaidWithWhatWouldBeRight) {
  const auto step = [](const char* then) {
    return Said(absl::StrCat("as: deputyship:prevention\nresource:\n  \"@type\": mosbat.guideline.v1.SubGuideline\n",
                             "  name: subGuidelines/a\nrevision: {}\nthen:\n", then));
  };
  EXPECT_EQ(step("  - {do: Submit}\n"),
            "p.yaml:7: then[0].when: must be the states in which the step is taken, when: [DRAFT, RETURNED].");
  EXPECT_EQ(step("  - {do: Submit, when: [DRAFTED]}\n"),
            "p.yaml:7: then[0].when: must be states in which the step can be taken, when: [DRAFT, RETURNED]; did you "
            "mean DRAFT? DRAFTED is none.");
  EXPECT_EQ(step("  - {as: steering, do: Approve, when: [DRAFT]}\n"),
            "p.yaml:7: then[0].when: must be states in which the step can be taken, when: [SUBMITTED]; DRAFT is none.");
  EXPECT_EQ(
      step("  - {as: steering, do: Approve, when: [SUBMITTED]}\n  - {do: Submit, when: [DRAFT]}\n"),
      "p.yaml:7: then[0]: Approve is taken in SUBMITTED, to which Submit leads only behind it: put Submit first.");
  EXPECT_EQ(step("  - Submit\n"),
            "p.yaml:7: then[0]: must be an object with some of these: {as: …, do: …, when: …, with: …}.");
}

std::string OfServiceType(const char* steps) {
  return absl::StrCat("as: steering\nresource: {\"@type\": mosbat.catalog.v1.ServiceType, name: serviceTypes/a}\n",
                      "then: ", steps, "\n");
}

TEST(PlanTest, AStepOfWhichTheStatesAreNotKnownIsTakenInAny) {
  const auto entries = ParsePlan("p.yaml", OfServiceType("[{do: Rollback, when: [SUSPENDED]}]"), /*historical=*/false);
  ASSERT_THAT(entries, IsOk());
  EXPECT_THAT(entries->front().then.front().when, ElementsAre("SUSPENDED"));
}

TEST(PlanTest, AStepInAStateInWhichNobodyCanTakeItIsRefused) {
  EXPECT_THAT(Said(OfServiceType("[{do: Suspend, when: [PROPOSED]}]")), HasSubstr("when: [ACTIVE]; "));
  EXPECT_THAT(Said(OfServiceType("[{do: Retire, when: [RETIRED]}]")), HasSubstr("when: [ACTIVE, SUSPENDED]; "));
}

TEST(PlanTest, WhatGoesOutOfAStateAndComesBackIsInOrder) {
  EXPECT_THAT(ParsePlan("p.yaml", OfServiceType("[{do: Suspend, when: [ACTIVE]}, {do: Activate, when: [SUSPENDED]}]"),
                        /*historical=*/false),
              IsOk());
  EXPECT_THAT(Said(OfServiceType("[{do: Suspend, when: [ACTIVE]}, {do: Activate, when: [PROPOSED]}]")),
              EndsWith("Activate leads only behind it: put Activate first."));
}

TEST(PlanTest, OfSingleCallsOnlyImportsStandInAFile) {
  const auto call = [](const char* type, const char* rest) {
    return absl::StrCat("as: steering\nresource: {\"@type\": mosbat.", type, "}\n", rest);
  };
  EXPECT_THAT(ParsePlan("p.yaml", call("registry.v1.ImportDivisionsRequest", ""), /*historical=*/false), IsOk());
  for (const char* const type : {"catalog.v1.RetireServiceTypeRequest", "catalog.v1.RegisterServiceTypeRequest",
                                 "catalog.v1.GetServiceTypeRequest", "common.v1.Title"}) {
    const std::string said = Said(call(type, ""));
    EXPECT_THAT(said, StartsWith("p.yaml:2: resource.@type: ")) << type;
    EXPECT_THAT(said, HasSubstr(" cannot be applied; single calls are made by mosbatctl call. ")) << type;
    EXPECT_THAT(said, HasSubstr("mosbat.guideline.v1.SubGuidelineRevision, ")) << type;
    EXPECT_THAT(said, HasSubstr("mosbat.registry.v1.ImportDivisionsRequest")) << type;
  }
  for (const char* const key : {"with", "revision", "then"}) {
    EXPECT_EQ(Said(call("registry.v1.ImportDivisionsRequest", absl::StrCat(key, ": {}\n").c_str())),
              absl::StrCat("p.yaml:3: ", key, ": there is no such key; the keys are about, as, resource."));
  }
}

TEST(PlanTest, WhoMakesTheCallIsSaidWithAnExample) {
  const std::string resource = "resource: {\"@type\": mosbat.guideline.v1.Deputyship, name: deputyships/a}\n";
  EXPECT_EQ(Said(resource),
            "p.yaml:1: as: it is missing; it says who makes the call, as: steering or as: deputyship:prevention.");
  EXPECT_THAT(Said(absl::StrCat("as: stearing\n", resource)),
              StartsWith("p.yaml:1: as: did you mean steering? \"stearing\" is no caller: "));
}

std::string Tariff(const char* amount) {
  return absl::StrCat("as: steering\nresource:\n  \"@type\": mosbat.purchasing.v1.Tariff\n  name: tariffs/a\n",
                      "  amount: ", amount, "\n");
}

TEST(PlanTest, NumbersAreTakenInDigitsOfEitherKind) {
  for (const char* const amount : {"{amount: 120000}", "{amount: ۱۲۰۰۰۰}", "{amount: '۱۲۰۰۰۰'}"}) {
    const auto entries = ParsePlan("p.yaml", Tariff(amount), /*historical=*/false);
    ASSERT_THAT(entries, IsOk());
    const auto& tariff = dynamic_cast<const purchasing::v1::CreateTariffRequest&>(*entries->front().request).tariff();
    EXPECT_EQ(tariff.amount().amount(), 120000);
  }
}

TEST(PlanTest, TextsKeepTheirDigits) {
  const auto entries = ParsePlan("p.yaml", R"(as: steering
resource: {"@type": mosbat.guideline.v1.SubGuideline, name: subGuidelines/a}
revision:
  clauses: [{number: ۳-۲, text: پس از ۳ سال}]
  terms: {recipient: {recipient: PERSON, clause: ۳-۲}, eligibility: {clause: "3-2", rule: {clauses: {/a: ۳-۲}}}}
)",
                                 /*historical=*/false);
  ASSERT_THAT(entries, IsOk());
  const auto& text = dynamic_cast<const guideline::v1::SubGuidelineRevision&>(entries->front().revision_message());
  EXPECT_EQ(text.clauses(0).number(), "۳-۲");
  EXPECT_EQ(text.clauses(0).text(), "پس از ۳ سال");
  EXPECT_EQ(text.terms().recipient().clause(), "۳-۲");
  EXPECT_EQ(text.terms().eligibility().rule().clauses().at("/a"), "۳-۲");
}

TEST(PlanTest, AnAmountThatIsNoNumberIsAnsweredWithOne) {
  const std::string at = "p.yaml:5: resource.amount.amount must be a number";
  EXPECT_EQ(Said(Tariff("{amount: '120,000'}")), absl::StrCat(at, ", without separators: 120000."));
  EXPECT_EQ(Said(Tariff("{amount: ۱۲۰٬۰۰۰}")), absl::StrCat(at, ", without separators: 120000."));
  EXPECT_EQ(Said(Tariff("{amount: '1 250_000'}")), absl::StrCat(at, ", without separators: 1250000."));
  for (const char* const none : {"صد", "'12,5'", "'1200,000'", "',000'", "'1,000,'", "'1e3'"}) {
    EXPECT_EQ(Said(Tariff(absl::StrCat("{amount: ", none, "}").c_str())), absl::StrCat(at, ".")) << none;
  }
  EXPECT_EQ(Said(Tariff("{amount: 120,000}")),
            "p.yaml:5: resource.amount.000: there is no such field; a number is written without separators: 120000.");
  EXPECT_EQ(Said(Tariff("120000")), "p.yaml:5: resource.amount must be an object, as {amount: …, currencyVersion: …}.");
}

TEST(PlanTest, EveryFaultyDocumentAndFileIsNamed) {
  const ::mosbat::testing::TempFolder folder;
  std::ofstream(folder.path() + "/a.yaml")
      << "as: steering\nresource: {\"@type\": mosbat.guideline.v1.Deputyship, name: [}\n---\n"
         "as: steering\nresource: {\"@type\": mosbat.guideline.v1.Deputyship, name: deputyships/a}\n---\n"
         "as: steering\nresource: {\"@type\": mosbat.guideline.v1.Deputyship, name: deputyships/b, titel: {}}\n";
  std::ofstream(folder.path() + "/b.json") << "{\"apply\": [{}, {\"as\": \"steering\"}]";
  std::ofstream(folder.path() + "/c.json") << R"({"apply": [{}, {"as": "steering"}]})";
  const Plan plan = ReadFiles(folder.path(), /*historical=*/false);
  const absl::StatusCode invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(plan.faults, ElementsAre(FailsWith(invalid, "YAML_MALFORMED"), FailsWith(invalid, "JSON_INVALID"),
                                       FailsWith(invalid, "JSON_MALFORMED"), FailsWith(invalid, "PLAN_INVALID"),
                                       FailsWith(invalid, "PLAN_INVALID")));
  EXPECT_THAT(WordsOf(plan.faults[0], Language::kEnglish), StartsWith(folder.path() + "/a.yaml:2:"));
  EXPECT_THAT(WordsOf(plan.faults[1], Language::kEnglish),
              StartsWith(folder.path() + "/a.yaml:8: document[2].resource.titel"));
}

TEST(PlanTest, ANameOfAnotherFormIsNamedByItsLineInItsOwnDocument) {
  EXPECT_EQ(Said("as: steering\nresource: {\"@type\": mosbat.guideline.v1.Deputyship, name: deputyships/a}\n---\n"
                 "as: steering\nresource:\n  \"@type\": mosbat.guideline.v1.Deputyship\n  name: deputyship/b\n"),
            "p.yaml:7: document[1].resource.name: must be the name of a Deputyship, deputyships/…; \"deputyship/b\" is "
            "none.");
}

TEST(PlanTest, ExamplesAreTriedAndNotApplied) {
  EXPECT_THAT(Said("serviceType: serviceTypes/a\nexamples: []\n"), HasSubstr("try them: mosbatctl try -f p.yaml"));
}

TEST(PlanTest, AnEmptyFileIsReadAndSaysThatItIsEmpty) {
  const ::mosbat::testing::TempFolder folder;
  std::ofstream(folder.path() + "/empty.yaml").flush();
  const auto entries = ReadPlan(folder.path() + "/empty.yaml", false);
  EXPECT_THAT(entries, FailsWith(absl::StatusCode::kInvalidArgument, "PLAN_INVALID"));
  EXPECT_THAT(WordsOf(entries.status(), Language::kPersian), HasSubstr("پرونده خالی است"));
}

TEST(PlanTest, AFolderWithoutFilesAndAMissingFileAreRefused) {
  const ::mosbat::testing::TempFolder folder;
  for (const std::string& file : {folder.path(), folder.path() + "/none.json"}) {
    EXPECT_THAT(ReadPlan(file, false), FailsWith(absl::StatusCode::kInvalidArgument, "FILE_UNREADABLE"));
  }
}

TEST(PlanTest, AFolderThatMayNotBeReadIsNamed) {
  const ::mosbat::testing::TempFolder folder;
  const std::string closed = folder.path() + "/closed";
  std::filesystem::create_directory(closed);
  std::ofstream(folder.path() + "/a.json") << kText;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  std::filesystem::permissions(closed, std::filesystem::perms::none);
  // To root every folder is open.
  const uid_t user = geteuid();
  if (user == 0) {
    ASSERT_EQ(seteuid(65534), 0);
  }
  const auto plan = ReadPlan(folder.path(), true);
  ASSERT_EQ(seteuid(user), 0);
  EXPECT_THAT(plan, FailsWith(absl::StatusCode::kInvalidArgument, "FILE_UNREADABLE"));
  EXPECT_THAT(WordsOf(plan.status(), Language::kEnglish), StartsWith(closed + " cannot be read"));
}

}  // namespace
}  // namespace mosbat::ctl
