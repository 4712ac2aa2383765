#include "clients/mosbatctl/apply/references.h"

#include <algorithm>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/package_fixture.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ReferencesTest : public PackageFixture {};

TEST_F(ReferencesTest, ACountyIsNamedByItsCodeAndShownByItsName) {
  suite_.AddDivisions();
  const auto named = [&](const char* county) {
    const std::string text = absl::StrReplaceAll(kEntrustment, {{"provinces/30/counties/3001", county}});
    const auto refused = Tried(absl::StrCat(kPackage, text))[2].refused;
    EXPECT_THAT(refused, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "NAMED_NOT_THERE")));
    return refused.empty() ? "" : FaultsOf(refused.front(), Language::kEnglish).front().second;
  };
  for (const char* const county : {"کرج", "شهرستان كرج", "counties/3001"}) {
    EXPECT_EQ(named(county), absl::StrCat("vision.yaml:34, document[2].resource.area.county: \"", county,
                                          "\" is no code; write provinces/30/counties/3001 (کرج)."));
  }
  EXPECT_THAT(named("provinces/31/counties/3001"),
              HasSubstr("there is no provinces/31/counties/3001; did you mean provinces/30/counties/3001 (کرج)?"));
  EXPECT_THAT(named("Karaj"), HasSubstr("\"Karaj\" is no code, as provinces/30/counties/3001 is; see mosbatctl list "
                                        "counties."));
  EXPECT_THAT(named("provinces/30"), HasSubstr("area.county: provinces/30 is a province; write area.province."));
  EXPECT_THAT(named("البرز"), HasSubstr("\"البرز\" is a province; write area.province: provinces/30 (Alborz)."));
  const auto province = Tried(absl::StrCat(kPackage, absl::StrReplaceAll(kEntrustment, {{"county:", "province:"}})));
  ASSERT_EQ(province[2].refused.size(), 1U);
  EXPECT_THAT(WordsOf(province[2].refused.front(), Language::kEnglish),
              HasSubstr("provinces/30/counties/3001 is a county; write area.county."));
  const auto right = Tried(absl::StrCat(kPackage, kEntrustment));
  EXPECT_THAT(right[2].refused, IsEmpty());
  EXPECT_THAT(DifferenceText(right[2], Language::kEnglish, {}), HasSubstr("provinces/30/counties/3001 (کرج)"));
}

TEST_F(ReferencesTest, TheDivisionsAreReadNoMoreOftenForMoreFaults) {
  suite_.AddDivisions();
  const std::string wrong = absl::StrReplaceAll(kEntrustment, {{"provinces/30/counties/3001", "کرج"}});
  const auto reads = [&](const std::string& text) {
    suite_.calls.clear();
    Tried(text);
    return std::count(suite_.calls.begin(), suite_.calls.end(), " ListCounties");
  };
  EXPECT_EQ(reads(absl::StrCat(kPackage, wrong)),
            reads(absl::StrCat(kPackage, wrong, absl::StrReplaceAll(wrong, {{"1470-10-01", "1470-10-02"}}))));
}

TEST_F(ReferencesTest, WhatIsNotThereIsAnsweredWithWhatWasMeant) {
  AddText(R"("state": "APPROVED")");
  const auto said = [&](const Replacements& replacements) {
    const auto results = Tried(Package(replacements));
    std::string words;
    for (const Rehearsed& entry : results) {
      for (const absl::Status& refused : entry.refused) {
        absl::StrAppend(&words, WordsOf(refused, Language::kEnglish), "\n");
      }
    }
    return words;
  };
  EXPECT_EQ(said({{"as: deputyship:prevention\nresource:\n  \"@type\": mosbat.catalog",
                   "as: deputyship:prevension\nresource:\n  \"@type\": mosbat.catalog"}}),
            "vision.yaml:19, document[1].as (serviceTypes/vision): there is no deputyship:prevension; did you mean "
            "deputyship:prevention?\n");
  EXPECT_EQ(said({{"owner: deputyships/prevention", "owner: deputyships/preventoin"}}),
            "vision.yaml:25, document[1].resource.owner (serviceTypes/vision): there is no deputyships/preventoin; did "
            "you mean deputyships/prevention?\n");
  const auto rests_on = [&](const char* text) {
    const std::string type = Package({{"restsOn: subGuidelines/vision/revisions/1", absl::StrCat("restsOn: ", text)}});
    const size_t begin = type.find("---\n") + 4;
    const auto alone = Tried(type.substr(begin, type.rfind("then:") - begin));
    return WordsOf(alone[0].refused.front(), Language::kEnglish);
  };
  for (const char* const name : {"subGuidelines/visoin/revisions/1", "subGuidelines/vision", "vision",
                                 "subGuideline/vision", "vision/revisions/1", "subGuideline/vision/revisions/1"}) {
    EXPECT_THAT(rests_on(name), HasSubstr("; did you mean subGuidelines/vision/revisions/1?")) << name;
  }
  EXPECT_THAT(
      rests_on("subGuidelines/vision/revisions/7"),
      HasSubstr("there is no subGuidelines/vision/revisions/7; see mosbatctl list subGuidelines/vision/revisions"));
  EXPECT_THAT(rests_on("subGuidelines/hearing/revisions/1"),
              HasSubstr("there is no subGuidelines/hearing; see mosbatctl list subGuidelines."));
  EXPECT_THAT(rests_on("hearing"), HasSubstr("\"hearing\" is no name of the form subGuidelines/…/revisions/…."));
}

}  // namespace
}  // namespace mosbat::ctl
