// explain, status, compare and check over a suite that has what they read.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/compare.h"
#include "clients/mosbatctl/error_text.h"
#include "clients/mosbatctl/explain.h"
#include "clients/mosbatctl/fake_suite.h"
#include "clients/mosbatctl/status.h"
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

constexpr char kRefused[] = R"({"name": "serviceRequests/r1", "state": "REFUSED", "serviceType": "serviceTypes/vision",
    "centre": "centres/karaj", "member": "caseFiles/f/members/m", "facts": {"age_years": 9, "file_open": true, "disability": {"type": "HEARING", "grade": "MILD"}},
    "decision": {"outcome": "NOT_ELIGIBLE", "directive": "directives/two",
      "subGuidelineRevision": "subGuidelines/vision/revisions/1", "judgedDate": {"year": 2026, "month": 11, "day": 22},
      "reasons": [{"path": "/age_years", "keyword": "maximum", "clause": "3",
                   "textEn": "The age must be at most 6.", "textFa": "سن باید حداکثر ۶ باشد."}]}})";

void AddTexts(FakeSuite& suite) {
  suite.Add<casefile::v1::ServiceRequest>(kRefused);
  suite.Add<catalog::v1::ServiceType>(
      R"({"name": "serviceTypes/vision", "title": {"fa": "بینایی", "en": "Vision screening"}})");
  suite.Add<catalog::v1::Fact>(R"({"name": "age_years", "label": {"fa": "سن به سال", "en": "Age in years"}})");
  suite.Add<guideline::v1::SubGuidelineRevision>(
      R"({"name": "subGuidelines/vision/revisions/1", "state": "APPROVED",
          "clauses": [{"number": "3", "title": "سن", "text": "کودکان ۳ تا ۶ سال."}]})");
  suite.Add<guideline::v1::Directive>(R"({"name": "directives/two", "title": {"fa": "دوم", "en": "The second"}})");
}

std::string Explained(FakeSuite& suite, Language language) {
  const auto text = ExplainRequest(CallsAs(suite, "steering"), "serviceRequests/r1", Report(language, {}));
  EXPECT_THAT(text, IsOk());
  return text.value_or("");
}

TEST(ExplainTest, SaysEachCriterionWithItsFactAndClause) {
  FakeSuite suite;
  AddTexts(suite);
  EXPECT_THAT(Explained(suite, Language::kEnglish),
              StartsWith("serviceRequests/r1: refused\n"
                         "  Service:       Vision screening (serviceTypes/vision)\n"
                         "  Centre:        centres/karaj\n"
                         "  For:           caseFiles/f/members/m\n"
                         "  Judged on:     1405-09-01 (2026-11-22)\n"
                         "  Sub-guideline: subGuidelines/vision/revisions/1\n"
                         "  Directive:     The second (directives/two)\n"
                         "  Not met:       1 criterion\n"
                         "  - The age must be at most 6.\n"
                         "    Age in years (age_years): 9\n"
                         "    Clause 3 (سن): کودکان ۳ تا ۶ سال.\n"
                         "Next: "));
  EXPECT_THAT(Explained(suite, Language::kPersian),
              AllOf(HasSubstr("ردشده (REFUSED)"), HasSubstr("سن باید حداکثر ۶ باشد."), HasSubstr("۱۴۰۵-۰۹-۰۱"),
                    HasSubstr("بند ۳ (سن)"), HasSubstr("سن به سال (age_years): ۹"),
                    HasSubstr("AppealDecision --as centre-manager:centres/karaj")));
}

TEST(ExplainTest, AnAppealThatIsOpenWaitsForTheCounty) {
  FakeSuite suite;
  std::string request = kRefused;
  request.replace(request.rfind('}'), 1, R"(, "county": "provinces/30/counties/3001",
                                             "appeal": {"state": "OPEN", "reason": "He is 6."}})");
  suite.Add<casefile::v1::ServiceRequest>(request);
  EXPECT_THAT(Explained(suite, Language::kEnglish),
              AllOf(HasSubstr("  Appeal:        He is 6.\n"),
                    HasSubstr("DecideAppeal --as county:provinces/30/counties/3001")));
}

TEST(ExplainTest, WhatCannotBeReadIsLeftOut) {
  FakeSuite suite;
  suite.Add<casefile::v1::ServiceRequest>(kRefused);
  EXPECT_THAT(Explained(suite, Language::kEnglish),
              AllOf(HasSubstr("  - The age must be at most 6.\n    Clause 3\n"), Not(HasSubstr("Vision"))));
}

TEST(ExplainTest, ValuesAreCalledAsPeopleCallThem) {
  FakeSuite suite;
  AddTexts(suite);
  std::string request = kRefused;
  request.replace(request.rfind("]"), 1, R"(, {"path": "/disability/type", "textFa": "نوع معلولیت پذیرفته نیست."},
      {"path": "/disability", "textFa": "معلولیت پذیرفته نیست."}, {"path": "/file_open", "textFa": "پرونده باز است."},
      {"path": "/sex", "textFa": "جنسیت لازم است."}])");
  suite.Add<casefile::v1::ServiceRequest>(request);
  suite.Add<catalog::v1::Fact>(R"({"name": "disability.type", "label": {"fa": "نوع معلولیت", "en": "Type"},
      "valueLabels": [{"value": "HEARING", "label": {"fa": "شنوایی", "en": "hearing"}}]})");
  suite.Add<catalog::v1::Fact>(R"({"name": "disability.grade", "label": {"fa": "شدت", "en": "Grade"},
      "valueLabels": [{"value": "MILD", "label": {"fa": "خفیف", "en": "mild"}}]})");
  suite.Add<catalog::v1::Fact>(R"({"name": "file_open", "label": {"fa": "پرونده", "en": "The file"},
      "valueLabels": [{"value": "true", "label": {"fa": "باز", "en": "open"}}]})");
  suite.Add<catalog::v1::Fact>(R"({"name": "sex", "label": {"fa": "جنسیت", "en": "Sex"},
      "absentWhen": {"fa": "دریافت‌کننده گروه است", "en": "the recipient is a group"}})");
  EXPECT_THAT(
      Explained(suite, Language::kPersian),
      AllOf(HasSubstr("    نوع معلولیت (disability.type): شنوایی\n"),
            HasSubstr("    disability: شدت: خفیف، نوع معلولیت: شنوایی\n"), HasSubstr("    پرونده (file_open): باز\n"),
            HasSubstr("    جنسیت (sex): نامعلوم (دریافت‌کننده گروه است)\n"),
            Not(HasSubstr("HEARING"))));
  EXPECT_THAT(Explained(suite, Language::kEnglish), HasSubstr("    Type (disability.type): hearing\n"));
}

TEST(ExplainTest, OtherNamesSayWhatToType) {
  FakeSuite suite;
  const auto said = [&](const std::string& name) {
    return WordsOf(ExplainRequest(CallsAs(suite, ""), name, Report(Language::kEnglish, {})).status(),
                   Language::kEnglish);
  };
  EXPECT_THAT(said("0190a1b2-0000-7000-8000-000000000001"),
              HasSubstr("did you mean serviceRequests/0190a1b2-0000-7000-8000-000000000001?"));
  EXPECT_THAT(said("serviceRequest/x"), HasSubstr("did you mean serviceRequests/x?"));
  EXPECT_THAT(said("serviceTypes/vision"), HasSubstr("mosbatctl status serviceTypes/vision."));
}

TEST(ExplainTest, ARequestThatIsNotThereIsTheServicesError) {
  FakeSuite suite;
  EXPECT_THAT(ExplainRequest(CallsAs(suite, ""), "serviceRequests/none", Report(Language::kEnglish, {})),
              FailsWith(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

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
              AllOf(HasSubstr("ارسال‌شده (SUBMITTED)"), HasSubstr("گام بعد: ستاد")));
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
  EXPECT_THAT(StandingOf(suite, "serviceTypes/vision"), Not(HasSubstr("a later text is in force")));
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

TEST(StatusTest, ARefusedRequestLeadsToItsExplanation) {
  FakeSuite suite;
  AddTexts(suite);
  EXPECT_THAT(StandingOf(suite, "serviceRequests/r1"), EndsWith("    mosbatctl explain serviceRequests/r1\n"));
}

TEST(StatusTest, OfWhatIsNotKnownItSaysWhatMayBeDoneByWhom) {
  FakeSuite suite;
  suite.Add<registry::v1::Centre>(R"({"name": "centres/karaj", "state": "OPERATING"})");
  EXPECT_THAT(StandingOf(suite, "centres/karaj"),
              AllOf(StartsWith("centres/karaj: operating\n"), HasSubstr("  - UpdateCentre: steering\n")));
}

TEST(StatusTest, ANameOfNothingIsMistyped) {
  FakeSuite suite;
  EXPECT_THAT(StatusOfResource(CallsAs(suite, ""), "centre/karaj", Report(Language::kEnglish, {})),
              FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN"));
}

TEST(CompareTest, ShowsEachDifferenceWithItsArticle) {
  FakeSuite suite;
  suite.Answers("CompareDirectives", [](const google::protobuf::Message& request, google::protobuf::Message& response) {
    EXPECT_EQ(TextOf(request, "base"), "directives/one");
    EXPECT_EQ(TextOf(request, "other"), "directives/two");
    return FromJson(*ParseJson("test", R"({"provisions": [
        {"kind": "CHANGED", "path": "provisions.files_per_centre.value", "part": "4",
         "label": {"fa": "پرونده هر مرکز", "en": "Files per centre"}, "oldValue": 450, "newValue": 600},
        {"kind": "REMOVED", "path": "provisions.call_window", "oldValue": "2026-03-21"}]})"),
                    "", response);
  });
  const auto found = Compare(CallsAs(suite, ""), "directives/one", "directives/two", Language::kEnglish, {});
  ASSERT_THAT(found, IsOk());
  EXPECT_TRUE(found->differs);
  EXPECT_EQ(found->text,
            "directives/one → directives/two\nProvisions\n"
            "    ~ provisions.files_per_centre.value  (Files per centre, article 4): 450 → 600\n"
            "    - provisions.call_window: 1405-01-01 (2026-03-21)\n");
}

TEST(CompareTest, TextsThatSayTheSameDoNotDiffer) {
  FakeSuite suite;
  suite.Answers("CompareSubGuidelineRevisions",
                [](const google::protobuf::Message&, google::protobuf::Message&) { return absl::OkStatus(); });
  const auto found =
      Compare(CallsAs(suite, ""), "subGuidelines/a/revisions/1", "subGuidelines/a/revisions/2", Language::kEnglish, {});
  ASSERT_THAT(found, IsOk());
  EXPECT_FALSE(found->differs);
  EXPECT_THAT(found->text, HasSubstr("They say the same."));
  EXPECT_THAT(Compare(CallsAs(suite, ""), "centres/a", "centres/b", Language::kEnglish, {}),
              FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN"));
}

TEST(CompareTest, ASubGuidelineAloneIsItsTextInForceAgainstTheOneInHand) {
  FakeSuite suite;
  suite.Add<guideline::v1::SubGuideline>(R"({"name": "subGuidelines/a", "revisionCount": 3,
      "currentRevision": "subGuidelines/a/revisions/2", "pendingRevision": "subGuidelines/a/revisions/3"})");
  suite.Answers("CompareSubGuidelineRevisions",
                [](const google::protobuf::Message& request, google::protobuf::Message&) {
                  EXPECT_EQ(TextOf(request, "base"), "subGuidelines/a/revisions/2");
                  EXPECT_EQ(TextOf(request, "other"), "subGuidelines/a/revisions/3");
                  return absl::OkStatus();
                });
  const auto found = Compare(CallsAs(suite, ""), "subGuidelines/a", "", Language::kEnglish, {});
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(found->text, StartsWith("subGuidelines/a/revisions/2 (the current one of 1 to 3; another: "
                                      "subGuidelines/a/revisions/N) → subGuidelines/a/revisions/3 (the pending"));
}

TEST(CheckTest, NamesEachBreakAndAsksAboutTheRightCandidate) {
  FakeSuite suite;
  suite.Answers("CheckServiceType", [](const google::protobuf::Message& request, google::protobuf::Message& response) {
    EXPECT_EQ(TextOf(request, "sub_guideline_revision"), "subGuidelines/vision/revisions/2");
    return FromJson(*ParseJson("test", R"({"currentRevision": "serviceTypes/vision/revisions/1", "verdict":
        {"outcome": "BREAKING", "breaks": [{"kind": "RANGE_NARROWED", "path": "eligibility/age_years",
         "textEn": "at most 5 in place of 6", "textFa": "حداکثر ۵ به جای ۶", "clause": "3"}]}})"),
                    "", response);
  });
  suite.Answers("CountOpenRequests", [](const google::protobuf::Message&, google::protobuf::Message& response) {
    return FromJson(*ParseJson("test", R"({"counts": [{"serviceTypeRevision": "serviceTypes/vision/revisions/1",
                                                       "state": "ELIGIBLE", "requests": "7"}]})"),
                    "", response);
  });
  const auto found = CheckTerms(CallsAs(suite, ""), "serviceTypes/vision", "subGuidelines/vision/revisions/2",
                                Report(Language::kEnglish, {}));
  ASSERT_THAT(found, IsOk());
  EXPECT_TRUE(found->differs);
  EXPECT_THAT(found->text, AllOf(HasSubstr("it breaks something"), HasSubstr("Open requests: 7, which keep"),
                                 HasSubstr("  - serviceTypes/vision/revisions/1, eligible: 7\n"),
                                 HasSubstr("  - eligibility/age_years: at most 5 in place of 6\n    clause 3\n")));
}

TEST(CompareTest, WhatCannotBeComparedOrCheckedIsWrongUsage) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision"})");
  const auto alone = Compare(CallsAs(suite, ""), "directives/one", "", Language::kEnglish, {});
  EXPECT_THAT(alone, FailsWith(absl::StatusCode::kInvalidArgument, "OTHER_MISSING"));
  EXPECT_EQ(ExitCodeOf(alone.status()), kUsage);
  const auto half = CheckTerms(CallsAs(suite, ""), "vision", "", Report(Language::kEnglish, {}));
  EXPECT_THAT(half, FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN"));
  EXPECT_THAT(WordsOf(half.status(), Language::kEnglish), HasSubstr("did you mean serviceTypes/vision?"));
  EXPECT_THAT(CheckTerms(CallsAs(suite, ""), "directives/one", "", Report(Language::kEnglish, {})),
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
  EXPECT_NE(StateWords("WITHDRAWN").fa.find("پس‌گرفته‌شده"), std::string::npos);
}

}  // namespace
}  // namespace mosbat::ctl
