#include "services/registry/handlers/licence_handlers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/registry/testing/registry_fixture.h"

namespace mosbat::registry {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;
using v1::Licence;

class LicenceTest : public RegistryFixture {
 protected:
  // The newest paper of a kind, by the centre's own record.
  std::string PaperOf(Licence::Kind kind) {
    const v1::Centre centre = GetCentre().value();
    for (const v1::Centre::Paper& paper : centre.papers()) {
      if (paper.kind() == kind) return paper.licence();
    }
    return "";
  }
  template <typename Request>
  static Request About(const std::string& name) {
    Request request;
    request.set_name(name);
    request.set_reason("supervision");
    return request;
  }
  absl::StatusOr<Licence> Suspend(const std::string& name, const auth::Principal& caller = Commission()) {
    return Write(licence_handlers_, &LicenceHandlers::Suspend, caller, About<v1::SuspendLicenceRequest>(name));
  }
  absl::StatusOr<Licence> Reinstate(const std::string& name, const auth::Principal& caller = Commission()) {
    return Write(licence_handlers_, &LicenceHandlers::Reinstate, caller, About<v1::ReinstateLicenceRequest>(name));
  }
  absl::StatusOr<Licence> Revoke(const std::string& name, const auth::Principal& caller = Commission()) {
    return Write(licence_handlers_, &LicenceHandlers::Revoke, caller, About<v1::RevokeLicenceRequest>(name));
  }
  absl::StatusOr<Licence> Get(const std::string& name, const auth::Principal& caller) {
    v1::GetLicenceRequest request;
    request.set_name(name);
    return Read(licence_handlers_, &LicenceHandlers::Get, caller, request);
  }
};

TEST_F(LicenceTest, ThirdPaperOfAStaffedCentreOpensIt) {
  FoundedCentre();
  AddFive();
  ASSERT_THAT(Issue(Licence::FOUNDER), IsOk());
  ASSERT_THAT(Issue(Licence::ACTIVITY), IsOk());
  EXPECT_EQ(GetCentre()->state(), v1::Centre::FOUNDING);
  const auto third = Issue(Licence::TECHNICAL_MANAGER);
  ASSERT_THAT(third, IsOk());
  const auto centre = GetCentre();
  EXPECT_EQ(centre->state(), v1::Centre::OPERATING);
  EXPECT_EQ(centre->licensed_until().DebugString(), third->valid_until().DebugString());
  EXPECT_EQ(EventsOf("centres/3996").back(), "CentreOperating");
}

TEST_F(LicenceTest, PaperFollowsFromTheAgreement) {
  const v1::Centre centre = FoundedCentre();
  const auto paper = Issue(Licence::FOUNDER);
  ASSERT_THAT(paper, IsOk());
  EXPECT_EQ(paper->agreement(), centre.agreement());
  EXPECT_EQ(paper->owner(), "mina");
  EXPECT_NE(paper->application(), "");
  EXPECT_THAT(EventsOf(paper->name()), ElementsAre("LicenceIssued"));
  EXPECT_FALSE(EventsShow(samples::Holder().display_name()));
}

TEST_F(LicenceTest, AgreementMustNotHaveLapsedWhileTheCentreIsFounded) {
  FoundedCentre();
  PassDays(92);
  ASSERT_THAT(Issue(Licence::FOUNDER), IsOk());
  PassDays(1);
  EXPECT_THAT(Issue(Licence::ACTIVITY), FailsWith(StatusCode::kFailedPrecondition, "AGREEMENT_NOT_VALID"));
}

TEST_F(LicenceTest, CentreThatOperatedRenewsItsPapersLongAfterTheAgreement) {
  OperatingCentre();
  PassDays(3 * 366);
  EXPECT_EQ(GetCentre()->state(), v1::Centre::SUSPENDED);
  for (const auto kind : {Licence::FOUNDER, Licence::ACTIVITY, Licence::TECHNICAL_MANAGER}) {
    EXPECT_THAT(Issue(kind), IsOk());
  }
  const auto centre = GetCentre();
  EXPECT_EQ(centre->state(), v1::Centre::OPERATING);
  EXPECT_EQ(EventsOf("centres/3996").back(), "CentreOperating");
  ASSERT_EQ(centre->operating_days_size(), 2);
  EXPECT_LT(iran::StoredDay(centre->operating_days(0).until()), Today());
  EXPECT_EQ(iran::StoredDay(centre->operating_days(1).from()), Today());
}

TEST_F(LicenceTest, CentreThatReturnsAfterAnExpiryIsToldToOperate) {
  FoundedCentre();
  ASSERT_THAT(Issue(Licence::FOUNDER), IsOk());
  PassDays(30);
  ASSERT_THAT(Issue(Licence::ACTIVITY), IsOk());
  ASSERT_THAT(Issue(Licence::TECHNICAL_MANAGER), IsOk());
  AddFive();
  PassDays(1080);
  ASSERT_EQ(GetCentre()->state(), v1::Centre::SUSPENDED) << "one paper has expired";
  ASSERT_THAT(Issue(Licence::FOUNDER), IsOk());
  EXPECT_EQ(GetCentre()->state(), v1::Centre::OPERATING);
  EXPECT_EQ(EventsOf("centres/3996").back(), "CentreOperating");
}

TEST_F(LicenceTest, ReasonIsNotTold) {
  OperatingCentre();
  const auto suspended = Suspend(PaperOf(Licence::ACTIVITY));
  ASSERT_THAT(suspended, IsOk());
  ASSERT_NE(suspended->state_reason(), "");
  EXPECT_FALSE(EventsShow(suspended->state_reason()));
}

TEST_F(LicenceTest, SecondPaperOfAKindIsRefused) {
  FoundedCentre();
  ASSERT_THAT(Issue(Licence::FOUNDER), IsOk());
  EXPECT_THAT(Issue(Licence::FOUNDER), FailsWith(StatusCode::kFailedPrecondition, "LICENCE_EXISTS"));
}

TEST_F(LicenceTest, SuspendingAPaperSuspendsTheCentreAndReinstatingReverts) {
  OperatingCentre();
  const std::string paper = PaperOf(Licence::ACTIVITY);
  ASSERT_THAT(Suspend(paper), IsOk());
  EXPECT_EQ(GetCentre()->state(), v1::Centre::SUSPENDED);
  EXPECT_EQ(EventsOf("centres/3996").back(), "CentreSuspended");
  ASSERT_THAT(Reinstate(paper), IsOk());
  EXPECT_EQ(GetCentre()->state(), v1::Centre::OPERATING);
  EXPECT_THAT(EventsOf(paper), ElementsAre("LicenceIssued", "LicenceSuspended", "LicenceReinstated"));
}

TEST_F(LicenceTest, RevokedPaperSuspendsTheCentreUntilANewOneIsIssued) {
  OperatingCentre();
  ASSERT_THAT(Revoke(PaperOf(Licence::TECHNICAL_MANAGER)), IsOk());
  EXPECT_EQ(GetCentre()->state(), v1::Centre::SUSPENDED);
  EXPECT_THAT(Reinstate(PaperOf(Licence::TECHNICAL_MANAGER)),
              FailsWith(StatusCode::kFailedPrecondition, "LICENCE_NOT_SUSPENDED"));
  ASSERT_THAT(Issue(Licence::TECHNICAL_MANAGER), IsOk());
  EXPECT_EQ(GetCentre()->state(), v1::Centre::OPERATING);
}

TEST_F(LicenceTest, OneSuspendedPaperIsEnough) {
  OperatingCentre();
  ASSERT_THAT(Suspend(PaperOf(Licence::FOUNDER)), IsOk());
  ASSERT_THAT(Suspend(PaperOf(Licence::ACTIVITY)), IsOk());
  ASSERT_THAT(Reinstate(PaperOf(Licence::FOUNDER)), IsOk());
  EXPECT_EQ(GetCentre()->state(), v1::Centre::SUSPENDED);
}

TEST_F(LicenceTest, AgreementThatBelongsToNoCentreCanBeRevoked) {
  const v1::Application application = AgreedApplication();
  const auto revoked = Revoke(application.agreement());
  ASSERT_THAT(revoked, IsOk());
  EXPECT_EQ(revoked->state(), Licence::REVOKED);
  EXPECT_EQ(revoked->state_reason(), "supervision");
}

TEST_F(LicenceTest, HistoricalPaperIsSteeringsAndMarked) {
  FoundedCentre();
  v1::IssueLicenceRequest request;
  request.mutable_licence()->set_kind(Licence::FOUNDER);
  request.mutable_licence()->set_centre("centres/3996");
  *request.mutable_licence()->mutable_holder() = samples::Holder();
  *request.mutable_licence()->mutable_valid_from() = iran::ToDate(Today() - 1);
  const auto issue_as = [&](const auth::Principal& caller) {
    return Ask(licence_handlers_, &LicenceHandlers::GatherIssue, &LicenceHandlers::Issue, caller, request);
  };
  EXPECT_THAT(issue_as(testing::Steering()), FailsWith(StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID"));
  request.set_historical(true);
  EXPECT_THAT(issue_as(Commission()), FailsWith(StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED"));
  const auto paper = issue_as(testing::Steering());
  ASSERT_THAT(paper, IsOk());
  EXPECT_TRUE(paper->historical());
}

TEST_F(LicenceTest, ForeignRowsAreOutOfScope) {
  FoundedCentre();
  const auto elsewhere = Commission("provinces/23");
  EXPECT_THAT(Issue(Licence::FOUNDER, elsewhere), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  const auto paper = Issue(Licence::FOUNDER);
  ASSERT_THAT(paper, IsOk());
  EXPECT_THAT(Suspend(paper->name(), elsewhere), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Revoke(paper->name(), elsewhere), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Get(paper->name(), elsewhere), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Get(paper->name(), Manager("centres/4000")), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Get(paper->name(), Manager()), IsOk());
  EXPECT_THAT(Get(paper->name(), Applicant()), IsOk());
}

TEST_F(LicenceTest, WhatIsMissingIsSaid) {
  EXPECT_THAT(Issue(Licence::FOUNDER, testing::Steering(), "centres/none"),
              FailsWith(StatusCode::kNotFound, "CENTRE_NOT_FOUND"));
  EXPECT_THAT(Suspend("licences/none"), FailsWith(StatusCode::kNotFound, "LICENCE_NOT_FOUND"));
}

TEST_F(LicenceTest, ListShowsWhatIsInScope) {
  OperatingCentre();
  const auto listed = [&](const auth::Principal& caller, const std::string& centre = "") {
    v1::ListLicencesRequest request;
    request.set_centre(centre);
    return Read(licence_handlers_, &LicenceHandlers::List, caller, request)->licences_size();
  };
  EXPECT_EQ(listed(testing::Steering()), 4);
  EXPECT_EQ(Audited().size(), 4u);
  EXPECT_EQ(listed(testing::Steering(), "centres/3996"), 3);
  EXPECT_EQ(listed(Manager()), 3);
  EXPECT_EQ(listed(Applicant()), 4);
  EXPECT_EQ(listed(Commission("provinces/23")), 0);
}

}  // namespace
}  // namespace mosbat::registry
