// What the people's command says of texts, types and centres against the whole suite: compare, check, ready, preview.
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

#include "clients/mosbatctl/demo/centres.h"
#include "tests/integration/mosbatctl_fixture.h"

namespace mosbat {
namespace {

using ::mosbat::testing::IsOk;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(MosbatctlTest, TheTwoDirectivesAreComparedForPeople) {
  const Ran ran = Typed({"compare", "directives/one", "directives/two"});
  EXPECT_EQ(ran.code, ctl::kDifferent) << ran.errors;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("directives/one → directives/two\n"), HasSubstr("450 → 600\n")));
  EXPECT_EQ(Typed({"compare", "directives/one", "directives/one"}).code, ctl::kDone);
  EXPECT_EQ(Typed({"compare", "directives/one", "directives/none"}).code, ctl::kUndecided);
}

TEST_F(MosbatctlTest, NarrowerTermsAreNamedBreakByBreak) {
  ASSERT_EQ(Typed({"apply", "-f", Package("narrowed")}).code, ctl::kDone);
  EXPECT_EQ(Typed({"check", "serviceTypes/narrowed"}).code, ctl::kDone);
  const std::string file = absl::StrCat(suite_->folder(), "/next.yaml");
  std::ofstream(file) << R"(as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuidelineRevision
  name: subGuidelines/narrowed/revisions/2
  clauses: [{number: "1", text: "تا سه‌ماهگی"}]
  terms:
    kind: {kind: ACTIVITY, clause: "1"}
    recipient: {recipient: MEMBER, clause: "1"}
    eligibility:
      rule: {schema: {properties: {age_months: {maximum: 3}}, required: [age_months]}}
      clause: "1"
    paymentUnit: {unit: DELIVERY, clause: "1"}
)";
  ASSERT_EQ(Typed({"apply", "-f", file}).code, ctl::kDone);
  EXPECT_EQ(Typed({"diff", "-f", file}).code, ctl::kDone);
  const Ran ran = Typed({"check", "serviceTypes/narrowed", "--against", "subGuidelines/narrowed/revisions/2", "--as",
                         "deputyship:prevention"});
  EXPECT_EQ(ran.code, ctl::kDifferent) << ran.errors;
  EXPECT_THAT(ran.out, HasSubstr("  - eligibility/age_months: "));

  // The next text is approved and the type rests on it: another run of the file begins where that one ended.
  std::ofstream(file, std::ios::app) << "then:\n  - {do: Submit, when: [DRAFT]}\n"
                                        "  - {as: steering, do: Approve, when: [SUBMITTED], with: {effectiveDate: "
                                     << Tomorrow() << R"(}}
---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.ServiceType
  name: serviceTypes/narrowed
  restsOn: subGuidelines/narrowed/revisions/2
then:
  - {do: Activate, when: [PROPOSED, ACTIVE], with: {effectiveDate: )"
                                     << Tomorrow() << "}}\n";
  const Ran published = Typed({"apply", "-f", file});
  EXPECT_EQ(published.code, ctl::kDone) << published.errors;
  EXPECT_THAT(published.out, AllOf(HasSubstr("changed    serviceTypes/narrowed (update restsOn, Activate)\n"),
                                   EndsWith("0 created, 2 changed, 0 unchanged\n")));
  EXPECT_THAT(Typed({"apply", "-f", file}).out, EndsWith("0 created, 0 changed, 2 unchanged\n"));
  EXPECT_EQ(Typed({"diff", "-f", file}).code, ctl::kDone);
  EXPECT_THAT(Typed({"status", "serviceTypes/narrowed"}).out,
              HasSubstr("Scheduled:     serviceTypes/narrowed/revisions/2, "));
}

TEST_F(MosbatctlTest, APreviewOfADraftSaysWhatTheServicesSay) {
  // A county whose one centre holds one file, in its only place.
  const auto client = ctl::Client::Open(*ctl::ReadContext(suite_->context().file));
  ASSERT_THAT(client, IsOk());
  const story::Narrator silent(Language::kEnglish, [](absl::string_view) {});
  story::World world(**client, silent, "preview");
  story::Made made;
  ASSERT_THAT(story::FoundNeighbour(world, made), IsOk());
  ASSERT_EQ(Typed({"call", "UpdateCentre", "-d",
                   absl::StrCat(R"({"updateMask": "filesCap", "centre": {"filesCap": 1, "name": ")",
                                made.neighbour.name(), R"("}})")})
                .code,
            ctl::kDone);
  const std::string file = absl::StrCat(suite_->folder(), "/draft.yaml");
  std::ofstream(file) << R"(as: steering
resource:
  "@type": mosbat.guideline.v1.Directive
  name: directives/three
  number: "3"
  title: {fa: سوم}
  articles: [{number: "1", text: سقف}]
  provisions: {filesPerCentre: {value: 700, article: "1"}}
)";
  ASSERT_EQ(Typed({"apply", "-f", file}).code, ctl::kDone);
  const Ran ran = Typed({"preview", "directives/three", "subGuidelines/anxiety-screening/revisions/1"});
  EXPECT_EQ(ran.code, ctl::kDone) << ran.errors;
  EXPECT_THAT(ran.out, AllOf(StartsWith("directives/three: held against directives/two\n"),
                             HasSubstr("held against the rule of serviceTypes/anxiety-screening\n"),
                             HasSubstr("  Full → free:   1 county\n"
                                       "  - فردیس: 1 open, 0 waiting; free places 0 → 699\n"),
                             HasSubstr("  Case files:    1\n")));
  const Ran json = Typed({"preview", "directives/three", "-o", "json"});
  EXPECT_EQ(json.code, ctl::kDone) << json.errors;
  const auto preview = nlohmann::json::parse(json.out)["previews"][0];
  EXPECT_EQ(preview["directive"], "directives/three");
  EXPECT_EQ(preview["areas"][0]["area"], "country");
  EXPECT_EQ(preview["room"][0]["title"], "فردیس");
  EXPECT_EQ(preview["room"][0]["freeThen"], "699");
  EXPECT_THAT(Typed({"preview", "directives/three", "-o", "yaml"}).out, StartsWith("previews:\n  - directive: "));
  const Ran unclear = Typed({"preview", "subGuidelines/none/revisions/1"});
  EXPECT_EQ(unclear.code, ctl::kRefused);
}

TEST_F(MosbatctlTest, ACentreThatIsNotReadyIsToldWhatItLacks) {
  const auto client = ctl::Client::Open(*ctl::ReadContext(suite_->context().file));
  ASSERT_THAT(client, IsOk());
  const story::Narrator silent(Language::kEnglish, [](absl::string_view) {});
  story::World world(**client, silent, "ready");
  story::Made made;
  ASSERT_THAT(story::FoundNeighbour(world, made), IsOk());
  const std::string centre = made.neighbour.name();
  const Ran lacking = Typed({"ready", centre, "serviceTypes/vision-screening"});
  EXPECT_EQ(lacking.code, ctl::kDifferent) << lacking.errors;
  EXPECT_THAT(lacking.out,
              AllOf(StartsWith(absl::StrCat(centre, ": not ready for serviceTypes/vision-screening\n")),
                    HasSubstr("  Missing: "), HasSubstr("  - The centre does not own: "), HasSubstr("    clause ")));
  const auto json = nlohmann::json::parse(Typed({"ready", centre, "serviceTypes/vision-screening", "-o", "json"}).out);
  EXPECT_EQ(json["ready"], false);
  EXPECT_EQ(json["operating"], true);
  EXPECT_THAT(Typed({"ready", centre, "serviceTypes/vision-screening", "-o", "yaml"}).out,
              HasSubstr("requirements:\n"));

  // A type that demands nothing, entrusted to the centre.
  const std::string file = Package(
      "ready-for", {{"area: {county: provinces/30/counties/3001}", absl::StrCat("centres: {names: [", centre, "]}")}});
  ASSERT_EQ(Typed({"apply", "-f", file}).code, ctl::kDone);
  const Ran ready = Typed({"ready", centre, "serviceTypes/ready-for", "--lang", "fa"});
  EXPECT_EQ(ready.code, ctl::kDone) << ready.out << ready.errors;
  EXPECT_THAT(ready.out, StartsWith(absl::StrCat(centre, ": آمادهٔ ارائهٔ serviceTypes/ready-for\n")));

  EXPECT_EQ(Typed({"ready", "vision-screening", centre}).code, ctl::kDifferent);
  EXPECT_EQ(Typed({"ready", centre, "serviceTypes/ready-for", "--date", "1405-13-01"}).code, ctl::kUsage);
  EXPECT_EQ(Typed({"ready", centre}).code, ctl::kUsage);
  EXPECT_EQ(Typed({"ready", "centres/none", "serviceTypes/ready-for"}).code, ctl::kUndecided);
}

TEST_F(MosbatctlTest, RevisionsOfAServiceTypeAreCompared) {
  const std::string file = Package("compared");
  ASSERT_EQ(Typed({"apply", "-f", file}).code, ctl::kDone);
  std::ofstream(file) << absl::StrReplaceAll(R"(as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuidelineRevision
  name: subGuidelines/compared/revisions/2
  clauses:
    - {number: "1", title: فعالیت, text: شنوایی‌سنجی نوزادان تا سه‌ماهگی}
    - {number: "2", title: واحد پرداخت, text: هر ارائه یک مطالبه است}
  terms:
    kind: {kind: ACTIVITY, clause: "1"}
    recipient: {recipient: MEMBER, clause: "1"}
    eligibility:
      rule:
        schema: {properties: {age_months: {maximum: 3}}, required: [age_months]}
        clauses: {/properties/age_months: "1"}
      clause: "1"
    paymentUnit: {unit: DELIVERY, clause: "2"}
then:
  - {do: Submit, when: [DRAFT, RETURNED]}
  - {as: steering, do: Approve, when: [SUBMITTED], with: {effectiveDate: TOMORROW}}
---
as: deputyship:prevention
resource: {"@type": mosbat.catalog.v1.ServiceType, name: serviceTypes/compared, restsOn: subGuidelines/compared/revisions/2}
then:
  - {do: Activate, when: [PROPOSED, ACTIVE], with: {effectiveDate: TOMORROW}}
)",
                                             {{"TOMORROW", Tomorrow()}});
  const Ran applied = Typed({"apply", "-f", file});
  ASSERT_EQ(applied.code, ctl::kDone) << applied.errors;
  const Ran ran = Typed({"compare", "serviceTypes/compared/revisions/1", "serviceTypes/compared/revisions/2"});
  EXPECT_EQ(ran.code, ctl::kDifferent) << ran.errors;
  EXPECT_THAT(ran.out,
              AllOf(StartsWith("serviceTypes/compared/revisions/1 (subGuidelines/compared/revisions/1, "),
                    HasSubstr("    ~ terms.eligibility.rule.schema/properties/age_months/maximum  ("),
                    HasSubstr(", clause 1): 6 → 3\n"), HasSubstr("Clauses\n"), HasSubstr("تا سه‌ماهگی")));
  EXPECT_EQ(Typed({"compare", "serviceTypes/compared/revisions/1", "serviceTypes/compared/revisions/1"}).code,
            ctl::kDone);
  EXPECT_EQ(Typed({"compare", "serviceTypes/compared"}).code, ctl::kUsage);
}

// The first directive's list knows nothing of what a department has brought since.
TEST_F(MosbatctlTest, APreviewOfAClosedListNamesTheTypesThatFallOut) {
  ASSERT_EQ(Typed({"apply", "-f", Package("falls-out")}).code, ctl::kDone);
  const Ran ran = Typed({"preview", "directives/one"});
  EXPECT_EQ(ran.code, ctl::kDone) << ran.errors;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("  Entrustment:   open → a closed list\n"), HasSubstr("  Left out: "),
                             ContainsRegex("\n  serviceTypes/falls-out  .*  +0  +1\n"),
                             Not(HasSubstr("serviceTypes/vision-screening"))));
}

}  // namespace
}  // namespace mosbat
