#include "clients/mosbatctl/apply/rehearsal.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/fake_suite.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPackage[] = R"(
as: deputyship:prevention
resource:
  "@type": mosbat.guideline.v1.SubGuideline
  name: subGuidelines/vision
  title: {fa: بینایی}
  deputyship: deputyships/prevention
revision:
  clauses: [{number: "1", text: الف}]
then:
  - {do: Submit, when: [DRAFT, RETURNED]}
  - {as: steering, do: Approve, when: [SUBMITTED], with: {effectiveDate: 1405-10-01}}
---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.ServiceType
  name: serviceTypes/vision
  title: {fa: بینایی}
  level: 1
  owner: deputyships/prevention
  restsOn: subGuidelines/vision/revisions/1
)";

std::vector<Rehearsed> Tried(FakeSuite& suite, const std::string& text = kPackage) {
  const auto entries = ParsePlan("vision.yaml", text, /*historical=*/false);
  EXPECT_THAT(entries, IsOk());
  return Rehearse(suite, *entries, Language::kEnglish);
}

FakeSuite::Answer Refuses(const char* reason, absl::StatusCode code = absl::StatusCode::kInvalidArgument,
                          const char* field = "service_type.level") {
  return [=](const google::protobuf::Message& request, google::protobuf::Message&) {
    EXPECT_TRUE(FlagOf(request, "validate_only"));
    return MakeFieldErrors(code, reason, {.en = "No.", .fa = "نه."},
                           {{.field = field, .words = {.en = "must be 1 to 3.", .fa = "از ۱ تا ۳."}}});
  };
}

absl::Status Accepts(const google::protobuf::Message& request, google::protobuf::Message&) {
  EXPECT_TRUE(FlagOf(request, "validate_only"));
  return absl::OkStatus();
}

TEST(RehearsalTest, WhatIsMissingIsShownWithItsFieldsAndSteps) {
  FakeSuite suite;
  suite.Answers("RegisterServiceType", &Accepts);
  suite.Answers("CreateSubGuideline", &Accepts);
  const auto results = Tried(suite);
  ASSERT_EQ(results.size(), 2U);
  EXPECT_THAT(DifferenceText(results[0], Language::kEnglish, {}),
              AllOf(HasSubstr("+ subGuidelines/vision  would be created (deputyship:prevention)\n"),
                    HasSubstr("    + revision.clauses: "), HasSubstr("    » Approve (steering)\n")));
  EXPECT_THAT(results[1].refused, IsOk());
  EXPECT_EQ(SummaryOf(results, Language::kEnglish), "2 to create, 0 to change, 0 unchanged");
  EXPECT_EQ(SummaryOf(results, Language::kPersian),
            "۲ برای ساختن، ۰ برای تغییر، ۰ بی‌تغییر");
}

TEST(RehearsalTest, NothingButReadsAndValidationsIsSent) {
  FakeSuite suite;
  suite.Answers("RegisterServiceType", &Accepts);  // each asserts validate_only
  suite.Answers("CreateSubGuideline", &Accepts);
  Tried(suite);
  EXPECT_THAT(suite.calls, Each(Not(HasSubstr("Submit"))));
  EXPECT_THAT(suite.calls, Each(Not(HasSubstr("Approve"))));
  EXPECT_THAT(suite.calls, Contains("deputyship:prevention RegisterServiceType"));
}

constexpr char kType[] = R"({"@type": "mosbat.catalog.v1.ServiceType", "name": "serviceTypes/vision",
    "title": {"fa": "بینایی"}, "level": 2, "owner": "deputyships/prevention"})";

std::string Alone(const std::string& resource) {
  return "{\n\"as\": \"deputyship:prevention\",\n\"resource\": " + resource + "}";
}

TEST(RehearsalTest, ARefusalOfTheServiceIsNamedByTheLineInTheFile) {
  FakeSuite suite;
  suite.Answers("RegisterServiceType", Refuses("FIELD_INVALID"));
  const auto results = Tried(suite, Alone(kType));
  ASSERT_EQ(results.size(), 1U);
  EXPECT_THAT(results[0].refused, FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_EQ(WordsOf(results[0].refused, Language::kEnglish), "vision.yaml:4 (serviceTypes/vision): No.");
  EXPECT_EQ(FaultsOf(results[0].refused, Language::kEnglish).front().first, "resource.level");
}

TEST(RehearsalTest, ARefusalThatAnEarlierEntryMayCureIsNone) {
  FakeSuite suite;
  suite.Answers("CreateSubGuideline", &Accepts);
  suite.Answers("RegisterServiceType", Refuses("SUB_GUIDELINE_NOT_FOUND", absl::StatusCode::kFailedPrecondition));
  const auto results = Tried(suite);
  EXPECT_THAT(results[1].refused, IsOk());
  EXPECT_EQ(results[1].rests_on, "subGuidelines/vision");
  EXPECT_THAT(DifferenceText(results[1], Language::kEnglish, {}),
              HasSubstr("? the service can judge this only when subGuidelines/vision is there"));
}

TEST(RehearsalTest, WhatDiffersIsShownFieldByField) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision", "title": {"fa": "دید"}, "level": 1,
                                         "owner": "deputyships/prevention", "state": "PROPOSED", "etag": "1"})");
  suite.Answers("UpdateServiceType", &Accepts);
  const auto results = Tried(suite, Alone(kType));
  EXPECT_EQ(DifferenceText(results[0], Language::kEnglish, {}),
            "~ serviceTypes/vision  would be changed (deputyship:prevention)\n"
            "    ~ title.fa: دید → بینایی\n    ~ level: 1 → 2\n");
  EXPECT_TRUE(Differs(results[0]));
}

TEST(RehearsalTest, WhatIsTheSameIsNotMentioned) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision", "title": {"fa": "بینایی"}, "level": 2,
                                         "owner": "deputyships/prevention", "state": "ACTIVE"})");
  const auto results = Tried(suite, Alone(kType));
  EXPECT_EQ(DifferenceText(results[0], Language::kEnglish, {}), "");
  EXPECT_FALSE(Differs(results[0]));
  EXPECT_THAT(suite.calls, ElementsAre("deputyship:prevention GetServiceType"));
}

TEST(RehearsalTest, OneThatIsRefusedDoesNotHideTheOthers) {
  FakeSuite suite;
  suite.Answers("GetServiceType", [](const google::protobuf::Message&, google::protobuf::Message&) {
    return MakeError(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED", {.en = "No.", .fa = "نه."});
  });
  const std::string text = std::string("{\"apply\": [") + Alone(kType) +
                           R"(, {"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Deputyship",
                               "name": "deputyships/a", "title": {"fa": "الف"}}}]})";
  suite.Answers("CreateDeputyship", &Accepts);
  const auto results = Tried(suite, text);
  EXPECT_THAT(results[0].refused, FailsWith(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED"));
  EXPECT_FALSE(Differs(results[0]));
  EXPECT_TRUE(Differs(results[1]));
}

TEST(RehearsalTest, ASuiteThatDoesNotAnswerIsNotAskedAgain) {
  FakeSuite suite;
  suite.Answers("GetSubGuideline", [](const google::protobuf::Message&, google::protobuf::Message&) {
    return MakeError(absl::StatusCode::kUnavailable, "SUITE_UNREACHABLE", {.en = "Away.", .fa = "نیست."});
  });
  EXPECT_EQ(Tried(suite).size(), 1U);
  EXPECT_THAT(suite.calls, ElementsAre("deputyship:prevention GetSubGuideline"));
}

}  // namespace
}  // namespace mosbat::ctl
