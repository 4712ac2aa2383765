// What the rehearsal says of documents that rest on one another: no more than apply would meet, and no less.
#include <algorithm>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/apply/package_fixture.h"
#include "clients/mosbatctl/next_steps.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::FieldsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ForesightTest : public PackageFixture {
 protected:
  void AddType(const std::string& more) {
    suite_.Add<catalog::v1::ServiceType>(
        R"({"name": "serviceTypes/vision", "level": 1, "owner": "deputyships/prevention",
            "restsOn": "subGuidelines/vision/revisions/1", )" +
        more + "}");
  }
};

TEST_F(ForesightTest, APackageThatAgreesIsRefusedNowhere) {
  const auto results = Tried(Package());
  for (const Rehearsed& entry : results) {
    EXPECT_THAT(entry.refused, IsEmpty());
    EXPECT_THAT(entry.doubts, IsEmpty());
  }
  EXPECT_THAT(results[1].steps, ElementsAre(FieldsAre("Activate", "deputyship:prevention")));
}

TEST_F(ForesightTest, ATypeMayRestOnATextThatIsMadeHere) {
  AddText(R"("state": "APPROVED")");
  AddType(R"("title": {"fa": "بینایی"}, "state": "ACTIVE")");
  suite_.Answers("UpdateSubGuidelineRevision", &Accepts);
  suite_.Answers("UpdateServiceType", Says(absl::StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_FOUND"));
  suite_.Answers("ActivateServiceType", Says(absl::StatusCode::kFailedPrecondition, "ALREADY_ACTIVE"));
  std::string next = Package({{"revisions/1", "revisions/2"},
                              {"revision:\n", ""},
                              {"v1.SubGuideline\n", "v1.SubGuidelineRevision\n"},
                              {"name: subGuidelines/vision\n", "name: subGuidelines/vision/revisions/2\n"},
                              {"  title: {fa: بینایی}\n  deputyship: deputyships/prevention\n", ""}});
  const auto results = Tried(next);
  EXPECT_THAT(results[0].refused, IsEmpty());
  EXPECT_THAT(results[1].refused, IsEmpty());
  EXPECT_THAT(DifferenceText(results[1], Language::kEnglish, {}),
              HasSubstr("    ? the service can judge this only when subGuidelines/vision/revisions/2 is there\n"));
  EXPECT_THAT(results[1].steps, ElementsAre(FieldsAre("Activate", "deputyship:prevention")))
      << "it is to be active by the new text";
}

TEST_F(ForesightTest, AStepThatHasNothingToDoIsNotHeldAgainstTheCalendar) {
  AddText(R"("state": "APPROVED")");
  AddType(R"("title": {"fa": "دید"}, "state": "ACTIVE")");
  suite_.Answers("UpdateServiceType", &Accepts);
  suite_.Answers("ActivateServiceType", Says(absl::StatusCode::kFailedPrecondition, "ALREADY_ACTIVE"));
  const auto results = Tried(Package({{"1470-10-01", "1399-10-01"}}));
  EXPECT_EQ(results[1].verdict, Rehearsed::Verdict::kChanged);
  EXPECT_THAT(results[1].steps, IsEmpty());
  EXPECT_THAT(results[1].refused, IsEmpty());
}

TEST_F(ForesightTest, ATextThatIsApprovedBeginsWhenItsApprovalSaid) {
  AddText(R"("state": "APPROVED", "effectiveDate": {"year": 2020, "month": 3, "day": 20})");
  const auto results = Tried(Package({{"ACTIVE], with: {effectiveDate: 1470-10-01}", "ACTIVE]"}}));
  EXPECT_THAT(results[1].refused, IsEmpty()) << "the file would have approved it for a day to come";
}

TEST_F(ForesightTest, TheDayOfAnApprovalThatIsLeftToOthersIsNotKnown) {
  const std::string at_once = Package({{"ACTIVE], with: {effectiveDate: 1470-10-01}", "ACTIVE]"}});
  EXPECT_THAT(Tried(at_once)[1].refused,
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_IN_FORCE")));
  suite_.Answers("ApproveSubGuidelineRevision", Says(absl::StatusCode::kFailedPrecondition, "TOKEN_MISSING"));
  EXPECT_THAT(Tried(at_once)[1].refused, IsEmpty());
}

TEST_F(ForesightTest, ADayIsNotStillToComeByATrialClockThatMayNotBeRead) {
  suite_.Answers("Advance", Says(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED"));
  EXPECT_THAT(Tried(Package({{"ACTIVE], with: {effectiveDate: 1470-10-01}", "ACTIVE]"}}))[1].refused, IsEmpty());
}

TEST_F(ForesightTest, AMendedDraftIsJudgedByItsNewText) {
  AddText(R"("state": "DRAFT")");
  suite_.Answers("UpdateSubGuidelineRevision", &Accepts);
  suite_.Answers("SubmitSubGuidelineRevision", Says(absl::StatusCode::kFailedPrecondition, "FACT_UNKNOWN"));
  EXPECT_THAT(Tried(Package({{"text: الف", "text: ب"}}))[0].refused, IsEmpty());
  EXPECT_THAT(Tried(Package())[0].refused,
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "FACT_UNKNOWN")))
      << "where nothing is mended the service has the word";
}

constexpr char kImport[] = R"(
as: steering
resource:
  "@type": mosbat.registry.v1.ImportDivisionsRequest
  counties: [{name: provinces/30/counties/3099, title: {fa: نوشهرک}}]
---
as: deputyship:prevention
resource:
  "@type": mosbat.catalog.v1.Entrustment
  serviceType: serviceTypes/vision
  area: {county: provinces/30/counties/3099}
  startDate: 1470-10-01
)";

FakeSuite::Answer Counts(int added, int changed) {
  return [=](const google::protobuf::Message& request, google::protobuf::Message& response) {
    EXPECT_TRUE(FlagOf(request, "validate_only"));
    registry::v1::ImportDivisionsResponse counts;
    counts.set_added(added);
    counts.set_changed(changed);
    counts.set_unchanged(3);
    response.CopyFrom(counts);
    return absl::OkStatus();
  };
}

TEST_F(ForesightTest, WhatIsImportedHereMayBeNamedBelow) {
  AddType(R"("state": "ACTIVE")");
  suite_.Answers("ImportDivisions", Counts(1, 0));
  suite_.Answers("ProposeEntrustment", Says(absl::StatusCode::kInvalidArgument, "COUNTY_NOT_FOUND"));
  EXPECT_THAT(Tried(kImport)[1].refused, IsEmpty());
  const auto other = Tried(
      absl::StrReplaceAll(kImport, {{"county: provinces/30/counties/3099", "county: provinces/30/counties/9999"}}));
  EXPECT_THAT(other[1].refused, Contains(FailsWith(absl::StatusCode::kFailedPrecondition, "NAMED_NOT_THERE")))
      << "only what is imported";
}

TEST_F(ForesightTest, AnImportIsShownAsItsServiceCounts) {
  AddType(R"("state": "ACTIVE")");
  suite_.Answers("ImportDivisions", Counts(2, 1));
  const auto some = Tried(kImport);
  EXPECT_TRUE(Differs(some[0]));
  EXPECT_EQ(DifferenceText(some[0], Language::kEnglish, {}),
            "+ ImportDivisions  would be created (steering)\n    2 to create, 1 to change, 3 unchanged\n");
  EXPECT_EQ(SummaryOf(some, Language::kEnglish), "3 to create, 1 to change, 3 unchanged");
  suite_.Answers("ImportDivisions", Counts(0, 0));
  EXPECT_FALSE(Differs(Tried(kImport)[0]));
  suite_.Answers("ImportDivisions", Says(absl::StatusCode::kFailedPrecondition, "PROVINCE_UNKNOWN"));
  EXPECT_THAT(Tried(kImport)[0].refused,
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "PROVINCE_UNKNOWN")));
}

TEST_F(ForesightTest, TheAuthorsOfATextThatIsThereAreThoseThatItNames) {
  const Replacements by_steering = {{"as: deputyship:prevention\nresource:\n  \"@type\": mosbat.guideline",
                                     "as: steering\nresource:\n  \"@type\": mosbat.guideline"},
                                    {"{do: Submit", "{as: 'deputyship:prevention', do: Submit"}};
  EXPECT_THAT(Tried(Package(by_steering))[0].refused,
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "APPROVER_IS_AUTHOR")));
  AddText(R"("state": "DRAFT", "authors": ["deputyship:prevention"])");
  suite_.Answers("SubmitSubGuidelineRevision", &Accepts);
  EXPECT_THAT(Tried(Package(by_steering))[0].refused, IsEmpty());
  AddText(R"("state": "DRAFT", "authors": ["steering"])");
  EXPECT_THAT(Tried(Package(by_steering))[0].refused,
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "APPROVER_IS_AUTHOR")));
}

TEST_F(ForesightTest, OfARoleThatMayNotApproveOnlyTheServiceSpeaks) {
  suite_.Answers("ApproveSubGuidelineRevision", Says(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED"));
  EXPECT_THAT(Tried(Package({{"{as: steering, do: Approve", "{do: Approve"}}))[0].refused,
              ElementsAre(FailsWith(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED")));
}

TEST_F(ForesightTest, WhatWouldLeaveATextHalfWayIsNamedByItsLine) {
  struct Fault {
    Replacements replacements;
    const char* field;
    absl::StatusCode code;
    const char* reason;
  };
  const Fault faults[] = {
      {{{"    paymentUnit: {unit: DELIVERY, clause: \"1\"}\n", ""}},
       "document[0].revision.terms.paymentUnit",
       absl::StatusCode::kFailedPrecondition,
       "REVISION_INCOMPLETE"},
      {{{"    paymentUnit", "    resultClasses: [{code: well, title: {fa: خوب}, clause: '1'}]\n    paymentUnit"}},
       "document[0].revision.terms.form",
       absl::StatusCode::kFailedPrecondition,
       "REVISION_INCOMPLETE"},
      {{{"required: [age_years]", "properties: {request: {required: [consent]}}"}},
       "document[0].revision.terms.eligibility.rule.schema/properties/request/required/0",
       absl::StatusCode::kFailedPrecondition,
       "FACT_UNKNOWN"},
      {{{"required: [age_years]", "properties: {sex: {const: زن}}"}},
       "document[0].revision.terms.eligibility.rule.schema/properties/sex/const",
       absl::StatusCode::kFailedPrecondition,
       "FACT_MISUSED"},
      {{{"{kind: ACTIVITY,", "{kind: SCHEME, endDate: 1470-09-30,"}},
       "document[0].then[1].with.effectiveDate",
       absl::StatusCode::kInvalidArgument,
       "DATES_OUT_OF_ORDER"},
  };
  for (const Fault& fault : faults) {
    SCOPED_TRACE(fault.field);
    const auto results = Tried(Package(fault.replacements));
    ASSERT_THAT(results[0].refused, ElementsAre(FailsWith(fault.code, fault.reason)));
    EXPECT_EQ(FaultsOf(results[0].refused[0], Language::kEnglish).front().first, fault.field);
    EXPECT_THAT(SureToFail(results), ElementsAre(FailsWith(fault.code, fault.reason)));
  }
}

TEST_F(ForesightTest, ATypeOfAnotherDeputyshipsTextIsActivatedBySteeringOnly) {
  const std::string other = Package({{"owner: deputyships/prevention", "owner: deputyships/social"}});
  EXPECT_THAT(Tried(other)[1].refused,
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "SUB_GUIDELINE_OF_ANOTHER")));
  EXPECT_THAT(WordsOf(Tried(other)[1].refused.front(), Language::kPersian),
              HasSubstr("تنها از معاونت راهبری برمی‌آید"));
  EXPECT_THAT(Tried(absl::StrReplaceAll(other, {{"{do: Activate", "{as: steering, do: Activate"}}))[1].refused,
              IsEmpty());
}

TEST_F(ForesightTest, ATextThatWaitsForItsDayIsNotOvertaken) {
  suite_.Answers("UpdateServiceType", Says(absl::StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_FOUND"));
  suite_.Answers("ActivateServiceType", Says(absl::StatusCode::kFailedPrecondition, "ALREADY_ACTIVE"));
  const std::string type = R"({"name": "serviceTypes/vision", "title": {"fa": "بینایی"}, "level": 1, "state": "ACTIVE",
      "owner": "deputyships/prevention", "restsOn": "subGuidelines/old/revisions/1",
      "scheduled": {"revision": "serviceTypes/vision/revisions/1", "effectiveDate": {"year": YEAR, "month": 3, "day": 21}}})";
  suite_.Add<catalog::v1::ServiceType>(absl::StrReplaceAll(type, {{"YEAR", "2090"}}));
  EXPECT_THAT(Tried(Package())[1].refused,
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "REVISION_SCHEDULED")));
  suite_.Add<catalog::v1::ServiceType>(absl::StrReplaceAll(type, {{"YEAR", "2020"}}));
  EXPECT_THAT(Tried(Package())[1].refused, IsEmpty());
}

TEST_F(ForesightTest, AStepThatNoStateReachesIsNotShownAndWhatNeedsItIsRefused) {
  const auto results = Tried(Package({{"[DRAFT, RETURNED]", "[RETURNED]"}}));
  EXPECT_THAT(results[0].steps, IsEmpty());
  EXPECT_THAT(
      DifferenceText(results[0], Language::kEnglish, {}),
      HasSubstr(
          "    ! vision.yaml:16, document[0].then[0].when: Submit is not taken: it is DRAFT then, not RETURNED."));
  EXPECT_THAT(results[1].refused,
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_APPROVED")));
}

TEST_F(ForesightTest, NobodyIsSentToLookAtATextThatIsNotThereYet) {
  const auto advice = [&] {
    const auto results = Tried(
        Package({{"  - {as: steering, do: Approve, when: [SUBMITTED], with: {effectiveDate: 1470-10-01}}\n", ""}}));
    EXPECT_THAT(results[1].refused,
                ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_APPROVED")));
    return NextStep(results[1].refused.front(), Language::kEnglish);
  };
  EXPECT_EQ(advice(), "");
  AddText(R"("state": "SUBMITTED")");
  EXPECT_THAT(advice(), EndsWith("mosbatctl status subGuidelines/vision/revisions/1"));
}

TEST_F(ForesightTest, TheDayOfTheSuiteIsAskedForOnce) {
  Tried(Package({{"ACTIVE], with: {effectiveDate: 1470-10-01}", "ACTIVE]"}}));
  EXPECT_EQ(std::count(suite_.calls.begin(), suite_.calls.end(), "operator Advance"), 1);
}

TEST_F(ForesightTest, ADayThatHasPassedIsNamedBeforeWhatBeginsOnItIsMade) {
  AddType(R"("state": "ACTIVE")");
  const std::string past =
      absl::StrCat(absl::StrReplaceAll(std::string(kImport).substr(std::string(kImport).find("---\n") + 4),
                                       {{"1470", "1399"}, {"county: provinces/30/counties/3099", "country: true"}}),
                   "then: [{do: Activate, when: [PROPOSED]}]\n");
  EXPECT_THAT(SureToFail(Tried(past)),
              ElementsAre(FailsWith(absl::StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID")));
  EXPECT_THAT(suite_.calls, ::testing::Not(Contains(HasSubstr("ActivateEntrustment"))));
}

TEST_F(ForesightTest, ATypeDoesNotBeginBeforeItsLastRevision) {
  AddText(R"("state": "APPROVED", "effectiveDate": {"year": 2020, "month": 3, "day": 20})");
  AddType(R"("title": {"fa": "بینایی"}, "state": "ACTIVE", "revisionCount": 1)");
  suite_.Add<catalog::v1::ServiceTypeRevision>(
      R"({"name": "serviceTypes/vision/revisions/1", "subGuidelineRevision": "subGuidelines/old/revisions/1",
          "effectiveDate": {"year": 2091, "month": 12, "day": 23}})");
  suite_.Answers("UpdateServiceType", &Accepts);
  suite_.Answers("ActivateServiceType", Says(absl::StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_FOUND"));
  const auto begins = [&](const char* day) {
    const std::string type = Package({{"level: 1", "level: 2"}, {"1470-10-01", day}});
    return Tried(type.substr(type.find("---\n") + 4))[0].refused;
  };
  EXPECT_THAT(begins("1470-10-01"),
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "EFFECTIVE_DATE_BEFORE_LAST")));
  EXPECT_THAT(begins("1470-10-03"), IsEmpty());
}

// The catalog passes over a revision whose text was withdrawn by its day.
TEST_F(ForesightTest, ATypeMayBeginBeforeARevisionThatIsPassedOver) {
  AddText(R"("state": "APPROVED", "effectiveDate": {"year": 2020, "month": 3, "day": 20})");
  AddType(R"("title": {"fa": "بینایی"}, "state": "ACTIVE", "revisionCount": 2)");
  suite_.Add<catalog::v1::ServiceTypeRevision>(
      R"({"name": "serviceTypes/vision/revisions/1", "subGuidelineRevision": "subGuidelines/old/revisions/1",
          "effectiveDate": "2091-01-01"})");
  const std::string second =
      R"({"name": "serviceTypes/vision/revisions/2", "subGuidelineRevision": "subGuidelines/old/revisions/2",
          "effectiveDate": "2091-12-25", "subGuidelineWithdrawnDate": "2091-12-DAY"})";
  suite_.Answers("UpdateServiceType", &Accepts);
  suite_.Answers("ActivateServiceType", Says(absl::StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_FOUND"));
  const auto refused = [&](const char* withdrawn_on) {
    suite_.Add<catalog::v1::ServiceTypeRevision>(absl::StrReplaceAll(second, {{"DAY", withdrawn_on}}));
    const std::string type = Package({{"level: 1", "level: 2"}});
    return Tried(type.substr(type.find("---\n") + 4))[0].refused;
  };
  EXPECT_THAT(refused("25"), IsEmpty());
  EXPECT_THAT(refused("26"),
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "EFFECTIVE_DATE_BEFORE_LAST")));
}

TEST_F(ForesightTest, OnlySteeringEntersThePast) {
  const auto sure = [&](const char* as) {
    const std::string text =
        Package({{"{do: Activate, when: [PROPOSED, ACTIVE], with: {",
                  absl::StrCat("{as: ", as, ", do: Activate, when: [PROPOSED, ACTIVE], with: {historical: true, ")}});
    const auto entries = ParsePlan("vision.yaml", text, /*historical=*/true);
    EXPECT_THAT(entries, ::mosbat::testing::IsOk());
    return SureToFail(Rehearse(suite_, *entries, Language::kEnglish));
  };
  const auto refused = sure("'deputyship:prevention'");
  ASSERT_THAT(refused, ElementsAre(FailsWith(absl::StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED")));
  EXPECT_EQ(FaultsOf(refused[0], Language::kEnglish).front().first, "document[1].then[0].with.historical");
  EXPECT_THAT(sure("steering"), IsEmpty());
}

TEST_F(ForesightTest, ANewTextByWhichNothingActivatesTheTypeIsDoubted) {
  AddText(R"("state": "APPROVED", "effectiveDate": {"year": 2020, "month": 3, "day": 20})");
  const std::string there = R"({"name": "serviceTypes/vision", "title": {"fa": "بینایی"}, "level": 1, "state": "ACTIVE",
      "owner": "deputyships/prevention", "restsOn": "subGuidelines/old/revisions/1", "revisionCount": 1})";
  suite_.Add<catalog::v1::ServiceType>(there);
  suite_.Answers("UpdateServiceType", &Accepts);
  suite_.Answers("ActivateServiceType", &Accepts);
  const auto doubts = [&](const char* when) {
    const std::string text = Package({{"[PROPOSED, ACTIVE]", when}});
    return Tried(text.substr(text.find("---\n") + 4))[0].doubts;
  };
  EXPECT_THAT(doubts("[PROPOSED, ACTIVE]"), IsEmpty());
  const auto left = doubts("[PROPOSED]");
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].en,
            "vision.yaml:8, resource.restsOn: the type is set to rest on subGuidelines/vision/revisions/1 and goes on "
            "by its text before: no step here activates it while it is ACTIVE. Say {do: Activate, when: [PROPOSED, "
            "ACTIVE]}.");
  EXPECT_THAT(left[0].fa, HasSubstr("when: [PROPOSED, ACTIVE]"));
  suite_.Add<catalog::v1::ServiceTypeRevision>(R"({"name": "serviceTypes/vision/revisions/1",
      "subGuidelineRevision": "subGuidelines/vision/revisions/1"})");
  EXPECT_THAT(doubts("[PROPOSED]"), IsEmpty()) << "it goes back to the text that it has";
}

TEST_F(ForesightTest, AWithdrawnTextIsDoubtedAlsoWhereNothingDiffers) {
  AddText(R"("state": "WITHDRAWN")");
  const auto results = Tried(Package());
  EXPECT_EQ(results[0].verdict, Rehearsed::Verdict::kUnchanged);
  EXPECT_EQ(DifferenceText(results[0], Language::kEnglish, {}),
            "= subGuidelines/vision  unchanged (deputyship:prevention)\n"
            "    ! subGuidelines/vision/revisions/1 is withdrawn; requests for what rests on it are refused.\n");
  AddText(R"("state": "APPROVED")");
  EXPECT_EQ(DifferenceText(Tried(Package())[0], Language::kEnglish, {}), "");
}

TEST_F(ForesightTest, APilotThatBeginsLaterIsNamedBeforeAnythingIsWritten) {
  suite_.AddDivisions();
  suite_.Answers("ActivateEntrustment", &Accepts);
  const std::string other = absl::StrCat(kEntrustment, "then:\n  - {do: Activate, when: [PROPOSED]}\n");
  const auto pilot = [](const char* day) {
    return absl::StrCat(absl::StrReplaceAll(kEntrustment, {{"3001", "3002"}, {"1470-10-01", day}}),
                        "  pilot: true\nthen:\n  - {do: Activate, when: [PROPOSED]}\n");
  };
  const auto fault = [](const absl::Status& status) { return WordsOf(status, Language::kEnglish); };
  EXPECT_THAT(SureToFail(Tried(absl::StrCat(kPackage, pilot("1470-10-01"), other))), IsEmpty());
  const auto sure = SureToFail(Tried(absl::StrCat(kPackage, pilot("1470-11-01"), other)));
  ASSERT_THAT(sure, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "PILOT_FIRST")));
  EXPECT_EQ(FaultsOf(sure[0], Language::kEnglish).front().first, "document[3].resource.startDate");
  EXPECT_THAT(fault(sure[0]), HasSubstr("a pilot of its type, vision.yaml:30, begins later, on 1470-11-01"));

  const char* const there = R"({"name": "entrustments/p", "state": "STATE", "serviceType": "serviceTypes/vision",
      "pilot": true, "area": {"county": "provinces/30/counties/3002"}, "startDate": "2092-01-21"})";
  suite_.Add<catalog::v1::Entrustment>(absl::StrReplaceAll(there, {{"STATE", "ACTIVE"}}));
  const auto of_suite = SureToFail(Tried(absl::StrCat(kPackage, other)));
  ASSERT_THAT(of_suite, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "PILOT_FIRST")));
  EXPECT_THAT(fault(of_suite[0]), HasSubstr("entrustments/p, begins later"));
  suite_.Answers("EndEntrustment", &Accepts);
  const std::string ends = absl::StrReplaceAll(
      pilot("1470-11-01"), {{"do: Activate, when: [PROPOSED]", "do: End, when: [ACTIVE], with: {reason: الف}"}});
  EXPECT_THAT(SureToFail(Tried(absl::StrCat(kPackage, ends, other))), IsEmpty());
  suite_.Add<catalog::v1::Entrustment>(absl::StrReplaceAll(there, {{"STATE", "ENDED"}}));
  EXPECT_THAT(SureToFail(Tried(absl::StrCat(kPackage, other))), IsEmpty());
}

TEST_F(ForesightTest, APilotThatIsNotActivatedIsNamedBeforeAnythingIsWritten) {
  suite_.AddDivisions();
  suite_.Answers("ActivateEntrustment", &Accepts);
  const std::string other = absl::StrCat(kEntrustment, "then:\n  - {do: Activate, when: [PROPOSED]}\n");
  const std::string pilot = absl::StrCat(absl::StrReplaceAll(kEntrustment, {{"3001", "3002"}}), "  pilot: true\n");
  const auto of_files = SureToFail(Tried(absl::StrCat(kPackage, pilot, other)));
  ASSERT_THAT(of_files, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "PILOT_FIRST")));
  EXPECT_THAT(WordsOf(of_files[0], Language::kEnglish),
              HasSubstr("a pilot of its type, vision.yaml:30, is not activated: activate it first, or end it."));

  suite_.Add<catalog::v1::Entrustment>(R"({"name": "entrustments/p", "state": "PROPOSED", "pilot": true,
      "serviceType": "serviceTypes/vision", "area": {"county": "provinces/30/counties/3002"},
      "startDate": "2091-12-22"})");
  const auto of_suite = SureToFail(Tried(absl::StrCat(kPackage, other)));
  ASSERT_THAT(of_suite, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "PILOT_FIRST")));
  EXPECT_THAT(WordsOf(of_suite[0], Language::kEnglish), HasSubstr("entrustments/p, is not activated"));
  const std::string activated = absl::StrCat(pilot, "then:\n  - {do: Activate, when: [PROPOSED]}\n");
  EXPECT_THAT(SureToFail(Tried(absl::StrCat(kPackage, activated, other))), IsEmpty());
}

TEST_F(ForesightTest, AnEntrustmentOfATypeThatIsNotActiveIsNotActivated) {
  suite_.AddDivisions();
  const std::string entrusted = absl::StrCat(kEntrustment, "then:\n  - {do: Activate, when: [PROPOSED]}\n");
  const std::string idle =
      Package({{"then:\n  - {do: Activate, when: [PROPOSED, ACTIVE], with: {effectiveDate: 1470-10-01}}\n", ""}});
  EXPECT_THAT(SureToFail(Tried(absl::StrCat(kPackage, entrusted))), IsEmpty());
  const auto sure = SureToFail(Tried(absl::StrCat(idle, entrusted)));
  ASSERT_THAT(sure, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_ACTIVE")));
  EXPECT_THAT(WordsOf(sure[0], Language::kEnglish), HasSubstr("serviceTypes/vision is PROPOSED then, not ACTIVE"));
  EXPECT_EQ(NextStep(sure[0], Language::kEnglish), "") << "there is nothing to look at yet";
  AddType(R"("state": "SUSPENDED")");
  EXPECT_THAT(SureToFail(Tried(entrusted)),
              ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_ACTIVE")));
  AddType(R"("state": "ACTIVE")");
  EXPECT_THAT(SureToFail(Tried(entrusted)), IsEmpty());
}

TEST_F(ForesightTest, APlaceThatTheSuiteEntrustsForTheSameDaysIsDoubted) {
  suite_.AddDivisions();
  const char* const there = R"({"name": "entrustments/e", "state": "STATE", "serviceType": "serviceTypes/vision",
      "area": {"county": "provinces/30/counties/3001"}, "startDate": "2090-12-22"})";
  const auto doubts = [&](const std::string& more, const char* state) {
    suite_.Add<catalog::v1::Entrustment>(absl::StrReplaceAll(there, {{"STATE", state}}));
    return Tried(absl::StrCat(kPackage, kEntrustment, more))[2].doubts;
  };
  const auto beside = doubts("", "ACTIVE");
  ASSERT_EQ(beside.size(), 1U);
  EXPECT_EQ(beside[0].en,
            "vision.yaml:34, document[2].resource.area: the suite has entrustments/e of the same place for some of "
            "these days; this stands beside it unless that is ended.");
  EXPECT_THAT(beside[0].fa, HasSubstr("entrustments/e"));
  EXPECT_THAT(doubts("", "ENDED"), IsEmpty());
  suite_.Answers("EndEntrustment", &Accepts);
  const std::string ends =
      absl::StrCat(absl::StrReplaceAll(kEntrustment, {{"1470-10-01", "{year: 2090, month: 12, day: 22}"}}),
                   "then: [{do: End, when: [ACTIVE], with: {reason: جابه‌جایی}}]\n");
  EXPECT_THAT(doubts(ends, "ACTIVE"), IsEmpty());
}

TEST_F(ForesightTest, ATextFromWhichTheTypeWasRolledBackIsDoubted) {
  suite_.Add<catalog::v1::ServiceType>(R"({"name": "serviceTypes/vision", "state": "ACTIVE", "title": {"fa": "بینایی"},
      "level": 1, "owner": "deputyships/prevention", "restsOn": "subGuidelines/vision/revisions/1",
      "currentRevision": "serviceTypes/vision/revisions/3", "revisionCount": 3})");
  suite_.Add<catalog::v1::ServiceTypeRevision>(R"({"name": "serviceTypes/vision/revisions/2",
      "subGuidelineRevision": "subGuidelines/vision/revisions/2"})");
  const char* const last = R"({"name": "serviceTypes/vision/revisions/3", "number": 3, WHY
      "subGuidelineRevision": "subGuidelines/vision/revisions/1"})";
  const auto doubts = [&](const std::string& rests_on, const std::string& why) {
    suite_.Add<catalog::v1::ServiceTypeRevision>(absl::StrReplaceAll(last, {{"WHY", why}}));
    const std::string type = std::string(kPackage).substr(std::string(kPackage).find("---\n") + 4);
    const auto results = Tried(absl::StrReplaceAll(type, {{"subGuidelines/vision/revisions/1", rests_on}}));
    return results.front().doubts.empty() ? Words() : results.front().doubts.front();
  };
  const std::string rolled_back = R"("restores": "serviceTypes/vision/revisions/1", "reason": "too strict",)";
  EXPECT_EQ(doubts("subGuidelines/vision/revisions/2", rolled_back).en,
            "vision.yaml:8, resource.restsOn: this undoes the rollback to serviceTypes/vision/revisions/1: "
            "too strict");
  EXPECT_THAT(
      doubts("subGuidelines/vision/revisions/2", rolled_back).fa,
      EndsWith(
          "با این کار بازگشت به serviceTypes/vision/revisions/1 باطل می‌شود: too strict"));
  EXPECT_EQ(doubts("subGuidelines/vision/revisions/3", rolled_back).en, "") << "a next text is no way back";
  EXPECT_EQ(doubts("subGuidelines/vision/revisions/2", "").en, "") << "nothing was rolled back";
}

TEST_F(ForesightTest, WhatIsSeldomMeantIsDoubtedAndNotRefused) {
  suite_.AddDivisions();
  const auto doubts = [&](const std::string& text) {
    std::string all;
    for (const Rehearsed& entry : Tried(text)) {
      EXPECT_THAT(entry.refused, IsEmpty());
      for (const Words& doubt : entry.doubts) absl::StrAppend(&all, doubt.en, "\n");
    }
    return all;
  };
  EXPECT_EQ(doubts(absl::StrCat(kPackage, kEntrustment)), "");
  EXPECT_EQ(
      doubts(absl::StrCat(kPackage, kEntrustment, absl::StrReplaceAll(kEntrustment, {{"1470-10-01", "1470-12-01"}}))),
      "vision.yaml:41, document[3].resource.area: the same place is entrusted at vision.yaml:31 for some of these "
      "days.\n");
  EXPECT_EQ(doubts(absl::StrCat(kPackage, kEntrustment, "  endDate: 1470-12-01\n",
                                absl::StrReplaceAll(kEntrustment, {{"1470-10-01", "1470-12-01"}}))),
            "");
  EXPECT_EQ(
      doubts(absl::StrCat(kPackage, kEntrustment,
                          "then: [{do: End, when: [PROPOSED], with: {reason: جابه‌جایی}}]\n", kEntrustment)),
      "");
  EXPECT_EQ(doubts(absl::StrCat(kPackage, absl::StrReplaceAll(kEntrustment, {{"1470-10-01", "1470-09-30"}}))),
            "vision.yaml:35, document[2].resource.startDate: serviceTypes/vision begins only on 1470-10-01 "
            "(2091-12-22); before that day nothing can be delivered.\n");
  EXPECT_EQ(doubts(absl::StrCat(kPackage, absl::StrReplaceAll(kEntrustment, {{"1470-10-01", "2450-03-21"}}))),
            "vision.yaml:35, document[2].resource.startDate: 1829-01-01 (2450-03-21) is more than 20 years away.\n");
  const auto old = Tried(Package({{"{kind: ACTIVITY,", "{kind: SCHEME, endDate: {year: 1471, month: 1, day: 1},"}}));
  EXPECT_THAT(DifferenceText(old[0], Language::kPersian, {}),
              HasSubstr("    ! vision.yaml:11, document[0].revision.terms.kind.endDate: این سال ۱۴۷۱ میلادی است؛ روز "
                        "جلالی یک‌جا نوشته می‌شود: 1471-01-01.\n"));
}

TEST_F(ForesightTest, WhatMayPassOrStaysAsItIsDoesNotKeepTheRestFromBeingApplied) {
  for (const char* const reason : {"TOKEN_MISSING", "ALREADY_EXISTS"}) {
    suite_.Answers("CreateSubGuideline", Says(absl::StatusCode::kFailedPrecondition, reason));
    const auto results = Tried(Package());
    EXPECT_THAT(results[0].refused, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, reason)));
    EXPECT_THAT(SureToFail(results), IsEmpty());
  }
  AddText(R"("state": "APPROVED")");
  suite_.Answers("UpdateSubGuidelineRevision", Says(absl::StatusCode::kFailedPrecondition, "REVISION_NOT_EDITABLE"));
  const auto results = Tried(Package({{"text: الف", "text: ب"}}));
  EXPECT_THAT(results[0].refused, ElementsAre(FailsWith(absl::StatusCode::kFailedPrecondition, "DIFFERENT")));
  EXPECT_THAT(SureToFail(results), IsEmpty());
}

}  // namespace
}  // namespace mosbat::ctl
