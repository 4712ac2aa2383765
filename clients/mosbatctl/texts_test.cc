// explain, compare and check over a suite that has what they read.
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/compare.h"
#include "clients/mosbatctl/error_text.h"
#include "clients/mosbatctl/explain.h"
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

TEST(ExplainTest, AlternativesStandBelowTheCriterionThatNoneOfThemMeets) {
  FakeSuite suite;
  AddTexts(suite);
  std::string text = kRefused;
  text.replace(text.find("\"reasons\""), std::string::npos, R"("reasons": [
      {"keyword": "anyOf", "textEn": "None of the 2 alternatives is met."},
      {"path": "/age_years", "clause": "3", "alternative": "1", "textEn": "Alternative 1: the age must be at most 6."},
      {"keyword": "anyOf", "alternative": "2", "textEn": "Alternative 2: None of the 2 alternatives is met."},
      {"path": "/file_open", "alternative": "2.1", "textEn": "Alternative 2.1: the file must be closed."}]}})");
  suite.Add<casefile::v1::ServiceRequest>(text);
  EXPECT_THAT(Explained(suite, Language::kEnglish),
              HasSubstr("  Not met:       1 criterion\n"
                        "  - None of the 2 alternatives is met.\n"
                        "    - Alternative 1: the age must be at most 6.\n"
                        "      Age in years (age_years): 9\n"
                        "      Clause 3 (سن): کودکان ۳ تا ۶ سال.\n"
                        "    - Alternative 2: None of the 2 alternatives is met.\n"
                        "      - Alternative 2.1: the file must be closed.\n"));
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

TEST(ExplainTest, AnEligibleRequestWhoseTextWasWithdrawnIsToBeCancelled) {
  FakeSuite suite;
  suite.Add<casefile::v1::ServiceRequest>(absl::StrReplaceAll(kRefused, {{"REFUSED", "ELIGIBLE"}}));
  EXPECT_THAT(Explained(suite, Language::kEnglish),
              EndsWith("Next: the centre delivers the service and records it.\n"));
  suite.Add<guideline::v1::SubGuidelineRevision>(
      R"({"name": "subGuidelines/vision/revisions/1", "state": "WITHDRAWN", "endDate": "2050-01-20"})");
  EXPECT_THAT(Explained(suite, Language::kEnglish),
              AllOf(HasSubstr("  Withdrawn:     subGuidelines/vision/revisions/1, 1428-11-01 (2050-01-20)\n"),
                    HasSubstr("CancelServiceRequest --as centre-manager:centres/karaj")));
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
  EXPECT_THAT(said("12ab"), EndsWith("did you mean serviceRequests/12ab? mosbatctl explain serviceRequests/12ab; ids "
                                     "are whole: mosbatctl list serviceRequests"));
  EXPECT_THAT(said("decisions/12ab"), HasSubstr("did you mean serviceRequests/12ab?"));
  suite.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision"})");
  EXPECT_THAT(said("vision"), HasSubstr("did you mean serviceTypes/vision?"));
  EXPECT_THAT(said("serviceTypes/vision"), HasSubstr("mosbatctl status serviceTypes/vision."));
}

TEST(ExplainTest, OfAReasonItSaysWhereItsWordsStandAndWhatToDo) {
  FakeSuite suite;
  const auto said = [&](const std::string& name, Language language) {
    return WordsOf(ExplainRequest(CallsAs(suite, ""), name, Report(language, {})).status(), language);
  };
  EXPECT_THAT(said("TARIFF_DAY_TAKEN", Language::kEnglish),
              AllOf(HasSubstr("it is the reason of an error"), EndsWith("explain reads decisions.")));
  EXPECT_THAT(said("TOKEN_EXPIRED", Language::kEnglish), HasSubstr("Of this one: make new ones: mosbatctl context"));
  EXPECT_THAT(said("TOKEN_EXPIRED", Language::kPersian), HasSubstr("توکن تازه بسازید"));
  EXPECT_TRUE(suite.calls.empty());
}

TEST(ExplainTest, ARequestThatIsNotThereIsTheServicesError) {
  FakeSuite suite;
  EXPECT_THAT(ExplainRequest(CallsAs(suite, ""), "serviceRequests/none", Report(Language::kEnglish, {})),
              FailsWith(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST(CompareTest, ShowsEachDifferenceWithItsArticle) {
  FakeSuite suite;
  suite.Answers("CompareDirectives", [](const google::protobuf::Message& request, google::protobuf::Message& response) {
    EXPECT_EQ(TextOf(request, "base"), "directives/one");
    EXPECT_EQ(TextOf(request, "other"), "directives/two");
    return FakeSuite::Fill(response, R"({"provisions": [
        {"kind": "CHANGED", "path": "provisions.files_per_centre.value", "part": "4",
         "label": {"fa": "پرونده هر مرکز", "en": "Files per centre"}, "oldValue": 450, "newValue": 600},
        {"kind": "REMOVED", "path": "provisions.call_window", "oldValue": "2026-03-21"}]})");
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

constexpr char kTypeRevision[] = R"({"name": "serviceTypes/a/revisions/#", "number": #,
    "subGuidelineRevision": "subGuidelines/a/revisions/#", "directive": "directives/two",
    "effectiveDate": "2026-03-2#", "terms": {"frequency": {"atMost": 1, "per": {"n": 6, "unit": "MONTHS"}},
    "form": {"clause": "2"}}})";

TEST(CompareTest, RevisionsOfAServiceTypeAreReadAndComparedWithTheirTexts) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceTypeRevision>(absl::StrReplaceAll(kTypeRevision, {{"#", "1"}}));
  suite.Add<catalog::v1::ServiceTypeRevision>(absl::StrReplaceAll(
      kTypeRevision, {{"#", "2"}, {"\"atMost\": 1", "\"atMost\": 2"}, {"directives/two", "directives/three"}}));
  suite.Answers("CompareSubGuidelineRevisions",
                [](const google::protobuf::Message& request, google::protobuf::Message& response) {
                  EXPECT_EQ(TextOf(request, "base"), "subGuidelines/a/revisions/1");
                  EXPECT_EQ(TextOf(request, "other"), "subGuidelines/a/revisions/2");
                  return FakeSuite::Fill(response, R"({"clauses": [{"kind": "ADDED", "path": "clauses[3].text",
                      "part": "3", "label": {"fa": "بند ۳", "en": "Clause 3"}, "newValue": "More."}],
                      "terms": [{"kind": "CHANGED", "path": "terms.frequency.at_most", "part": "4",
                                 "label": {"fa": "بسامد", "en": "Frequency"}, "oldValue": 1, "newValue": 2},
                                {"kind": "CHANGED", "path": "terms.eligibility.rule.schema/anyOf", "part": "2",
                                 "oldValue": [{"minimum": 60}, {"required": ["a"]}],
                                 "newValue": [{"minimum": 55}, {"required": ["a"]}]}]})");
                });
  const auto compared = [&](const std::string& base, const std::string& other) {
    return Compare(CallsAs(suite, ""), base, other, Language::kEnglish, {});
  };
  const auto found = compared("serviceTypes/a/revisions/1", "serviceTypes/a/revisions/2");
  ASSERT_THAT(found, IsOk());
  EXPECT_TRUE(found->differs);
  EXPECT_EQ(found->text,
            "serviceTypes/a/revisions/1 (subGuidelines/a/revisions/1, 1405-01-01 (2026-03-21)) → "
            "serviceTypes/a/revisions/2 (subGuidelines/a/revisions/2, 1405-01-02 (2026-03-22))\n"
            "General\n"
            "    ~ directive: directives/two → directives/three\n"
            "Terms\n"
            "    ~ terms.frequency.at_most  (Frequency, clause 4): 1 → 2\n"
            "    ~ terms.eligibility.rule.schema/anyOf/0/minimum  (clause 2): 60 → 55\n"
            "Clauses\n"
            "    + clauses[3].text  (Clause 3): More.\n");

  // A rollback brings the same terms back on another day.
  suite.Add<catalog::v1::ServiceTypeRevision>(absl::StrReplaceAll(
      kTypeRevision,
      {{"revisions/#\", \"number", "revisions/3\", \"number"}, {"#", "1"}, {"2026-03-21", "2026-03-25"}}));
  const auto same = compared("serviceTypes/a/revisions/1", "serviceTypes/a/revisions/3");
  ASSERT_THAT(same, IsOk());
  EXPECT_FALSE(same->differs);
  EXPECT_THAT(same->text, EndsWith("\nThey say the same.\n"));

  for (const char* const other : {"", "serviceTypes/a", "subGuidelines/a/revisions/1"}) {
    EXPECT_THAT(compared("serviceTypes/a/revisions/1", other),
                FailsWith(absl::StatusCode::kInvalidArgument, "OTHER_MISSING"));
  }
}

// What is left out of the later one counts too, numbers and choices as well.
TEST(CompareTest, WhatALaterRevisionNoLongerSaysIsADifference) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceTypeRevision>(R"({"name": "serviceTypes/a/revisions/1",
      "terms": {"recipient": {"recipient": "GROUP", "clause": "1"}}})");
  suite.Add<catalog::v1::ServiceTypeRevision>(R"({"name": "serviceTypes/a/revisions/2",
      "terms": {"recipient": {"clause": "1"}}})");
  const auto found =
      Compare(CallsAs(suite, ""), "serviceTypes/a/revisions/1", "serviceTypes/a/revisions/2", Language::kEnglish, {});
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(found->text, HasSubstr("    - terms.recipient.recipient: GROUP\n"));
}

TEST(CheckTest, NamesEachBreakAndAsksAboutTheRightCandidate) {
  FakeSuite suite;
  suite.Answers("CheckServiceType", [](const google::protobuf::Message& request, google::protobuf::Message& response) {
    EXPECT_EQ(TextOf(request, "sub_guideline_revision"), "subGuidelines/vision/revisions/2");
    return FakeSuite::Fill(response, R"({"currentRevision": "serviceTypes/vision/revisions/1", "verdict":
        {"outcome": "BREAKING", "breaks": [{"kind": "RANGE_NARROWED", "path": "eligibility/age_years",
         "textEn": "at most 5 in place of 6", "textFa": "حداکثر ۵ به جای ۶", "clause": "3"}]}})");
  });
  suite.Answers("CountOpenRequests", R"({"counts": [{"serviceTypeRevision": "serviceTypes/vision/revisions/1",
                                                       "state": "ELIGIBLE", "requests": "7"}]})");
  const auto found = CheckTerms(CallsAs(suite, ""), "serviceTypes/vision", "subGuidelines/vision/revisions/2",
                                Report(Language::kEnglish, {}));
  ASSERT_THAT(found, IsOk());
  EXPECT_TRUE(found->differs);
  EXPECT_THAT(found->text, AllOf(HasSubstr("it breaks something"), HasSubstr("Open requests: 7, which keep"),
                                 HasSubstr("  - serviceTypes/vision/revisions/1, eligible: 7\n"),
                                 HasSubstr("  - eligibility/age_years: at most 5 in place of 6\n    clause 3\n")));

  suite.Add<catalog::v1::ServiceTypeRevision>(
      R"({"name": "serviceTypes/vision/revisions/1", "subGuidelineWithdrawnDate": "2050-01-20"})");
  EXPECT_THAT(CheckTerms(CallsAs(suite, ""), "serviceTypes/vision", "subGuidelines/vision/revisions/2",
                         Report(Language::kEnglish, {}))
                  ->text,
              HasSubstr("  - serviceTypes/vision/revisions/1, eligible: 7\n"
                        "    their text was withdrawn on 1428-11-01 (2050-01-20): deliveries of days from then on are "
                        "refused (RULE_NOT_IN_FORCE); cancel them\n"));
}

TEST(CheckTest, WhereNothingIsOpenNothingIsPromised) {
  FakeSuite suite;
  suite.Answers("CheckServiceType", R"({"verdict": {"outcome": "COMPATIBLE"}})");
  suite.Answers("CountOpenRequests", "{}");
  const auto found = CheckTerms(CallsAs(suite, ""), "serviceTypes/vision", "", Report(Language::kEnglish, {}));
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(found->text, EndsWith("  Open requests: 0\n"));
}

TEST(CompareTest, WhatCannotBeComparedOrCheckedIsWrongUsage) {
  FakeSuite suite;
  suite.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision"})");
  const auto alone = Compare(CallsAs(suite, ""), "directives/one", "", Language::kEnglish, {});
  EXPECT_THAT(alone, FailsWith(absl::StatusCode::kInvalidArgument, "OTHER_MISSING"));
  EXPECT_EQ(ExitCodeOf(alone.status()), kUsage);
  const auto mistyped = Compare(CallsAs(suite, ""), "directives/one", "directive/two", Language::kEnglish, {});
  EXPECT_THAT(WordsOf(mistyped.status(), Language::kEnglish), HasSubstr("did you mean directives/two?"));
  EXPECT_EQ(ExitCodeOf(mistyped.status()), kUsage);
  const auto half = CheckTerms(CallsAs(suite, ""), "vision", "", Report(Language::kEnglish, {}));
  EXPECT_THAT(half, FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN"));
  EXPECT_THAT(WordsOf(half.status(), Language::kEnglish), EndsWith("did you mean serviceTypes/vision?"));
  EXPECT_THAT(CheckTerms(CallsAs(suite, ""), "directives/one", "", Report(Language::kEnglish, {})),
              FailsWith(absl::StatusCode::kInvalidArgument, "RESOURCE_UNKNOWN"));
}

}  // namespace
}  // namespace mosbat::ctl
