#include "clients/mosbatctl/apply/rehearsal.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/substitute.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/package_fixture.h"
#include "clients/mosbatctl/apply/refusals.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

FakeSuite::Answer Refuses(const char* reason, absl::StatusCode code = absl::StatusCode::kInvalidArgument,
                          const char* field = "service_type.level") {
  return [=](const google::protobuf::Message& request, google::protobuf::Message&) {
    EXPECT_TRUE(FlagOf(request, "validate_only"));
    return MakeFieldErrors(code, reason, {.en = "No.", .fa = "نه."},
                           {{.field = field, .words = {.en = "must be 1 to 3.", .fa = "از ۱ تا ۳."}}});
  };
}

class RehearsalTest : public PackageFixture {};

TEST_F(RehearsalTest, WhatIsMissingIsShownWithItsFieldsAndSteps) {
  const auto results = Tried(kPackage);
  ASSERT_EQ(results.size(), 2U);
  EXPECT_THAT(DifferenceText(results[0], Language::kEnglish, {}),
              AllOf(HasSubstr("+ subGuidelines/vision  would be created (deputyship:prevention)\n"),
                    HasSubstr("    + revision.clauses: "), HasSubstr("    » Approve (steering)\n")));
  EXPECT_THAT(results[1].refused, IsEmpty());
  EXPECT_EQ(SummaryOf(results, Language::kEnglish), "2 to create, 0 to change, 0 unchanged");
  EXPECT_EQ(SummaryOf(results, Language::kPersian),
            "۲ برای ساختن، ۰ برای تغییر، ۰ بی‌تغییر");
}

TEST_F(RehearsalTest, NothingButReadsAndValidationsIsSent) {
  for (const char* const method :
       {"RegisterServiceType", "CreateSubGuideline", "SubmitSubGuidelineRevision", "ApproveSubGuidelineRevision"}) {
    suite_.Answers(method, &Accepts);  // asserts validate_only
  }
  Tried(kPackage);
  EXPECT_THAT(suite_.calls, Contains("deputyship:prevention RegisterServiceType"));
  EXPECT_THAT(suite_.calls, Contains("steering ApproveSubGuidelineRevision"));
}

TEST_F(RehearsalTest, AStepThatIsNotDueYetIsAskedAboutAndWhatCannotBeJudgedIsNamed) {
  const auto results = Tried(kPackage);
  EXPECT_THAT(results[0].refused, IsEmpty());
  EXPECT_THAT(DifferenceText(results[0], Language::kEnglish, {}),
              HasSubstr("    ? Submit, Approve: the service can judge this only after what stands above it here\n"));
}

TEST_F(RehearsalTest, AWrongStepIsRefusedBeforeItsResourceIsThere) {
  suite_.Answers("ApproveSubGuidelineRevision",
                 Refuses("FIELD_REQUIRED", absl::StatusCode::kInvalidArgument, "effective_date"));
  const auto results = Tried(kPackage);
  EXPECT_EQ(FaultsOf(results[0].refused.back(), Language::kEnglish).front().first,
            "document[0].then[1].with.effectiveDate");
}

TEST_F(RehearsalTest, AStepForWhichThisContextHasNoTokenIsLeftOpen) {
  suite_.Answers("ApproveSubGuidelineRevision", [](const google::protobuf::Message&, google::protobuf::Message&) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "TOKEN_MISSING", {.en = "No token.", .fa = "توکن نیست."});
  });
  EXPECT_THAT(DifferenceText(Tried(kPackage)[0], Language::kEnglish, {}),
              HasSubstr("    ? Approve: this context does not speak for steering; apply stops there"));
}

constexpr char kType[] = R"({"@type": "mosbat.catalog.v1.ServiceType", "name": "serviceTypes/vision",
    "title": {"fa": "بینایی"}, "level": 2, "owner": "deputyships/prevention"})";

std::string Alone(const std::string& resource) {
  return "{\n\"as\": \"deputyship:prevention\",\n\"resource\": " + resource + "}";
}

TEST_F(RehearsalTest, ARefusalOfTheServiceIsNamedByTheLineInTheFile) {
  suite_.Answers("RegisterServiceType", Refuses("FIELD_INVALID"));
  const auto results = Tried(Alone(kType));
  ASSERT_EQ(results.size(), 1U);
  ASSERT_THAT(results[0].refused, ElementsAre(FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID")));
  EXPECT_EQ(WordsOf(results[0].refused[0], Language::kEnglish), "vision.yaml:4 (serviceTypes/vision): No.");
  EXPECT_EQ(FaultsOf(results[0].refused[0], Language::kEnglish).front().first, "resource.level");
}

TEST_F(RehearsalTest, ARefusalThatAnEarlierEntryMayCureIsNone) {
  suite_.Answers("RegisterServiceType", Refuses("SUB_GUIDELINE_NOT_FOUND", absl::StatusCode::kFailedPrecondition));
  const auto results = Tried(kPackage);
  EXPECT_THAT(results[1].refused, IsEmpty());
  EXPECT_THAT(DifferenceText(results[1], Language::kEnglish, {}),
              HasSubstr("    ? the service can judge this only when subGuidelines/vision is there\n"));
  EXPECT_THAT(DifferenceText(results[1], Language::kPersian, {}), HasSubstr("تنها پس از ایجاد subGuidelines/vision"));
}

constexpr char kDirective[] = R"(as: steering
resource:
  "@type": mosbat.guideline.v1.Directive
  name: directives/three
  number: "1470/3"
  effectiveDate: 1470-10-01
  provisions: {entrustment: {mode: $0, article: "1"}}
then:
  - {do: Issue, when: [DRAFT]}
---)";

// What is approved already and activated under the directive of the day is judged by the one that is issued before it.
TEST_F(RehearsalTest, ADirectiveThatIsIssuedBeforeMayCloseTheListOrOpenIt) {
  AddText(R"("state": "APPROVED", "effectiveDate": {"year": 2090, "month": 1, "day": 1})");
  suite_.Add<catalog::v1::ServiceType>(
      R"({"name": "serviceTypes/vision", "state": "PROPOSED", "title": {"fa": "بینایی"}, "level": 1,
          "owner": "deputyships/prevention", "restsOn": "subGuidelines/vision/revisions/1"})");
  suite_.Answers("CreateDirective", &Accepts);
  suite_.Answers("ActivateServiceType", Says(absl::StatusCode::kFailedPrecondition, "ACTIVITY_OUTSIDE_DIRECTIVE"));
  const auto waits = HasSubstr("    ? Activate: the service can judge this only when directives/three is there\n");
  const auto with = [](const char* mode) { return absl::StrCat(absl::Substitute(kDirective, mode), kPackage); };
  EXPECT_THAT(Tried(kPackage).back().refused,
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "ACTIVITY_OUTSIDE_DIRECTIVE")));
  EXPECT_THAT(Tried(with("OPEN")).back().refused, IsEmpty());
  EXPECT_THAT(DifferenceText(Tried(with("OPEN")).back(), Language::kEnglish, {}), waits);

  suite_.Answers("ActivateServiceType", &Accepts);
  EXPECT_THAT(DifferenceText(Tried(with("CLOSED_LIST")).back(), Language::kEnglish, {}), waits);
  EXPECT_THAT(DifferenceText(Tried(with("OPEN")).back(), Language::kEnglish, {}), Not(waits));
}

// A pilot of the same files is there before the step is taken.
TEST_F(RehearsalTest, AnEntrustmentThatWaitsForAPilotOfTheFilesIsLeftOpen) {
  suite_.AddDivisions();
  suite_.Add<catalog::v1::Entrustment>(
      R"({"name": "entrustments/e", "state": "PROPOSED", "serviceType": "serviceTypes/vision",
          "area": {"county": "provinces/30/counties/3001"}, "startDate": {"year": 2091, "month": 12, "day": 22}})");
  suite_.Answers("ActivateEntrustment", &Accepts);
  const char* const activate = "then:\n  - {do: Activate, when: [PROPOSED]}\n";
  const std::string other = absl::StrCat(kEntrustment, activate);
  const std::string pilot =
      absl::StrCat(absl::StrReplaceAll(kEntrustment, {{"3001", "3002"}}), "  pilot: true\n", activate);
  const auto waits = HasSubstr("    ? Activate: the service can judge this only after what stands above it here\n");
  EXPECT_THAT(DifferenceText(Tried(absl::StrCat(kPackage, other)).back(), Language::kEnglish, {}), Not(waits));
  EXPECT_THAT(DifferenceText(Tried(absl::StrCat(kPackage, other, pilot)).back(), Language::kEnglish, {}), waits);
}

TEST_F(RehearsalTest, ARuleThatNamesAWrongFactIsNotCuredByAnEarlierEntry) {
  const Method& submit = *MethodOf(*guideline::v1::SubmitSubGuidelineRevisionRequest::descriptor());
  const auto refusal = [](const char* reason) {
    return MakeError(absl::StatusCode::kFailedPrecondition, reason, {.en = "No.", .fa = "نه."});
  };
  EXPECT_FALSE(MayBeCured(submit, refusal("FACT_UNKNOWN")));
  EXPECT_FALSE(MayBeCured(submit, refusal("FACT_MISUSED")));
  EXPECT_TRUE(MayBeCured(submit, refusal("DIRECTIVE_NOT_IN_FORCE")));
}

TEST_F(RehearsalTest, WhatWasSaidOfOneLineDoesNotHideTheFaultsOfOthers) {
  suite_.AddDivisions();
  suite_.Answers("ProposeEntrustment", [](const google::protobuf::Message&, google::protobuf::Message&) {
    const Words no = {.en = "No.", .fa = "نه."};
    return MakeFieldErrors(
        absl::StatusCode::kInvalidArgument, "FIELD_INVALID", {.en = "2 faults; the first: No.", .fa = "۲ ایراد"},
        {{.field = "entrustment.area.county", .words = no}, {.field = "entrustment.quota.deliveries", .words = no}});
  });
  const auto results = Tried(absl::StrCat(kPackage, R"(---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.Entrustment
  serviceType: serviceTypes/vision
  area: {county: کرج}
  startDate: 1470-10-01
  quota: {deliveries: -5}
)"));
  ASSERT_THAT(results[2].refused, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "NAMED_NOT_THERE"),
                                              FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID")));
  EXPECT_THAT(FaultsOf(results[2].refused[1], Language::kEnglish),
              ElementsAre(Pair("document[2].resource.quota.deliveries",
                               "vision.yaml:36: document[2].resource.quota.deliveries: No.")));
}

TEST_F(RehearsalTest, AWrongValueIsNotCuredByAnEarlierEntry) {
  suite_.Answers("RegisterServiceType", Refuses("FIELD_INVALID"));
  EXPECT_THAT(Tried(kPackage)[1].refused, ElementsAre(FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID")));
}

TEST_F(RehearsalTest, ATextThatNobodyMakesIsNamedByTheLineThatRestsOnIt) {
  const auto results = Tried(absl::StrReplaceAll(kPackage, {{"vision/revisions/1", "vision/revisions/7"}}));
  ASSERT_THAT(results[1].refused, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "NAMED_NOT_THERE")));
  EXPECT_EQ(WordsOf(results[1].refused[0], Language::kEnglish),
            "vision.yaml:26, document[1].resource.restsOn (serviceTypes/vision): there is no "
            "subGuidelines/vision/revisions/7; did you mean subGuidelines/vision/revisions/1, which is made here?");
}

TEST_F(RehearsalTest, ADayThatHasPassedIsNamedBeforeTheTextIsApproved) {
  const auto results = Tried(absl::StrReplaceAll(kPackage, {{"1470-10-01", "1399-10-01"}}));
  EXPECT_THAT(results[0].refused, Contains(FailsWith(absl::StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID")));
}

TEST_F(RehearsalTest, WhatRestsOnWhatDiffersIsLeftOut) {
  suite_.Add<guideline::v1::SubGuideline>(
      R"({"name": "subGuidelines/vision", "title": {"fa": "بینایی"}, "deputyship": "deputyships/prevention"})");
  suite_.Add<guideline::v1::SubGuidelineRevision>(
      R"({"name": "subGuidelines/vision/revisions/1", "state": "APPROVED", "clauses": [{"number": "1", "text": "ب"}]})");
  suite_.Answers("UpdateSubGuidelineRevision", Refuses("REVISION_NOT_EDITABLE", absl::StatusCode::kFailedPrecondition));
  const auto results = Tried(kPackage);
  EXPECT_THAT(results[0].refused, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "DIFFERENT")));
  EXPECT_THAT(DifferenceText(results[0], Language::kEnglish, {}), HasSubstr("subGuidelines/vision  different ("));
  EXPECT_THAT(DifferenceText(results[0], Language::kPersian, {}), HasSubstr("subGuidelines/vision  متفاوت ("));
  EXPECT_THAT(WordsOf(results[0].refused[0], Language::kEnglish),
              HasSubstr("write the change behind it as a document of its own, subGuidelines/vision/revisions/2"));
  EXPECT_EQ(DifferenceText(results[1], Language::kEnglish, {}),
            "! serviceTypes/vision  left out: it rests on subGuidelines/vision, which differs\n");
  EXPECT_EQ(SummaryOf(results, Language::kEnglish), "0 to create, 0 to change, 0 unchanged, 1 different, 1 left out");
  EXPECT_EQ(
      SummaryOf(results, Language::kPersian),
      "۰ برای ساختن، ۰ برای تغییر، ۰ بی‌تغییر، ۱ متفاوت، ۱ کنارگذاشته");
  EXPECT_TRUE(Differs(results[0]));
}

TEST_F(RehearsalTest, ATypeIsNotSetBackToAnEarlierText) {
  suite_.Add<catalog::v1::ServiceType>(
      R"({"name": "serviceTypes/vision", "title": {"fa": "بینایی"}, "level": 2, "owner": "deputyships/prevention",
          "state": "ACTIVE", "restsOn": "subGuidelines/vision/revisions/2"})");
  const auto results = Tried(absl::StrReplaceAll(
      Alone(kType), {{"\"level\"", "\"restsOn\": \"subGuidelines/vision/revisions/1\", \"level\""}}));
  EXPECT_THAT(results[0].refused, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "REVISION_OLDER")));
  EXPECT_THAT(DifferenceText(results[0], Language::kEnglish, {}), HasSubstr("serviceTypes/vision  different ("));

  suite_.Add<guideline::v1::SubGuidelineRevision>(
      R"({"name": "subGuidelines/vision/revisions/2", "state": "WITHDRAWN"})");
  suite_.Answers("UpdateServiceType", &Accepts);
  const auto back = Tried(absl::StrReplaceAll(
      Alone(kType), {{"\"level\"", "\"restsOn\": \"subGuidelines/vision/revisions/1\", \"level\""}}));
  EXPECT_EQ(back[0].verdict, Rehearsed::Verdict::kChanged) << "the later text was withdrawn";
}

TEST_F(RehearsalTest, AnEntrustmentThatDiffersIsEndedAndProposedAgain) {
  suite_.Add<catalog::v1::Entrustment>(R"({"name": "entrustments/e", "serviceType": "serviceTypes/vision",
      "area": {"country": true}, "startDate": "2091-12-22", "quota": {"deliveries": "5"}})");
  const auto results = Tried(Alone(R"({"@type": "mosbat.catalog.v1.Entrustment", "serviceType": "serviceTypes/vision",
      "area": {"country": true}, "startDate": "1470-10-01", "quota": {"deliveries": "6"}})"));
  ASSERT_THAT(results[0].refused, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "DIFFERENT")));
  EXPECT_THAT(WordsOf(results[0].refused[0], Language::kEnglish),
              HasSubstr("End entrustments/e (EndEntrustment) and propose another."));
}

TEST_F(RehearsalTest, ACallerWhoMayNotIsNamedByTheLineThatChoosesIt) {
  suite_.Answers("RegisterServiceType", [](const google::protobuf::Message&, google::protobuf::Message&) {
    return MakeError(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE",
                     {.en = "Not yours.", .fa = "از آن شما نیست."});
  });
  const auto results = Tried(kPackage);
  ASSERT_THAT(results[1].refused, ElementsAre(FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE")))
      << "the request itself names the owner: no earlier entry cures it";
  EXPECT_EQ(WordsOf(results[1].refused[0], Language::kEnglish),
            "vision.yaml:19, document[1].as (serviceTypes/vision): Not yours.");
}

TEST_F(RehearsalTest, ATariffOfAnotherTypeThanThoseOfItsFileIsDoubted) {
  for (const char* const method : {"CreateSubGuideline", "RegisterServiceType", "CreateTariff"}) {
    suite_.Answers(method, &Accepts);
  }
  suite_.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/hearing"})");
  const std::string tariff = R"(---
as: steering
resource: {"@type": mosbat.purchasing.v1.Tariff, name: tariffs/vision, serviceType: serviceTypes/TYPE}
)";
  const auto there = Tried(absl::StrCat(kPackage, absl::StrReplaceAll(tariff, {{"TYPE", "hearing"}})));
  EXPECT_THAT(there[2].refused, IsEmpty());
  EXPECT_THAT(
      DifferenceText(there[2], Language::kEnglish, {}),
      HasSubstr(
          "    ! vision.yaml:31, document[2].resource.serviceType: serviceTypes/hearing is there, but is none of this file's service types."));
  const auto missing = Tried(absl::StrCat(kPackage, absl::StrReplaceAll(tariff, {{"TYPE", "vison"}})));
  ASSERT_THAT(missing[2].refused, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "NAMED_NOT_THERE")));
  EXPECT_THAT(WordsOf(missing[2].refused[0], Language::kEnglish), HasSubstr("did you mean serviceTypes/vision"));
  EXPECT_THAT(missing[2].doubts, IsEmpty());
}

TEST_F(RehearsalTest, WhoMayNotChangeWhatIsThereIsNamedByTheSameLine) {
  suite_.Add<catalog::v1::ServiceType>(
      R"({"name": "serviceTypes/vision", "title": {"fa": "بینایی"}, "level": 1, "owner": "deputyships/prevention"})");
  suite_.Answers("UpdateServiceType", Says(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_EQ(WordsOf(Tried(Alone(kType))[0].refused[0], Language::kEnglish),
            "vision.yaml:2, as (serviceTypes/vision): No.");
}

TEST_F(RehearsalTest, ATariffOfADayThatIsTakenIsNamedByTheLineOfTheDay) {
  suite_.Answers("CreateTariff", Says(absl::StatusCode::kFailedPrecondition, "TARIFF_DAY_TAKEN"));
  const auto results = Tried(absl::StrCat(kPackage, R"(---
as: steering
resource:
  "@type": mosbat.purchasing.v1.Tariff
  name: tariffs/vision
  serviceType: serviceTypes/vision
  effectiveDate: 1470-10-01
)"));
  ASSERT_THAT(results[2].refused, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "TARIFF_DAY_TAKEN")));
  EXPECT_EQ(WordsOf(results[2].refused[0], Language::kEnglish),
            "vision.yaml:35, document[2].resource.effectiveDate (tariffs/vision): No.");
}

TEST_F(RehearsalTest, WhatDiffersIsShownFieldByField) {
  suite_.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision", "title": {"fa": "دید"}, "level": 1,
                                         "owner": "deputyships/prevention", "state": "PROPOSED", "etag": "1"})");
  suite_.Answers("UpdateServiceType", &Accepts);
  const auto results = Tried(Alone(kType));
  EXPECT_EQ(DifferenceText(results[0], Language::kEnglish, {}),
            "~ serviceTypes/vision  would be changed (deputyship:prevention)\n"
            "    ~ title.fa: دید → بینایی\n    ~ level: 1 → 2\n");
  EXPECT_TRUE(Differs(results[0]));
}

TEST_F(RehearsalTest, WhatIsTheSameIsNotMentioned) {
  suite_.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision", "title": {"fa": "بینایی"}, "level": 2,
                                         "owner": "deputyships/prevention", "state": "ACTIVE"})");
  const auto results = Tried(Alone(kType));
  EXPECT_EQ(DifferenceText(results[0], Language::kEnglish, {}), "");
  EXPECT_FALSE(Differs(results[0]));
  EXPECT_THAT(suite_.calls, ElementsAre("deputyship:prevention GetServiceType"));
}

TEST_F(RehearsalTest, OneThatIsRefusedDoesNotHideTheOthers) {
  suite_.Answers("GetServiceType", [](const google::protobuf::Message&, google::protobuf::Message&) {
    return MakeError(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED", {.en = "No.", .fa = "نه."});
  });
  const std::string text = std::string("{\"apply\": [") + Alone(kType) +
                           R"(, {"as": "steering", "resource": {"@type": "mosbat.guideline.v1.Deputyship",
                               "name": "deputyships/a", "title": {"fa": "الف"}}}]})";
  suite_.Answers("CreateDeputyship", &Accepts);
  const auto results = Tried(text);
  EXPECT_THAT(results[0].refused, ElementsAre(FailsWith(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED")));
  EXPECT_FALSE(Differs(results[0]));
  EXPECT_TRUE(Differs(results[1]));
}

TEST_F(RehearsalTest, ASuiteThatDoesNotAnswerIsNotAskedAgain) {
  suite_.Answers("GetSubGuideline", [](const google::protobuf::Message&, google::protobuf::Message&) {
    return MakeError(absl::StatusCode::kUnavailable, "SUITE_UNREACHABLE", {.en = "Away.", .fa = "نیست."});
  });
  EXPECT_EQ(Tried(kPackage).size(), 1U);
  EXPECT_THAT(suite_.calls, ElementsAre("deputyship:prevention GetSubGuideline"));
}

}  // namespace
}  // namespace mosbat::ctl
