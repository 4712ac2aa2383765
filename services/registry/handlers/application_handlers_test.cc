#include "services/registry/handlers/application_handlers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "services/registry/testing/registry_fixture.h"

namespace mosbat::registry {
namespace {

using absl::StatusCode;
using samples::kNationalIds;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Pair;

class ApplicationTest : public RegistryFixture {
 protected:
  absl::StatusOr<v1::Application> Get(const std::string& name, const auth::Principal& caller = Applicant()) {
    v1::GetApplicationRequest request;
    request.set_name(name);
    return Read(application_handlers_, &ApplicationHandlers::Get, caller, request);
  }
  absl::StatusOr<v1::Application> Withdraw(const std::string& name, const auth::Principal& caller = Applicant()) {
    v1::WithdrawApplicationRequest request;
    request.set_name(name);
    return Write(application_handlers_, &ApplicationHandlers::Withdraw, caller, request);
  }
  int Listed(const auth::Principal& caller) {
    return Read(application_handlers_, &ApplicationHandlers::List, caller, v1::ListApplicationsRequest())
        ->applications_size();
  }
  absl::StatusOr<v1::Licence> Agreement(const std::string& name) {
    v1::GetLicenceRequest request;
    request.set_name(name);
    return Read(licence_handlers_, &LicenceHandlers::Get, Applicant(), request);
  }
};

TEST_F(ApplicationTest, RefusedWithTheArticleAndAcceptedWhenTheProvisionChanges) {
  const std::string call = OpenCall().name();
  v1::Applicant applicant = samples::NaturalApplicant();
  applicant.mutable_natural()->set_degree(v1::ASSOCIATE);

  const auto refused = Submit(call, applicant);
  EXPECT_THAT(refused, FailsWith(StatusCode::kFailedPrecondition, "APPLICANT_CRITERIA_NOT_MET"));
  EXPECT_THAT(FaultsOf(refused.status(), Language::kEnglish),
              ElementsAre(Pair("facts.degree_level", HasSubstr("Article 7-1"))));

  guideline::v1::Directive eased = samples::DirectiveTwo();
  eased.set_name("directives/three");
  *eased.mutable_provisions()->mutable_natural_applicant()->mutable_rule() =
      samples::RuleOf(R"({"properties": {"degree_level": {"minimum": 3}}})", {});
  guideline_.AddDirective(Today() + 1, eased);
  EXPECT_THAT(Submit(call, applicant), FailsWith(StatusCode::kFailedPrecondition, "APPLICANT_CRITERIA_NOT_MET"));
  PassDays(1);

  const auto accepted = Submit(call, applicant);
  ASSERT_THAT(accepted, IsOk());
  EXPECT_EQ(accepted->directive(), "directives/three");
}

TEST_F(ApplicationTest, OnlyInAnOpenCall) {
  const std::string call = Announce(MakeCall().name(), Today() + 1)->name();
  EXPECT_THAT(Submit(call, samples::NaturalApplicant()), FailsWith(StatusCode::kFailedPrecondition, "CALL_NOT_OPEN"));
  PassDays(1);
  EXPECT_THAT(Submit(call, samples::NaturalApplicant()), IsOk());
  PassDays(15);
  EXPECT_THAT(Submit(call, samples::NaturalApplicant(kNationalIds[1])),
              FailsWith(StatusCode::kFailedPrecondition, "CALL_NOT_OPEN"));
  EXPECT_THAT(Submit("calls/none", samples::NaturalApplicant()), FailsWith(StatusCode::kNotFound, "CALL_NOT_FOUND"));
}

TEST_F(ApplicationTest, OneApplicationPerApplicantAndCallWhoeverSubmitsIt) {
  const std::string call = OpenCall().name();
  const auto first = Submit(call, samples::NaturalApplicant());
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(Submit(call, samples::NaturalApplicant(), Applicant("somebody-else")),
              FailsWith(StatusCode::kAlreadyExists, "APPLICATION_EXISTS"));
  EXPECT_THAT(Submit(call, samples::LegalApplicant()), IsOk());
  EXPECT_THAT(Submit(OpenCall().name(), samples::NaturalApplicant()), IsOk());
  ASSERT_THAT(Withdraw(first->name()), IsOk());
  EXPECT_THAT(Submit(call, samples::NaturalApplicant()), IsOk());
}

TEST_F(ApplicationTest, NothingIsStoredWhenGuidelineIsDown) {
  const std::string call = OpenCall().name();
  guideline_.GoDown();
  EXPECT_THAT(Submit(call, samples::NaturalApplicant()), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  EXPECT_EQ(Listed(testing::Steering()), 0);
}

TEST_F(ApplicationTest, AgreementIsIssuedWithTheDecision) {
  const v1::Application application = AgreedApplication();
  EXPECT_EQ(application.state(), v1::Application::AGREED);
  EXPECT_EQ(application.decision().decided_by(), "commission");
  const auto agreement = Agreement(application.agreement());
  ASSERT_THAT(agreement, IsOk());
  EXPECT_EQ(agreement->kind(), v1::Licence::AGREEMENT_IN_PRINCIPLE);
  EXPECT_EQ(agreement->application(), application.name());
  EXPECT_THAT(EventsOf(application.agreement()), ElementsAre("LicenceIssued"));
  EXPECT_FALSE(EventsShow(kNationalIds[0]));
  EXPECT_FALSE(EventsShow(samples::Person().family_name()));
}

TEST_F(ApplicationTest, AgreementLapsesAfterItsMonths) {
  const v1::Application application = AgreedApplication();
  PassDays(92);
  EXPECT_EQ(Get(application.name())->state(), v1::Application::AGREED);
  PassDays(1);
  EXPECT_EQ(Get(application.name())->state(), v1::Application::LAPSED);
  EXPECT_EQ(Agreement(application.agreement())->state(), v1::Licence::EXPIRED);
}

TEST_F(ApplicationTest, AgreementNeedsTheCountysOpinion) {
  const auto application = Submit(OpenCall().name(), samples::NaturalApplicant());
  ASSERT_THAT(application, IsOk());
  EXPECT_THAT(Agree(application->name()), FailsWith(StatusCode::kFailedPrecondition, "REVIEW_MISSING"));
}

TEST_F(ApplicationTest, DecidedOnce) {
  const v1::Application application = AgreedApplication();
  EXPECT_THAT(Agree(application.name()), FailsWith(StatusCode::kFailedPrecondition, "APPLICATION_DECIDED"));
  EXPECT_THAT(Withdraw(application.name()), FailsWith(StatusCode::kFailedPrecondition, "APPLICATION_DECIDED"));
}

TEST_F(ApplicationTest, ForeignRowsAreOutOfScopeForEveryRole) {
  const auto application = Submit(OpenCall().name(), samples::NaturalApplicant());
  ASSERT_THAT(application, IsOk());
  const std::string& name = application->name();
  EXPECT_THAT(Get(name, Applicant("omid")), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Get(name, CountyOfficer(samples::kOtherCounty)),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Review(name, CountyOfficer(samples::kOtherCounty)),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Agree(name, Commission("provinces/23")), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Withdraw(name, Applicant("omid")), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Get(name, CountyOfficer()), IsOk());
  EXPECT_THAT(Get(name), IsOk());
}

TEST_F(ApplicationTest, ListShowsWhatIsInScope) {
  const std::string call = OpenCall().name();
  ASSERT_THAT(Submit(call, samples::NaturalApplicant()), IsOk());
  ASSERT_THAT(Submit(call, samples::LegalApplicant(), Applicant("omid")), IsOk());
  EXPECT_EQ(Listed(Applicant("mina")), 1);
  EXPECT_EQ(Listed(Applicant("nobody")), 0);
  EXPECT_EQ(Listed(CountyOfficer()), 2);
  EXPECT_EQ(Listed(CountyOfficer(samples::kOtherCounty)), 0);
  EXPECT_EQ(Listed(Commission()), 2);
  EXPECT_EQ(Listed(testing::Steering()), 2);
  EXPECT_EQ(Audited().size(), 2u);
}

}  // namespace
}  // namespace mosbat::registry
