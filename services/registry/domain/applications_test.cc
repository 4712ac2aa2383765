#include "services/registry/domain/applications.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/faults.h"
#include "common/testing/status_matchers.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry::domain {
namespace {

using absl::StatusCode;
using samples::kNow;
using samples::kToday;
using testing::FailsWith;
using testing::FaultyFields;
using testing::IsOk;
using v1::Application;

v1::Call OpenCall() {
  v1::Call invitation;
  invitation.set_name("calls/one");
  invitation.set_county(samples::kCounty);
  invitation.set_state(v1::Call::ANNOUNCED);
  *invitation.mutable_opening_date() = iran::ToDate(kToday);
  *invitation.mutable_closing_date() = iran::ToDate(kToday + 14);
  return invitation;
}

absl::StatusOr<Application> SubmitOn(absl::Time time, const v1::Applicant& applicant = samples::NaturalApplicant(),
                                     const guideline::v1::Directive& directive = samples::DirectiveTwo()) {
  Application wanted;
  *wanted.mutable_applicant() = applicant;
  return Submit(wanted, OpenCall(), directive, "mina", time);
}

Application Submitted() {
  Application application = SubmitOn(kNow).value();
  application.set_name("applications/one");
  return application;
}

Application Reviewed(v1::Review::Opinion opinion = v1::Review::FOR) {
  return Review(Submitted(), {.id = "reza", .role = access::v1::COUNTY}, opinion, "seen", kNow).value();
}

absl::StatusOr<Application> DecideAs(Application application, v1::CommissionDecision::Outcome outcome,
                                     const std::string& reason = "") {
  v1::CommissionDecision decision;
  decision.set_outcome(outcome);
  decision.set_reason(reason);
  return Decide(std::move(application), decision, kNow);
}

TEST(SubmitTest, FreezesTheDirectiveAndItsFacts) {
  const Application application = Submitted();
  EXPECT_EQ(application.state(), Application::SUBMITTED);
  EXPECT_EQ(application.directive(), "directives/two");
  EXPECT_EQ(application.agreement_validity().n(), 3);
  EXPECT_EQ(application.county(), samples::kCounty);
  EXPECT_EQ(application.owner(), "mina");
  EXPECT_EQ(application.facts().fields().at("degree").string_value(), "BACHELOR");
}

TEST(SubmitTest, EvaluationIndexIsTheServersAlone) {
  v1::Applicant applicant = samples::NaturalApplicant();
  applicant.mutable_natural()->set_evaluation_score(100);
  const auto application = SubmitOn(kNow, applicant);
  ASSERT_THAT(application, IsOk());
  EXPECT_EQ(application->applicant().natural().evaluation_score(), 0);
  EXPECT_FALSE(application->facts().fields().contains("evaluation_score"));
}

TEST(SubmitTest, TakenFromTheFirstToTheLastDayOfTheCall) {
  EXPECT_THAT(SubmitOn(kNow - absl::Hours(24)), FailsWith(StatusCode::kFailedPrecondition, "CALL_NOT_OPEN"));
  EXPECT_THAT(SubmitOn(kNow), IsOk());
  EXPECT_THAT(SubmitOn(kNow + absl::Hours(14 * 24)), IsOk());
  EXPECT_THAT(SubmitOn(kNow + absl::Hours(15 * 24)), FailsWith(StatusCode::kFailedPrecondition, "CALL_NOT_OPEN"));
}

TEST(SubmitTest, DayIsThatOfTehran) {
  // 20:29 UTC is 23:59 in Tehran, on the last day of the call.
  const absl::Time last_minute = absl::FromCivil(absl::CivilSecond(2026, 4, 4, 20, 29, 0), absl::UTCTimeZone());
  EXPECT_THAT(SubmitOn(last_minute), IsOk());
  EXPECT_THAT(SubmitOn(last_minute + absl::Minutes(1)), FailsWith(StatusCode::kFailedPrecondition, "CALL_NOT_OPEN"));
}

using FaultyCase = testing::FaultyCase<v1::Applicant>;

class FaultyApplicantTest : public ::testing::TestWithParam<FaultyCase> {};

TEST_P(FaultyApplicantTest, IsRefusedWithThePathOfTheFault) {
  v1::Applicant applicant = samples::NaturalApplicant();
  GetParam().spoil(applicant);

  const auto application = SubmitOn(kNow, applicant);

  EXPECT_THAT(application, FailsWith(StatusCode::kInvalidArgument, "APPLICANT_INVALID"));
  const std::vector<std::string> faulty = FaultyFields(application.status());
  ASSERT_FALSE(faulty.empty());
  EXPECT_EQ(faulty.front(), "application.applicant." + GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FaultyApplicantTest,
    ::testing::Values(
        FaultyCase{"NoKind", "kind", [](v1::Applicant& it) { it.Clear(); }},
        FaultyCase{"CheckDigit", "natural.national_id",
                   [](v1::Applicant& it) { it.mutable_natural()->set_national_id("0499370898"); }},
        FaultyCase{"NoName", "natural.given_name", [](v1::Applicant& it) { it.mutable_natural()->clear_given_name(); }},
        FaultyCase{"BornTomorrow", "natural.birth_date",
                   [](v1::Applicant& it) { *it.mutable_natural()->mutable_birth_date() = iran::ToDate(kToday + 1); }},
        FaultyCase{"NoSuchDay", "natural.birth_date",
                   [](v1::Applicant& it) { it.mutable_natural()->mutable_birth_date()->set_month(13); }},
        FaultyCase{"NoSex", "natural.sex", [](v1::Applicant& it) { it.mutable_natural()->clear_sex(); }},
        FaultyCase{"NoDegree", "natural.degree", [](v1::Applicant& it) { it.mutable_natural()->clear_degree(); }},
        FaultyCase{"FieldIsNoSlug", "natural.field_of_study",
                   [](v1::Applicant& it) { it.mutable_natural()->set_field_of_study("Social work"); }},
        FaultyCase{"Score", "natural.evaluation_scores[0].score",
                   [](v1::Applicant& it) { it.mutable_natural()->add_evaluation_scores()->set_score(101); }},
        FaultyCase{"NoSuchCriterion", "natural.evaluation_scores[0].criterion",
                   [](v1::Applicant& it) { it.mutable_natural()->add_evaluation_scores()->set_criterion("height"); }},
        FaultyCase{"MobileNotCanonical", "natural.mobile",
                   [](v1::Applicant& it) { it.mutable_natural()->set_mobile("09122002580"); }},
        FaultyCase{"LegalId", "legal.legal_national_id",
                   [](v1::Applicant& it) {
                     it = samples::LegalApplicant();
                     it.mutable_legal()->set_legal_national_id("10380284792");
                   }},
        FaultyCase{"RepresentativeOfLegal", "legal.representative.national_id",
                   [](v1::Applicant& it) {
                     it = samples::LegalApplicant();
                     it.mutable_legal()->mutable_representative()->set_national_id("1");
                   }}),
    testing::LabelOf<FaultyCase>);

TEST(ReviewTest, StepIsThatOfTheRole) {
  const std::pair<access::v1::Role, std::string> steps[] = {{access::v1::COUNTY, "county"},
                                                            {access::v1::PROVINCE, "province"},
                                                            {access::v1::SECURITY_REVIEWER, "security"},
                                                            {access::v1::DEPUTYSHIP, "deputyship"}};
  for (const auto& [role, step] : steps) {
    const auto reviewed = Review(Submitted(), {.id = "reza", .role = role}, v1::Review::FOR, "seen", kNow);
    ASSERT_THAT(reviewed, IsOk());
    EXPECT_EQ(reviewed->reviews(0).step(), step);
    EXPECT_EQ(reviewed->state(), Application::UNDER_REVIEW);
  }
}

TEST(ReviewTest, NobodyReviewsTheirOwnApplication) {
  EXPECT_THAT(Review(Submitted(), {.id = "mina", .role = access::v1::COUNTY}, v1::Review::FOR, "seen", kNow),
              FailsWith(StatusCode::kPermissionDenied, "REVIEWER_IS_APPLICANT"));
}

TEST(ReviewTest, OpinionMustBeSaid) {
  EXPECT_THAT(
      Review(Submitted(), {.id = "reza", .role = access::v1::COUNTY}, v1::Review::OPINION_UNSPECIFIED, "why", kNow),
      FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(ReviewTest, TextIsThereAndBounded) {
  for (const std::string& text : {std::string(" "), std::string(4001, 'x')}) {
    EXPECT_THAT(Review(Submitted(), {.id = "reza", .role = access::v1::COUNTY}, v1::Review::FOR, text, kNow),
                testing::HasCode(StatusCode::kInvalidArgument));
  }
}

TEST(ReviewTest, FiftyOpinionsAreEnough) {
  Application application = Submitted();
  for (int i = 0; i < 50; ++i) {
    application = Review(application, {.id = "reza", .role = access::v1::COUNTY}, v1::Review::FOR, "why", kNow).value();
  }
  EXPECT_THAT(Review(application, {.id = "reza", .role = access::v1::COUNTY}, v1::Review::FOR, "why", kNow),
              FailsWith(StatusCode::kFailedPrecondition, "TOO_MANY_REVIEWS"));
}

TEST(DecideTest, AgreementNeedsTheOpinionOfTheCounty) {
  EXPECT_THAT(DecideAs(Submitted(), v1::CommissionDecision::AGREE),
              FailsWith(StatusCode::kFailedPrecondition, "REVIEW_MISSING"));
  const Application province_only =
      Review(Submitted(), {.id = "ali", .role = access::v1::PROVINCE}, v1::Review::FOR, "why", kNow).value();
  EXPECT_THAT(DecideAs(province_only, v1::CommissionDecision::AGREE),
              FailsWith(StatusCode::kFailedPrecondition, "REVIEW_MISSING"));
}

TEST(DecideTest, AgreementNeedsAnOpinionInFavour) {
  EXPECT_THAT(DecideAs(Reviewed(v1::Review::AGAINST), v1::CommissionDecision::AGREE),
              FailsWith(StatusCode::kFailedPrecondition, "NO_REVIEW_IN_FAVOUR"));
}

TEST(DecideTest, LastOpinionOfAStepCounts) {
  const Application changed =
      Review(Reviewed(), {.id = "reza", .role = access::v1::COUNTY}, v1::Review::AGAINST, "why", kNow).value();
  EXPECT_THAT(DecideAs(changed, v1::CommissionDecision::AGREE),
              FailsWith(StatusCode::kFailedPrecondition, "NO_REVIEW_IN_FAVOUR"));
}

TEST(DecideTest, RefusalNeedsItsReasonAndNoReview) {
  EXPECT_THAT(DecideAs(Submitted(), v1::CommissionDecision::REFUSE),
              FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  const auto refused = DecideAs(Submitted(), v1::CommissionDecision::REFUSE, "no premises");
  ASSERT_THAT(refused, IsOk());
  EXPECT_EQ(refused->state(), Application::REFUSED);
  EXPECT_EQ(refused->decision().reason(), "no premises");
}

TEST(DecideTest, OutcomeMustBeSaid) {
  EXPECT_THAT(DecideAs(Reviewed(), v1::CommissionDecision::OUTCOME_UNSPECIFIED),
              FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(DecideTest, WhatIsDecidedIsNotReviewedDecidedOrWithdrawnAgain) {
  const Application ended[] = {DecideAs(Reviewed(), v1::CommissionDecision::AGREE).value(),
                               DecideAs(Reviewed(), v1::CommissionDecision::REFUSE, "no").value(),
                               Withdraw(Reviewed(), kNow).value()};
  for (const Application& application : ended) {
    SCOPED_TRACE(Application::State_Name(application.state()));
    EXPECT_THAT(DecideAs(application, v1::CommissionDecision::AGREE),
                FailsWith(StatusCode::kFailedPrecondition, "APPLICATION_DECIDED"));
    EXPECT_THAT(Withdraw(application, kNow), FailsWith(StatusCode::kFailedPrecondition, "APPLICATION_DECIDED"));
    EXPECT_THAT(Review(application, {.id = "reza", .role = access::v1::COUNTY}, v1::Review::FOR, "why", kNow),
                FailsWith(StatusCode::kFailedPrecondition, "APPLICATION_DECIDED"));
  }
}

TEST(AgreementTest, IsValidForTheDirectivesMonths) {
  const v1::Licence agreement = AgreementFor(Submitted(), kNow);
  EXPECT_EQ(agreement.kind(), v1::Licence::AGREEMENT_IN_PRINCIPLE);
  EXPECT_EQ(agreement.state(), v1::Licence::VALID);
  EXPECT_EQ(agreement.holder().person().national_id(), samples::kNationalIds[0]);
  EXPECT_EQ(agreement.application(), "applications/one");
  EXPECT_EQ(agreement.owner(), "mina");
  // From 1405-01-01 to 1405-03-31.
  EXPECT_EQ(iran::StoredDay(agreement.valid_from()), kToday);
  EXPECT_EQ(iran::StoredDay(agreement.valid_until()), absl::CivilDay(2026, 6, 21));
}

// kToday is a Saturday.
TEST(AgreementTest, OfWorkingDaysCountsNeitherFridaysNorHolidays) {
  guideline::v1::Directive directive = samples::DirectiveTwo();
  auto& provisions = *directive.mutable_provisions();
  *provisions.mutable_agreement_validity()->mutable_period() = samples::PeriodOf(6, common::v1::Period::WORKING_DAYS);
  const auto last_day = [&] {
    return iran::StoredDay(
        AgreementFor(SubmitOn(kNow, samples::NaturalApplicant(), directive).value(), kNow).valid_until());
  };
  EXPECT_EQ(last_day(), kToday + 6) << "of the Friday";
  for (const int days : {-3, 0, 2, 3}) {
    *provisions.mutable_holidays()->add_days()->mutable_date() = iran::ToDate(kToday + days);
  }
  EXPECT_EQ(last_day(), kToday + 8) << "and of the holidays within";
}

TEST(AgreementTest, OfALegalPersonNamesTheLegalPerson) {
  const Application application = SubmitOn(kNow, samples::LegalApplicant()).value();
  EXPECT_EQ(AgreementFor(application, kNow).holder().legal_national_id(), "10380284790");
}

TEST(StateOnTest, AgreedLapsesAfterTheLastDayUnlessACentreWasEstablished) {
  Application application = DecideAs(Reviewed(), v1::CommissionDecision::AGREE).value();
  *application.mutable_agreement_valid_until() = iran::ToDate(kToday + 92);
  EXPECT_EQ(StateOn(application, kToday + 92), Application::AGREED);
  EXPECT_EQ(StateOn(application, kToday + 93), Application::LAPSED);
  application.set_centre("centres/3996");
  EXPECT_EQ(StateOn(application, kToday + 93), Application::AGREED);
}

}  // namespace
}  // namespace mosbat::registry::domain
