// preview over a suite that answers with numbers.
#include "clients/mosbatctl/preview.h"

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/fake_suite.h"
#include "common/testing/status_matchers.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class PreviewTest : public ::testing::Test {
 protected:
  PreviewTest() {
    suite_.AddDivisions();
    suite_.Add<guideline::v1::SubGuideline>(R"({"name": "subGuidelines/vision", "revisionCount": 2,
        "currentRevision": "subGuidelines/vision/revisions/1", "pendingRevision": "subGuidelines/vision/revisions/2"})");
    suite_.Add<guideline::v1::SubGuidelineRevision>(R"({"name": "subGuidelines/vision/revisions/2", "state": "DRAFT",
        "terms": {"eligibility": {"rule": {"schema": {"required": ["age_years"]}}}}})");
    suite_.Add<guideline::v1::Directive>(
        R"({"name": "directives/three", "provisions": {"filesPerCentre": {"value": 450}}})");
    suite_.Answers("PreviewDirective", R"({"directiveNow": "directives/two",
        "total": {"area": "country", "centres": 5, "placesNow": "2700", "placesThen": "2250", "centresGaining": 2},
        "provinces": [{"area": "provinces/30", "centres": 5, "placesNow": "2700", "placesThen": "2250"}],
        "counties": [{"area": "provinces/30/counties/3001", "centres": 2, "placesNow": "900", "placesThen": "1200"},
                     {"area": "provinces/30/counties/3002", "centres": 1, "placesNow": "600", "placesThen": "450"},
                     {"area": "provinces/30/counties/3003", "centres": 1, "placesNow": "600", "placesThen": "450"},
                     {"area": "provinces/30/counties/3004", "centres": 1, "placesNow": "600", "placesThen": "150"},
                     {"area": "provinces/30/counties/3005", "papers": {"longer": 3}}]})");
    suite_.Answers("CountCaseFiles",
                   [this](const google::protobuf::Message& request, google::protobuf::Message& response) {
                     counted_.push_back(request.ShortDebugString());
                     // Two pages; the centres of the first county stand on both.
                     const bool first = TextOf(request, "page_token").empty();
                     return FakeSuite::Fill(response, first ? R"({"nextPageToken": "x", "counts": [
          {"county": "provinces/30/counties/3001", "open": "420", "waiting": "40", "places": "400", "operating": true},
          {"county": "provinces/30/counties/3001", "open": "0", "places": "600"},
          {"county": "provinces/30/counties/3002", "open": "450", "places": "600", "operating": true}]})"
                                                            : R"({"counts": [
          {"county": "provinces/30/counties/3001", "open": "450", "places": "450", "operating": true},
          {"county": "provinces/30/counties/3003", "open": "900", "places": "600", "operating": true},
          {"county": "provinces/30/counties/3003", "open": "449", "places": "600", "operating": true},
          {"county": "provinces/30/counties/3004", "open": "600", "places": "600", "operating": true},
          {"county": "provinces/30/counties/3005", "places": "600"}]})");
                   });
    suite_.Answers("PreviewRules", [](const google::protobuf::Message& request, google::protobuf::Message& response) {
      EXPECT_EQ(TextOf(request, "service_type"), "serviceTypes/vision");
      const bool first = TextOf(request, "page_token").empty();
      return FakeSuite::Fill(response, first ? R"({"caseFiles": "1000", "nextPageToken": "x", "changes": [
          {"county": "provinces/30/counties/3001", "gain": "5", "stay": "10", "caseFiles": "970", "gainEntrusted": "4"},
          {"county": "provinces/31/counties/3101", "lose": "2", "caseFiles": "30", "loseEntrusted": "1"}]})"
                                             : R"({"caseFiles": "30", "changes": [
          {"county": "provinces/30/counties/3001", "gain": "1", "caseFiles": "30"}]})");
    });
  }

  absl::StatusOr<std::string> Previewed(const std::vector<std::string>& names, const PreviewOptions& options = {},
                                        Language language = Language::kEnglish) {
    const auto previews = ReadPreviews(CallsAs(suite_, ""), names, options);
    if (!previews.ok()) return previews.status();
    AreaNames areas(CallsAs(suite_, ""), language);
    return PreviewText(*previews, Report(language, {}, &areas));
  }

  nlohmann::ordered_json JsonOf(const std::vector<std::string>& names) {
    const auto previews = ReadPreviews(CallsAs(suite_, ""), names, {});
    EXPECT_THAT(previews, IsOk());
    AreaNames areas(CallsAs(suite_, ""), Language::kEnglish);
    return PreviewJson(previews.value_or(Previews()), Report(Language::kEnglish, {}, &areas));
  }

  void AddType() {
    suite_.Add<catalog::v1::ServiceType>(
        R"({"name": "serviceTypes/vision", "restsOn": "subGuidelines/vision/revisions/1"})");
  }

  // A draft whose closed list has vision by its name and hearing by its official number, but not massage.
  void CloseTheList() {
    suite_.Answers("PreviewDirective", R"({"directiveNow": "directives/two", "entrustmentNow": "OPEN",
        "entrustmentThen": "CLOSED_LIST", "total": {"area": "country"}})");
    suite_.Add<guideline::v1::Directive>(R"({"name": "directives/closed", "provisions": {"entrustment": {
        "mode": "CLOSED_LIST", "activities": [{"subGuideline": "subGuidelines/vision"}, {"foundingNumber": 7}]}}})");
    suite_.Add<guideline::v1::SubGuideline>(R"({"name": "subGuidelines/hearing", "foundingNumber": 7})");
    suite_.Add<guideline::v1::SubGuideline>(R"({"name": "subGuidelines/massage"})");
    for (const char* const id : {"vision", "hearing", "massage"}) {
      suite_.Add<catalog::v1::ServiceType>(
          absl::StrReplaceAll(R"({"name": "serviceTypes/ID", "state": "ACTIVE", "title": {"en": "Massage"},
                                  "restsOn": "subGuidelines/ID/revisions/1"})",
                              {{"ID", id}}));
    }
    suite_.Answers(
        "ListEntrustments", [](const google::protobuf::Message& request, google::protobuf::Message& response) {
          EXPECT_EQ(TextOf(request, "service_type"), "") << "one list for all types";
          EXPECT_EQ(StateOf(request), "ACTIVE");
          const bool first = TextOf(request, "page_token").empty();
          return FakeSuite::Fill(response, first ? R"({"nextPageToken": "x", "entrustments": [
              {"serviceType": "serviceTypes/massage"}, {"serviceType": "serviceTypes/vision"},
              {"serviceType": "serviceTypes/massage"}]})"
                                                 : R"({"entrustments": [{"serviceType": "serviceTypes/massage"}]})");
        });
    suite_.Answers("CountOpenRequests",
                   [this](const google::protobuf::Message& request, google::protobuf::Message& response) {
                     const auto& asked = dynamic_cast<const casefile::v1::CountOpenRequestsRequest&>(request);
                     areas_asked_.push_back(asked.area().ShortDebugString());
                     return FakeSuite::Fill(response, R"({"counts": [
                         {"state": "ELIGIBLE", "requests": "9"}, {"state": "REQUESTED", "requests": "3"}]})");
                   });
  }

  FakeSuite suite_;
  std::vector<std::string> counted_;
  std::vector<std::string> areas_asked_;  // of open requests
};

TEST_F(PreviewTest, OfADirectiveSaysWhichCountiesBecomeFreeAndWhichFull) {
  const auto text = Previewed({"directives/three"});
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(*text,
            "directives/three: held against directives/two\n"
            "  area                          centres  places now  then  gain  lose  short of staff  papers ended\n"
            "  country                             5        2700  2250     2     0               0             0\n"
            "  Alborz                              5        2700  2250     0     0               0             0\n"
            "    کرج                               2         900  1200     0     0               0             0\n"
            "    ساوجبلاغ                          1         600   450     0     0               0             0\n"
            "    provinces/30/counties/3003        1         600   450     0     0               0             0\n"
            "    provinces/30/counties/3004        1         600   150     0     0               0             0\n"
            "  Full → free:   1 county\n"
            "  - کرج: 870 open, 40 waiting; free places 0 → 30\n"
            "  Free → full:   1 county\n"
            "  - ساوجبلاغ: 450 open, 0 waiting; free places 150 → 0\n"
            "  Unchanged:     2 counties: 1 full, 1 with free places\n");
}

TEST_F(PreviewTest, OfAClosedListSaysWhichTypesFallOutWithWhatIsOpenOfThem) {
  CloseTheList();
  const auto text = Previewed({"directives/closed"}, {.area = "provinces/30/counties/3001"});
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, StartsWith("directives/closed: held against directives/two\n"
                                "  Entrustment:   open → a closed list\n"
                                "  Left out:      1 active service type; requests that are open keep what they were "
                                "promised\n"
                                "  service type          title    open requests  active entrustments\n"
                                "  serviceTypes/massage  Massage             12                    3\n"));
  EXPECT_THAT(
      *Previewed({"directives/closed"}, {}, Language::kPersian),
      HasSubstr("  بیرون از فهرست: ۱ نوع خدمت فعال؛ درخواست‌های باز با"));
  EXPECT_EQ(JsonOf({"directives/closed"})["previews"][0]["typesOutside"].dump(),
            R"([{"serviceType":"serviceTypes/massage","title":"Massage","openRequests":"12","entrustments":"3"}])");
  EXPECT_EQ(areas_asked_, (std::vector<std::string>{"county: \"provinces/30/counties/3001\"", "", ""}));
}

TEST_F(PreviewTest, ALongTitleOfATypeThatIsLeftOutIsCut) {
  CloseTheList();
  const std::string title(60, 'a');
  suite_.Add<catalog::v1::ServiceType>(absl::StrReplaceAll(
      R"({"name": "serviceTypes/massage", "state": "ACTIVE", "title": {"en": "TITLE"},
          "restsOn": "subGuidelines/massage/revisions/1"})",
      {{"TITLE", title}}));
  EXPECT_THAT(*Previewed({"directives/closed"}),
              HasSubstr("  serviceTypes/massage  " + title.substr(0, 43) + "…             12                    3\n"));
}

TEST_F(PreviewTest, WhereEveryTypeIsOnTheListNothingFallsOut) {
  CloseTheList();
  suite_.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/massage", "state": "ACTIVE",
      "restsOn": "subGuidelines/vision/revisions/2"})");
  EXPECT_THAT(*Previewed({"directives/closed"}),
              HasSubstr("  Left out:      none; every active service type is on the closed list\n"));
  EXPECT_EQ(JsonOf({"directives/closed"})["previews"][0]["typesOutside"].dump(), "[]");
}

TEST_F(PreviewTest, OfAnOpenListNothingFallsOut) {
  CloseTheList();
  suite_.Answers("PreviewDirective",
                 R"({"entrustmentNow": "CLOSED_LIST", "entrustmentThen": "OPEN", "total": {"area": "country"}})");
  suite_.Add<guideline::v1::Directive>(
      R"({"name": "directives/open", "provisions": {"entrustment": {"mode": "OPEN"}}})");
  EXPECT_THAT(*Previewed({"directives/open"}), HasSubstr("  Left out:      none; any activity may be entrusted\n"));
  EXPECT_EQ(JsonOf({"directives/open"})["previews"][0]["typesOutside"].dump(), "[]");
  suite_.Answers("PreviewDirective", R"({"entrustmentNow": "OPEN", "entrustmentThen": "OPEN"})");
  EXPECT_THAT(*Previewed({"directives/open"}), Not(HasSubstr("Left out")));
}

TEST_F(PreviewTest, OpenRequestsThatCannotBeCountedAreNotPassedOver) {
  CloseTheList();
  suite_.Answers("CountOpenRequests", [](const google::protobuf::Message&, google::protobuf::Message&) {
    return MakeError(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE", {.en = "Away.", .fa = "نیست."});
  });
  EXPECT_THAT(Previewed({"directives/closed"}), FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(PreviewTest, InPersianTheNumbersAreToo) {
  const auto text = Previewed({"directives/three"}, {}, Language::kPersian);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, AllOf(HasSubstr("  از پُر به دارای جا: ۱ شهرستان\n"),
                           HasSubstr("  - کرج: ۸۷۰ پروندهٔ باز، ۴۰ در فهرست انتظار؛ جای خالی از ۰ به ۳۰\n"),
                           EndsWith("۲ شهرستان: ۱ پُر، ۱ دارای جای خالی\n")));
}

TEST_F(PreviewTest, OnlyFilesOfTheAreaAreCounted) {
  ASSERT_THAT(Previewed({"directives/three"}, {.area = "provinces/30"}), IsOk());
  ASSERT_THAT(Previewed({"directives/three"}, {.area = "provinces/30/counties/3001"}), IsOk());
  ASSERT_EQ(counted_.size(), 4U);
  EXPECT_THAT(counted_[0], HasSubstr("area { province: \"provinces/30\" }"));
  EXPECT_THAT(counted_[2], HasSubstr("area { county: \"provinces/30/counties/3001\" }"));
}

TEST_F(PreviewTest, WhereNothingIsCountedThereIsNoTable) {
  suite_.Answers("PreviewDirective", R"({"directiveNow": "directives/two", "total": {"area": "country"}})");
  EXPECT_THAT(*Previewed({"directives/three"}),
              AllOf(HasSubstr("  Areas:         nothing was counted in any\n"), Not(HasSubstr("places now"))));
}

TEST_F(PreviewTest, TheProvinceOfACountyIsNoRow) {
  const auto text = Previewed({"directives/three"}, {.area = "provinces/30/counties/3001"});
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, AllOf(HasSubstr("    کرج "), Not(HasSubstr("Alborz"))));
}

TEST_F(PreviewTest, AnAreaThatIsNotThereIsRefused) {
  for (const char* const area : {"provinces/77", "provinces/30/counties/3077", "centres/x"}) {
    SCOPED_TRACE(area);
    const auto text = Previewed({"directives/three"}, {.area = area});
    EXPECT_THAT(text, FailsWith(absl::StatusCode::kInvalidArgument, "AREA_UNKNOWN"));
  }
  EXPECT_THAT(WordsOf(Previewed({"directives/three"}, {.area = "provinces/77"}).status(), Language::kEnglish),
              EndsWith("; `mosbatctl list provinces` has those that there are."));
}

TEST_F(PreviewTest, ACountThatFailsIsNotPassedOver) {
  suite_.Answers("CountCaseFiles", [](const google::protobuf::Message&, google::protobuf::Message&) {
    return MakeError(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE", {.en = "Away.", .fa = "نیست."});
  });
  EXPECT_THAT(Previewed({"directives/three"}), FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(PreviewTest, OfARuleSaysWhoGainsAndLosesByArea) {
  AddType();
  const auto text = Previewed({"subGuidelines/vision/revisions/2"});
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(
      *text,
      "subGuidelines/vision/revisions/2: held against the rule of serviceTypes/vision\n"
      "  Case files:    1030\n"
      "  area                          members gain  lose  keep  stay without\n"
      "  country                                  6     2    10             0\n"
      "  Alborz                                   6     0    10             0\n"
      "    کرج                                    6     0    10             0\n"
      "  Zanjan                                   0     2     0             0\n"
      "    provinces/31/counties/3101             0     2     0             0\n"
      "  Entrusted:     4 of those who gain and 1 of those who lose are at a centre that is entrusted with the type "
      "today\n");
  EXPECT_THAT(*Previewed({"subGuidelines/vision/revisions/2"}, {.area = "provinces/31"}),
              AllOf(HasSubstr("  Case files:    30\n"), HasSubstr("  Zanjan "), Not(HasSubstr("country")),
                    Not(HasSubstr("Alborz"))));
}

TEST_F(PreviewTest, OfASubGuidelineTakesTheTextInHandAndSaysSo) {
  AddType();
  const auto text = Previewed({"subGuidelines/vision"});
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, AllOf(StartsWith("subGuidelines/vision/revisions/2: held against"),
                           HasSubstr("  Revision:      the pending one of 1 to 2; another: "
                                     "subGuidelines/vision/revisions/N\n")));
}

TEST_F(PreviewTest, AsksForTheTypeWhereItCannotBeKnown) {
  EXPECT_THAT(Previewed({"subGuidelines/vision/revisions/2"}),
              FailsWith(absl::StatusCode::kInvalidArgument, "PREVIEW_AMBIGUOUS"));
}

TEST_F(PreviewTest, AsJsonADirectiveHasEveryAreaWithItsTitleAndItsZeros) {
  const nlohmann::ordered_json json = JsonOf({"directives/three"});
  ASSERT_EQ(json["previews"].size(), 1U);
  const auto& preview = json["previews"][0];
  EXPECT_EQ(preview["directive"], "directives/three");
  EXPECT_EQ(preview["directiveNow"], "directives/two");
  ASSERT_EQ(preview["areas"].size(), 7U);
  EXPECT_EQ(preview["areas"][0].dump(),
            R"({"area":"country","title":"country","centres":5,"operatingCentres":0,"placesNow":"2700",)"
            R"("placesThen":"2250","centresGaining":2,"centresLosing":0,"centresShortOfStaff":0,)"
            R"("papers":{"longer":0,"shorter":0,"ended":0},"agreements":{"longer":0,"shorter":0,"ended":0}})");
  EXPECT_EQ(preview["areas"][1]["title"], "Alborz");
  EXPECT_EQ(preview["areas"][6]["papers"]["longer"], 3);
  ASSERT_EQ(preview["room"].size(), 4U);
  EXPECT_EQ(preview["room"][0].dump(), R"({"area":"provinces/30/counties/3001","title":"کرج","open":"870",)"
                                       R"("waiting":"40","freeNow":"0","freeThen":"30"})");
}

TEST_F(PreviewTest, AsJsonARuleHasTheSumsOfItsAreas) {
  AddType();
  const nlohmann::ordered_json json = JsonOf({"directives/three", "subGuidelines/vision"});
  ASSERT_EQ(json["previews"].size(), 2U);
  const auto& preview = json["previews"][1];
  EXPECT_EQ(preview["subGuidelineRevision"], "subGuidelines/vision/revisions/2");
  EXPECT_EQ(preview["serviceType"], "serviceTypes/vision");
  ASSERT_EQ(preview["areas"].size(), 5U);
  const auto& alborz = preview["areas"][1];
  EXPECT_EQ(alborz["area"], "provinces/30");
  EXPECT_EQ(alborz["title"], "Alborz");
  EXPECT_EQ(alborz["gain"], "6");
  EXPECT_EQ(alborz["lose"], "0");
  EXPECT_EQ(alborz["caseFiles"], "1000");
  EXPECT_EQ(alborz["gainEntrusted"], "4");
  EXPECT_FALSE(alborz.contains("county"));
}

TEST_F(PreviewTest, OtherNamesSayWhatWasMeant) {
  EXPECT_THAT(Previewed({"centres/a"}), FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN"));
  EXPECT_THAT(WordsOf(Previewed({"vision"}).status(), Language::kEnglish),
              HasSubstr("did you mean subGuidelines/vision?"));
}

}  // namespace
}  // namespace mosbat::ctl
