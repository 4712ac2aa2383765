#include "clients/mosbatctl/names.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/collections.h"
#include "clients/mosbatctl/fake_suite.h"
#include "clients/mosbatctl/report.h"
#include "clients/mosbatctl/status.h"
#include "common/testing/status_matchers.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "mosbat/registry/v1/division_service.pb.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class NamesTest : public ::testing::Test {
 protected:
  NamesTest() {
    suite_.AddDivisions();
    suite_.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision"})");
    suite_.Add<guideline::v1::SubGuideline>(R"({"name": "subGuidelines/vision", "revisionCount": 2,
                                                "currentRevision": "subGuidelines/vision/revisions/1"})");
    suite_.Add<catalog::v1::Fact>(R"({"name": "age_years", "unit": "years"})");
  }

  std::string Refused(const std::string& name) {
    const auto found = ReadResource(calls_, name);
    EXPECT_THAT(found, FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN"));
    return WordsOf(found.status(), Language::kEnglish);
  }

  FakeSuite suite_;
  CallsAs calls_{suite_, ""};
};

TEST_F(NamesTest, WhatCanOnlyBeListedIsReadOutOfItsList) {
  for (const char* const name : {"provinces/30", "provinces/30/counties/3001"}) {
    const auto found = ReadResource(calls_, name);
    ASSERT_THAT(found, IsOk());
    EXPECT_EQ(TextOf(**found, "name"), name);
  }
  EXPECT_EQ(TextOf(**ReadResource(calls_, "facts/age_years"), "unit"), "years");
  EXPECT_THAT(ReadResource(calls_, "provinces/99"), FailsWith(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(StatusOfResource(calls_, "provinces/30", Report(Language::kEnglish, {})),
              ::testing::Property(&absl::StatusOr<std::string>::value, HasSubstr("  Title:         Alborz\n")));
}

TEST_F(NamesTest, AWrongPrefixLeadsToTheRightOne) {
  EXPECT_THAT(Refused("serviceType/vision"), HasSubstr("did you mean serviceTypes/vision?"));
  EXPECT_THAT(Refused("subguideline/vision/revision/2"), HasSubstr("did you mean subGuidelines/vision/revisions/2?"));
  EXPECT_THAT(Refused("serviceTypes"), HasSubstr("it is a collection: mosbatctl list serviceTypes."));
  EXPECT_THAT(suite_.calls, IsEmpty());
}

TEST_F(NamesTest, WithoutAPrefixTheSuiteIsAskedWhatIsCalledSo) {
  EXPECT_THAT(Refused("vision"), HasSubstr("did you mean subGuidelines/vision or serviceTypes/vision?"));
  // Looking for a name leaves no trace in anybody's file.
  EXPECT_THAT(suite_.calls, Not(Contains(HasSubstr("GetCaseFile"))));
  EXPECT_THAT(Refused("nothing"), HasSubstr("a name begins with its collection"));
}

TEST_F(NamesTest, ARevisionIsChosenByWhatIsThere) {
  EXPECT_EQ(ChooseRevision(calls_, "subGuidelines/vision/revisions/7", RevisionWanted::kPending)->name,
            "subGuidelines/vision/revisions/7");
  const auto chosen = ChooseRevision(calls_, "subGuidelines/vision", RevisionWanted::kPending);
  ASSERT_THAT(chosen, IsOk());
  EXPECT_EQ(chosen->name, "subGuidelines/vision/revisions/1");
  EXPECT_THAT(chosen->why.en, HasSubstr("the current one of 1 to 2"));
  suite_.Add<guideline::v1::SubGuideline>(R"({"name": "subGuidelines/old", "revisionCount": 4})");
  EXPECT_EQ(ChooseRevision(calls_, "subGuidelines/old", RevisionWanted::kCurrent)->name,
            "subGuidelines/old/revisions/4");
  EXPECT_THAT(ChooseRevision(calls_, "serviceTypes/vision", RevisionWanted::kCurrent),
              FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN"));
}

TEST_F(NamesTest, AreasAreReadOnceAndNamedBehindTheirCodes) {
  AreaNames areas(calls_, Language::kPersian);
  EXPECT_EQ(areas.InText("در provinces/30/counties/3001 و provinces/99"),
            "در provinces/30/counties/3001 (کرج) و provinces/99");
  EXPECT_EQ(areas.InText("mosbatctl call X --as county:provinces/30 -d '{\"area\": \"provinces/30\"}'"),
            "mosbatctl call X --as county:provinces/30 -d '{\"area\": \"provinces/30\"}'");
  registry::v1::Centre centre;
  centre.set_name("centres/karaj");
  centre.set_county("provinces/30/counties/3001");
  areas.InMessage(centre);
  EXPECT_EQ(centre.county(), "provinces/30/counties/3001 (کرج)");
  registry::v1::County county;
  county.set_name("provinces/30/counties/3001");
  areas.InMessage(county);
  EXPECT_EQ(county.name(), "provinces/30/counties/3001");
  EXPECT_THAT(suite_.calls, ElementsAre("steering ListProvinces", "steering ListCounties"));
  EXPECT_EQ(AreaNames(calls_, Language::kEnglish).Of("provinces/30"), "Alborz");
}

TEST_F(NamesTest, WithoutTheListsThereAreCodesOnly) {
  for (const char* const method : {"ListProvinces", "ListCounties"}) {
    suite_.Answers(method, [](const google::protobuf::Message&, google::protobuf::Message&) {
      return absl::UnavailableError("away");
    });
  }
  AreaNames areas(calls_, Language::kPersian);
  EXPECT_EQ(areas.InText("provinces/30"), "provinces/30");
  EXPECT_EQ(Report(Language::kPersian, {}, &areas).Area("provinces/30"), "provinces/30");
}

TEST(CollectionsTest, EachIsDescribedWithAnExampleThatListsIt) {
  for (const std::string& form : CollectionForms()) {
    EXPECT_NE(InCollection(form).en, "") << form;
    EXPECT_NE(InCollection(form).fa, "") << form;
    EXPECT_THAT(FindCollection(ExampleOf(form)), IsOk()) << form;
    EXPECT_THAT(CollectionsText(Language::kPersian), HasSubstr(ExampleOf(form)));
  }
}

TEST(NamesInTest, WhatLeavesAnAuditEntryIsNotListed) {
  FakeSuite suite;
  CallsAs calls(suite, "");
  suite.Add<guideline::v1::Directive>(R"({"name": "directives/one"})");
  suite.Add<casefile::v1::CaseFile>(R"({"name": "caseFiles/a"})");
  suite.Add<casefile::v1::ServiceRequest>(R"({"name": "serviceRequests/a"})");
  EXPECT_THAT(NamesIn(calls, "directives"), ElementsAre("directives/one"));
  EXPECT_THAT(NamesIn(calls, "caseFiles"), IsEmpty());
  EXPECT_THAT(NamesIn(calls, "serviceRequests"), IsEmpty());
  EXPECT_THAT(suite.calls, ElementsAre("steering ListDirectives"));
}

}  // namespace
}  // namespace mosbat::ctl
