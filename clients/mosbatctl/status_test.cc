// status over a suite that has what it reads.
#include "clients/mosbatctl/status.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/fake_suite.h"
#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "mosbat/trial/v1/clock.pb.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string StandingOf(FakeSuite& suite, const std::string& name, Language language = Language::kEnglish) {
  const auto text = StatusOfResource(CallsAs(suite, ""), name, Report(language, {}));
  EXPECT_THAT(text, IsOk());
  return text.value_or("");
}

constexpr char kVision[] = R"({"name": "subGuidelines/vision", "title": {"en": "Vision"},
                               "deputyship": "deputyships/prevention", )";

// A suite in trial mode whose clock was moved to the first day of 2050, 1428-10-12.
absl::Status SaysTheDay(const google::protobuf::Message& request, google::protobuf::Message& response) {
  EXPECT_TRUE(FlagOf(request, "validate_only")) << "what only reads leaves no trace";
  auto& clock = dynamic_cast<trial::v1::AdvanceResponse&>(response);
  clock.mutable_now()->set_seconds(absl::ToUnixSeconds(iran::StartOfTehranDay(absl::CivilDay(2050, 1, 1))));
  return absl::OkStatus();
}

TEST(StatusTest, ASubmittedTextWaitsForSteeringButNotForItsAuthors) {
  FakeSuite suite;
  suite.Answers("Advance", &SaysTheDay);
  suite.Add<guideline::v1::SubGuideline>(std::string(kVision) +
                                         R"("pendingRevision": "subGuidelines/vision/revisions/1"})");
  suite.Add<guideline::v1::SubGuidelineRevision>(
      R"({"name": "subGuidelines/vision/revisions/1", "state": "SUBMITTED", "submittedBy": "mina", "authors": ["mina"]})");
  EXPECT_EQ(StandingOf(suite, "subGuidelines/vision"),
            "subGuidelines/vision: nothing of it is in force\n"
            "  Title:         Vision\n"
            "  Written by:    deputyships/prevention\n"
            "  Pending:       subGuidelines/vision/revisions/1\n"
            "  Submitted by:  mina\n"
            "  Authors:       mina\n"
            "Next: steering approves it with an effective date, or returns it with comments; not an author.\n"
            "    mosbatctl call ApproveSubGuidelineRevision --as steering -d '{\"name\": "
            "\"subGuidelines/vision/revisions/1\", \"effectiveDate\": \"1428-10-13\"}'\n");
  EXPECT_THAT(StandingOf(suite, "subGuidelines/vision/revisions/1", Language::kPersian),
              AllOf(HasSubstr("ارسال‌شده (SUBMITTED)"), HasSubstr("گام بعد: معاونت راهبری")));
}

TEST(StatusTest, WhoMayNotReadTheTrialClockIsToldNoDay) {
  FakeSuite suite;
  suite.Answers("Advance", [](const google::protobuf::Message&, google::protobuf::Message&) {
    return MakeError(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED", {.en = "No.", .fa = "نه."});
  });
  suite.Add<guideline::v1::SubGuideline>(std::string(kVision) + R"("revisionCount": 1})");
  suite.Add<guideline::v1::SubGuidelineRevision>(
      R"({"name": "subGuidelines/vision/revisions/1", "state": "SUBMITTED"})");
  EXPECT_THAT(StandingOf(suite, "subGuidelines/vision/revisions/1"),
              AllOf(HasSubstr(R"("effectiveDate": "…"})"), HasSubstr("in place of … a day after the suite's own")));
  EXPECT_THAT(StandingOf(suite, "subGuidelines/vision/revisions/1", Language::kPersian),
              HasSubstr("به جای … روزی پس از امروزِ سامانه"));
}

TEST(StatusTest, WithoutATrialClockTheRealDayCounts) {
  FakeSuite suite;
  suite.Answers("Advance", [](const google::protobuf::Message&, google::protobuf::Message&) {
    return MakeError(absl::StatusCode::kUnimplemented, "SERVICE_UNKNOWN", {.en = "No.", .fa = "نه."});
  });
  suite.Add<guideline::v1::SubGuideline>(std::string(kVision) + R"("revisionCount": 1})");
  suite.Add<guideline::v1::SubGuidelineRevision>(
      R"({"name": "subGuidelines/vision/revisions/1", "state": "SUBMITTED"})");
  EXPECT_THAT(StandingOf(suite, "subGuidelines/vision/revisions/1"),
              ::testing::ContainsRegex(R"("effectiveDate": "1[0-9]{3}-[0-9]{2}-[0-9]{2}")"));
}

TEST(StatusTest, AnEntrustmentSaysForWhomAndNamesTheArea) {
  FakeSuite suite;
  suite.AddDivisions();
  suite.Add<catalog::v1::Entrustment>(R"({"name": "entrustments/e", "state": "ACTIVE",
      "serviceType": "serviceTypes/vision", "area": {"county": "provinces/30/counties/3001"}})");
  suite.Add<catalog::v1::Entrustment>(R"({"name": "entrustments/all", "state": "ACTIVE", "area": {"country": true}})");
  suite.Add<catalog::v1::Entrustment>(
      R"({"name": "entrustments/named", "state": "ACTIVE", "centres": {"names": ["centres/a", "centres/b"]}})");
  AreaNames areas(CallsAs(suite, ""), Language::kPersian);
  const auto said = [&](const std::string& name) {
    return StatusOfResource(CallsAs(suite, ""), name, Report(Language::kPersian, {}, &areas)).value_or("");
  };
  EXPECT_THAT(said("entrustments/e"), HasSubstr(" provinces/30/counties/3001 (کرج)\n"));
  EXPECT_THAT(said("entrustments/all"), HasSubstr(" کل کشور\n"));
  EXPECT_THAT(said("entrustments/named"), HasSubstr(" centres/a، centres/b\n"));
}

TEST(StatusTest, AReturnedTextSaysWhatToMendAndWhoMendsIt) {
  FakeSuite suite;
  suite.Add<guideline::v1::SubGuideline>(std::string(kVision) + R"("revisionCount": 1})");
  suite.Add<guideline::v1::SubGuidelineRevision>(
      R"({"name": "subGuidelines/vision/revisions/1", "state": "RETURNED",
          "returnComments": [{"clause": "2", "text": "Which ages?"}]})");
  EXPECT_THAT(StandingOf(suite, "subGuidelines/vision/revisions/1"),
              AllOf(HasSubstr("  - 2: Which ages?\n"), HasSubstr("Next: deputyships/prevention mends"),
                    HasSubstr("--as deputyship:prevention")));
}

TEST(StatusTest, AProposedTypeWaitsForTheTextThatItRestsOn) {
  FakeSuite suite;
  const std::string type = R"({"name": "serviceTypes/vision", "state": "PROPOSED", "owner": "deputyships/prevention")";
  suite.Add<catalog::v1::ServiceType>(type + "}");
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              HasSubstr("Next: deputyships/prevention names the sub-guideline"));

  suite.Add<catalog::v1::ServiceType>(type + R"(, "restsOn": "subGuidelines/vision/revisions/1"})");
  suite.Add<guideline::v1::SubGuideline>(std::string(kVision) + R"("revisionCount": 1})");
  suite.Add<guideline::v1::SubGuidelineRevision>(R"({"name": "subGuidelines/vision/revisions/1", "state": "DRAFT"})");
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              AllOf(HasSubstr("Waits for:     subGuidelines/vision/revisions/1: draft"), HasSubstr("submits it")));

  suite.Add<guideline::v1::SubGuidelineRevision>(
      R"({"name": "subGuidelines/vision/revisions/1", "state": "APPROVED"})");
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              AllOf(HasSubstr("or steering activates it."), HasSubstr("ActivateServiceType")));
}

TEST(StatusTest, AnActiveTypeWithoutEntrustmentOrTariffSaysSo) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(
      R"({"name": "serviceTypes/vision", "state": "ACTIVE", "owner": "deputyships/prevention"})");
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              AllOf(HasSubstr("Entrustments:  0 active of 0"), HasSubstr("no centre may deliver it")));
  suite.Add<catalog::v1::Entrustment>(R"({"name": "entrustments/e", "state": "ACTIVE"})");
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"), HasSubstr("there is no tariff"));
  suite.Add<purchasing::v1::Tariff>(R"({"name": "tariffs/t"})");
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"), EndsWith("Next: nothing waits.\n"));
}

constexpr char kActiveVision[] =
    R"({"name": "serviceTypes/vision", "state": "ACTIVE", "owner": "deputyships/prevention",
    "currentRevision": "serviceTypes/vision/revisions/1", "restsOn": "subGuidelines/vision/revisions/)";

void AddRevisionOne(FakeSuite& suite) {
  suite.Add<catalog::v1::ServiceTypeRevision>(R"({"name": "serviceTypes/vision/revisions/1",
                                                 "subGuidelineRevision": "subGuidelines/vision/revisions/1"})");
}

TEST(StatusTest, ATypeThatIsSetToRestOnAnotherTextSaysWhatTheNextActivationDoes) {
  FakeSuite suite;
  suite.Answers("Advance", &SaysTheDay);
  suite.Add<catalog::v1::ServiceType>(std::string(kActiveVision) + "2\"}");
  AddRevisionOne(suite);
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              AllOf(HasSubstr("  Rests on:      subGuidelines/vision/revisions/1\n"),
                    HasSubstr("Next: it is set to rest on subGuidelines/vision/revisions/2, which the next activation"),
                    HasSubstr("ActivateServiceType --as deputyship:prevention"), HasSubstr("1428-10-13")));
}

TEST(StatusTest, ATypeThatRestsOnATextThatIsNoLongerInForceSaysHowToFollow) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(std::string(kActiveVision) + "1\"}");
  AddRevisionOne(suite);
  suite.Add<guideline::v1::SubGuideline>(std::string(kVision) +
                                         R"("currentRevision": "subGuidelines/vision/revisions/2"})");
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              AllOf(HasSubstr("Next: a later text is in force, subGuidelines/vision/revisions/2;"),
                    HasSubstr("\"restsOn\": \"subGuidelines/vision/revisions/2\"")));
}

TEST(StatusTest, ATypeWhoseNextRevisionIsScheduledIsNotSentBackToTheTextInForce) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(std::string(kActiveVision) +
                                      R"(2", "scheduled": {"revision": "serviceTypes/vision/revisions/2"}})");
  suite.Add<catalog::v1::ServiceTypeRevision>(R"({"name": "serviceTypes/vision/revisions/2",
                                                 "subGuidelineRevision": "subGuidelines/vision/revisions/2"})");
  suite.Add<guideline::v1::SubGuideline>(std::string(kVision) +
                                         R"("currentRevision": "subGuidelines/vision/revisions/1"})");
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              AllOf(HasSubstr("  Then rests on: subGuidelines/vision/revisions/2\n"),
                    Not(HasSubstr("a later text is in force"))));
}

TEST(StatusTest, ATypeThatWasRolledBackSaysWhyAndIsNotUrgedToUndoIt) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision", "state": "ACTIVE",
      "owner": "deputyships/prevention", "currentRevision": "serviceTypes/vision/revisions/3",
      "restsOn": "subGuidelines/vision/revisions/2"})");
  suite.Add<catalog::v1::ServiceTypeRevision>(R"({"name": "serviceTypes/vision/revisions/3",
      "subGuidelineRevision": "subGuidelines/vision/revisions/1", "restores": "serviceTypes/vision/revisions/1",
      "reason": "too strict"})");
  EXPECT_THAT(
      StandingOf(suite, "serviceTypes/vision"),
      AllOf(HasSubstr("  Rolled back:   serviceTypes/vision/revisions/1: too strict\n"),
            HasSubstr("an activation would undo it: the type is set to rest on subGuidelines/vision/revisions/2"),
            Not(HasSubstr("Next: it is set to rest on"))));
}

constexpr char kPassedOver[] = R"({"name": "serviceTypes/vision/revisions/2", "number": 2,
    "subGuidelineRevision": "subGuidelines/vision/revisions/2", "effectiveDate": "2050-01-25",
    "subGuidelineWithdrawnDate": "2050-01-20"})";

TEST(StatusTest, ARevisionWhoseTextWasWithdrawnBeforeItsDayIsPassedOver) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(std::string(kActiveVision) + R"(2", "revisionCount": 2})");
  AddRevisionOne(suite);
  suite.Add<catalog::v1::ServiceTypeRevision>(kPassedOver);
  suite.Add<guideline::v1::SubGuidelineRevision>(
      R"({"name": "subGuidelines/vision/revisions/2", "state": "WITHDRAWN"})");
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              AllOf(HasSubstr("  Passed over:   serviceTypes/vision/revisions/2: its text "
                              "subGuidelines/vision/revisions/2 was withdrawn on 1428-11-01 (2050-01-20)\n"),
                    HasSubstr("Next: it is set to rest on subGuidelines/vision/revisions/2, which was withdrawn; "
                              "deputyships/prevention lets it rest on the next text, or on "
                              "subGuidelines/vision/revisions/1 again:\n"),
                    HasSubstr("\"restsOn\": \"subGuidelines/vision/revisions/1\""), Not(HasSubstr("Activate"))));
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision", Language::kPersian),
              AllOf(HasSubstr("  کنار رفته:"), HasSubstr("که لغو شده است؛")));
}

TEST(StatusTest, ATypeWhoseTextInForceWasWithdrawnNamesTheWayOut) {
  FakeSuite suite;
  suite.Answers("Advance", &SaysTheDay);
  const std::string type = R"({"name": "serviceTypes/vision", "state": "ACTIVE", "owner": "deputyships/prevention",
      "currentRevision": "serviceTypes/vision/revisions/2", "revisionCount": 2,
      "restsOn": "subGuidelines/vision/revisions/TEXT"})";
  suite.Add<catalog::v1::ServiceType>(absl::StrReplaceAll(type, {{"TEXT", "2"}}));
  AddRevisionOne(suite);
  suite.Add<catalog::v1::ServiceTypeRevision>(absl::StrReplaceAll(kPassedOver, {{"2050-01-25", "2050-01-15"}}));
  const std::string withdrawn =
      "  Withdrawn:     its text subGuidelines/vision/revisions/2 was withdrawn on 1428-11-01 (2050-01-20); requests and "
      "deliveries of days from then on are refused (RULE_NOT_IN_FORCE), and open requests are to be cancelled\n";
  const std::string back =
      "    mosbatctl call RollbackServiceType --as deputyship:prevention -d '{\"name\": \"serviceTypes/vision\", "
      "\"revision\": \"serviceTypes/vision/revisions/1\", \"reason\": \"…\"}'\n";
  // Nothing is gone back to where no text of the sub-guideline is in force.
  EXPECT_THAT(
      StandingOf(suite, "serviceTypes/vision"),
      AllOf(HasSubstr(withdrawn), Not(HasSubstr("Passed over")), Not(HasSubstr("Rollback")),
            HasSubstr("Next: write and approve the next text first; then deputyships/prevention lets it rest on "
                      "that and activates it:\n    mosbatctl status subGuidelines/vision\n"),
            HasSubstr("\"restsOn\": \"…\"")));

  suite.Add<guideline::v1::SubGuideline>(std::string(kVision) +
                                         R"("currentRevision": "subGuidelines/vision/revisions/3"})");
  EXPECT_THAT(
      StandingOf(suite, "serviceTypes/vision"),
      AllOf(HasSubstr(withdrawn), HasSubstr("\"restsOn\": \"subGuidelines/vision/revisions/3\""),
            HasSubstr("Next: deputyships/prevention lets it rest on the next text and activates it, or goes back "
                      "to serviceTypes/vision/revisions/1:\n"),
            EndsWith(back)));
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision", Language::kPersian),
              AllOf(HasSubstr("درخواست و ارائهٔ از آن روز به بعد رد می‌شود"),
                    HasSubstr(" یا به serviceTypes/vision/revisions/1")));

  suite.Add<catalog::v1::ServiceType>(absl::StrReplaceAll(type, {{"TEXT", "3"}}));
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              AllOf(HasSubstr(withdrawn), Not(HasSubstr("restsOn")),
                    HasSubstr("Next: deputyships/prevention activates it by subGuidelines/vision/revisions/3, or")));
}

constexpr char kWithdrawnText[] = R"({"name": "subGuidelines/vision/revisions/2", "state": "WITHDRAWN",
    "endDate": "2050-01-20", "withdrawReason": "unlawful"})";

TEST(StatusTest, ATypeThatWasRolledBackButIsSetToAWithdrawnTextIsNotToldThatAnActivationWouldUndoIt) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(std::string(kActiveVision) + R"(2"})");
  suite.Add<catalog::v1::ServiceTypeRevision>(R"({"name": "serviceTypes/vision/revisions/1",
      "subGuidelineRevision": "subGuidelines/vision/revisions/1", "restores": "serviceTypes/vision/revisions/0",
      "reason": "too strict"})");
  suite.Add<guideline::v1::SubGuidelineRevision>(kWithdrawnText);
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              AllOf(HasSubstr("  Rolled back:   serviceTypes/vision/revisions/0: too strict\n"),
                    HasSubstr("Next: it is set to rest on subGuidelines/vision/revisions/2, which was withdrawn; "),
                    Not(HasSubstr("would undo it"))));
}

TEST(StatusTest, ATypeThatCannotBeActivatedOnAWithdrawnTextNamesTheNextOne) {
  FakeSuite suite;
  suite.Add<guideline::v1::SubGuidelineRevision>(kWithdrawnText);
  for (const char* const state : {"PROPOSED", "SUSPENDED"}) {
    suite.Add<guideline::v1::SubGuideline>(std::string(kVision) + R"("revisionCount": 2})");
    suite.Add<catalog::v1::ServiceType>(absl::StrReplaceAll(
        R"({"name": "serviceTypes/vision", "state": "STATE", "owner": "deputyships/prevention",
            "restsOn": "subGuidelines/vision/revisions/2"})",
        {{"STATE", state}}));
    EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
                AllOf(HasSubstr("  Withdrawn:     subGuidelines/vision/revisions/2, 1428-11-01 (2050-01-20)\n"),
                      HasSubstr("Next: write and approve the next text first; then deputyships/prevention lets it"),
                      HasSubstr("    mosbatctl status subGuidelines/vision\n"), HasSubstr("\"restsOn\": \"…\"")))
        << state;
    suite.Add<guideline::v1::SubGuideline>(std::string(kVision) +
                                           R"("currentRevision": "subGuidelines/vision/revisions/3"})");
    EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
                AllOf(HasSubstr("Next: deputyships/prevention lets it rest on subGuidelines/vision/revisions/3 and"),
                      HasSubstr("\"restsOn\": \"subGuidelines/vision/revisions/3\""),
                      HasSubstr("ActivateServiceType --as deputyship:prevention")))
        << state;
  }
}

TEST(StatusTest, WhereNoTextIsInForceTheNextOneIsToBeWritten) {
  FakeSuite suite;
  suite.Add<guideline::v1::SubGuidelineRevision>(kWithdrawnText);
  const std::string spans = R"("inForce": [{"revision": "subGuidelines/vision/revisions/2",
      "effectiveDate": "2050-01-15", "endDate": "2050-01-20", "withdrawn": true})";
  suite.Add<guideline::v1::SubGuideline>(std::string(kVision) + spans + "]}");
  const char* const next = "Next: no text is in force: deputyships/prevention writes the next revision, and steering";
  EXPECT_THAT(StandingOf(suite, "subGuidelines/vision"),
              AllOf(HasSubstr("  Also:          subGuidelines/vision/revisions/2, 1428-10-26 (2050-01-15) – 1428-11-01 "
                              "(2050-01-20), withdrawn\n"),
                    HasSubstr(next)));
  EXPECT_THAT(StandingOf(suite, "subGuidelines/vision/revisions/2"),
              AllOf(HasSubstr("  Why:           unlawful\n"), HasSubstr(next)));
  suite.Add<guideline::v1::SubGuideline>(std::string(kVision) +
                                         R"("pendingRevision": "subGuidelines/vision/revisions/3"})");
  EXPECT_THAT(StandingOf(suite, "subGuidelines/vision/revisions/2"),
              EndsWith("    mosbatctl status subGuidelines/vision/revisions/3\n"));
  suite.Add<guideline::v1::SubGuideline>(
      std::string(kVision) + spans +
      R"(, {"revision": "subGuidelines/vision/revisions/3", "effectiveDate": "2050-02-20"}]})");
  EXPECT_THAT(StandingOf(suite, "subGuidelines/vision"), HasSubstr("Next: nothing waits; a change is"));
}

TEST(StatusTest, AnActiveTypeNamesTheEntrustmentsThatWaitThePilotFirst) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(
      R"({"name": "serviceTypes/vision", "state": "ACTIVE", "owner": "deputyships/prevention"})");
  const std::string owner = R"("owner": "deputyships/prevention", )";
  suite.Add<catalog::v1::Entrustment>(R"({"name": "entrustments/a", )" + owner + R"("state": "SUSPENDED"})");
  suite.Add<catalog::v1::Entrustment>(R"({"name": "entrustments/b", )" + owner +
                                      R"("state": "PROPOSED", "pilot": true})");
  suite.Add<catalog::v1::Entrustment>(R"({"name": "entrustments/c", )" + owner + R"("state": "ENDED"})");
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"),
              EndsWith("a pilot first:\n"
                       "    mosbatctl call ActivateEntrustment --as deputyship:prevention -d '{\"name\": "
                       "\"entrustments/b\"}'\n"
                       "    mosbatctl call ActivateEntrustment --as deputyship:prevention -d '{\"name\": "
                       "\"entrustments/a\"}'\n"));
}

TEST(StatusTest, AnEligibleRequestWhoseTextWasWithdrawnIsToBeCancelled) {
  FakeSuite suite;
  suite.Add<casefile::v1::ServiceRequest>(R"({"name": "serviceRequests/r1", "state": "ELIGIBLE",
      "centre": "centres/karaj", "decision": {"subGuidelineRevision": "subGuidelines/vision/revisions/2"}})");
  EXPECT_THAT(StandingOf(suite, "serviceRequests/r1"),
              EndsWith("Next: centres/karaj delivers the service and records it.\n"));
  suite.Add<guideline::v1::SubGuidelineRevision>(kWithdrawnText);
  EXPECT_THAT(
      StandingOf(suite, "serviceRequests/r1"),
      AllOf(HasSubstr("Next: centres/karaj records what it delivered before 1428-11-01 (2050-01-20); deliveries"),
            EndsWith("    mosbatctl call CancelServiceRequest --as centre-manager:centres/karaj -d '{\"name\": "
                     "\"serviceRequests/r1\", \"reason\": \"…\"}'\n")));
}

TEST(StatusTest, AnEntrustmentThatAPilotKeepsWaitingNamesThePilot) {
  FakeSuite suite;
  const auto add = [&](const char* id, const char* more) {
    suite.Add<catalog::v1::Entrustment>(absl::StrReplaceAll(
        R"({"name": "entrustments/ID", "serviceType": "serviceTypes/vision", "owner": "deputyships/prevention",
            "state": "PROPOSED", MORE})",
        {{"ID", id}, {"MORE", more}}));
  };
  add("other", R"("startDate": "2050-01-25")");
  const auto activates = [](const char* id) {
    return EndsWith(
        absl::StrCat("    mosbatctl call ActivateEntrustment --as deputyship:prevention -d '{\"name\": \"entrustments/",
                     id, "\"}'\n"));
  };
  EXPECT_THAT(StandingOf(suite, "entrustments/other"), activates("other"));
  add("pilot", R"("startDate": "2050-01-25", "pilot": true)");
  EXPECT_THAT(StandingOf(suite, "entrustments/other"),
              AllOf(HasSubstr("  Pilot:         entrustments/pilot, proposed, 1428-11-06 (2050-01-25)\n"),
                    HasSubstr("Next: its pilot entrustments/pilot comes first"), activates("pilot")));
  EXPECT_THAT(StandingOf(suite, "entrustments/pilot"), activates("pilot"));
  suite.Add<catalog::v1::Entrustment>(R"({"name": "entrustments/pilot", "serviceType": "serviceTypes/vision",
      "state": "ACTIVE", "startDate": "2050-02-25", "pilot": true})");
  EXPECT_THAT(StandingOf(suite, "entrustments/other"),
              AllOf(HasSubstr("Next: it waits for entrustments/pilot, which begins later: deputyships/prevention"),
                    Not(HasSubstr("ActivateEntrustment"))));
  EXPECT_THAT(StandingOf(suite, "entrustments/other", Language::kPersian),
              HasSubstr("که دیرتر آغاز می‌شود"));
}

TEST(StatusTest, ARefusedRequestLeadsToItsExplanation) {
  FakeSuite suite;
  suite.Add<casefile::v1::ServiceRequest>(R"({"name": "serviceRequests/r1", "state": "REFUSED"})");
  EXPECT_THAT(StandingOf(suite, "serviceRequests/r1"), EndsWith("    mosbatctl explain serviceRequests/r1\n"));
}

TEST(StatusTest, OfWhatIsNotKnownItSaysWhatMayBeDoneByWhom) {
  FakeSuite suite;
  suite.Add<registry::v1::Centre>(
      R"({"name": "centres/karaj", "state": "OPERATING", "county": "provinces/30/counties/3001"})");
  EXPECT_THAT(StandingOf(suite, "centres/karaj"),
              AllOf(StartsWith("centres/karaj: operating\n  County:        provinces/30/counties/3001\n"),
                    HasSubstr("  - UpdateCentre: steering\n")));
}

TEST(StatusTest, ANameOfNothingIsMistyped) {
  FakeSuite suite;
  EXPECT_THAT(StatusOfResource(CallsAs(suite, ""), "centre/karaj", Report(Language::kEnglish, {})),
              FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN"));
}

TEST(StateWordsTest, EveryStateOfAResourceHasItsWord) {
  int states = 0;
  for (const std::string& form : ResourceForms()) {
    const auto get = GetMethodOf(absl::StrReplaceAll(form, {{"*", "x"}}));
    const auto* const state = get.ok() ? (*get)->output_type()->FindFieldByName("state") : nullptr;
    for (int i = 1; state != nullptr && i < state->enum_type()->value_count(); ++i, ++states) {
      const std::string& word = state->enum_type()->value(i)->name();
      EXPECT_THAT(StateWords(word).fa, EndsWith(absl::StrCat(" (", word, ")"))) << form;
    }
  }
  EXPECT_GT(states, 30);
  EXPECT_NE(StateWords("WITHDRAWN").fa.find("لغوشده"), std::string::npos);
}

}  // namespace
}  // namespace mosbat::ctl
