#include "services/registry/handlers/centre_handlers.h"

#include <initializer_list>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/registry/testing/registry_fixture.h"

namespace mosbat::registry {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::IsOk;

class CentreTest : public RegistryFixture {
 protected:
  static v1::EstablishCentreRequest Under(const std::string& agreement, int number = 3996) {
    v1::EstablishCentreRequest request;
    *request.mutable_centre() = samples::NewCentre(number);
    request.set_agreement(agreement);
    return request;
  }
  static v1::EstablishCentreRequest Historical(absl::CivilDay day, int number = 3996) {
    v1::EstablishCentreRequest request;
    *request.mutable_centre() = samples::NewCentre(number);
    *request.mutable_establish_date() = iran::ToDate(day);
    request.set_historical(true);
    return request;
  }
  absl::StatusOr<v1::Centre> Update(const v1::Centre& centre, std::initializer_list<const char*> paths) {
    v1::UpdateCentreRequest request;
    *request.mutable_centre() = centre;
    for (const char* path : paths) request.mutable_update_mask()->add_paths(path);
    return Write(centre_handlers_, &CentreHandlers::Update, testing::Steering(), request);
  }
  std::vector<int> StaffCaps() {
    v1::ListStaffMembersRequest request;
    request.set_parent("centres/3996");
    std::vector<int> caps;
    const auto staff = Read(staff_handlers_, &StaffHandlers::List, Manager(), request);
    for (const v1::StaffMember& member : staff->staff_members()) caps.push_back(member.files_cap());
    return caps;
  }
};

TEST_F(CentreTest, FoundedUnderAnAgreementWithTheDirectivesCaps) {
  const v1::Centre centre = FoundedCentre();
  EXPECT_EQ(centre.name(), "centres/3996");
  EXPECT_EQ(centre.state(), v1::Centre::FOUNDING);
  EXPECT_EQ(centre.files_cap(), 600);
  EXPECT_EQ(centre.files_per_worker(), 200);
  EXPECT_EQ(centre.directive(), "directives/two");
  EXPECT_NE(centre.agreement(), "");
}

TEST_F(CentreTest, AgreementIsNeededValidOfTheCountyAndUsedOnce) {
  EXPECT_THAT(Establish(Under("")), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(Establish(Under("licences/none")), FailsWith(StatusCode::kNotFound, "LICENCE_NOT_FOUND"));
  const std::string agreement = AgreedApplication().agreement();
  v1::EstablishCentreRequest elsewhere = Under(agreement);
  elsewhere.mutable_centre()->set_county(samples::kOtherCounty);
  EXPECT_THAT(Establish(elsewhere, testing::Steering()),
              FailsWith(StatusCode::kFailedPrecondition, "AGREEMENT_OF_OTHER_COUNTY"));
  ASSERT_THAT(Establish(Under(agreement)), IsOk());
  EXPECT_THAT(Establish(Under(agreement, 3997)), FailsWith(StatusCode::kFailedPrecondition, "AGREEMENT_USED"));
}

TEST_F(CentreTest, LapsedAgreementFoundsNothing) {
  const std::string agreement = AgreedApplication().agreement();
  PassDays(93);
  EXPECT_THAT(Establish(Under(agreement)), FailsWith(StatusCode::kFailedPrecondition, "AGREEMENT_NOT_VALID"));
}

TEST_F(CentreTest, PaperOfACentreIsNoAgreement) {
  FoundedCentre();
  const auto paper = Issue(v1::Licence::FOUNDER);
  ASSERT_THAT(paper, IsOk());
  EXPECT_THAT(Establish(Under(paper->name(), 3997)), FailsWith(StatusCode::kFailedPrecondition, "AGREEMENT_NOT_VALID"));
}

TEST_F(CentreTest, CentreKeepsTheApplicationFromLapsing) {
  const v1::Application application = AgreedApplication();
  ASSERT_THAT(Establish(Under(application.agreement())), IsOk());
  PassDays(100);
  v1::GetApplicationRequest request;
  request.set_name(application.name());
  EXPECT_EQ(Read(application_handlers_, &ApplicationHandlers::Get, Applicant(), request)->state(),
            v1::Application::AGREED);
}

TEST_F(CentreTest, HistoricalCentreTakesTheDirectiveOfItsDay) {
  guideline::v1::Directive one = samples::DirectiveTwo();
  one.set_name("directives/one");
  one.mutable_provisions()->mutable_files_per_centre()->set_value(450);
  guideline_.AddDirective(samples::kToday - 2000, one);

  const auto centre = Establish(Historical(samples::kToday - 1000), testing::Steering());
  ASSERT_THAT(centre, IsOk());
  EXPECT_EQ(centre->directive(), "directives/one");
  EXPECT_EQ(centre->files_cap(), 450);
  EXPECT_TRUE(centre->historical());
  EXPECT_EQ(centre->agreement(), "");
}

TEST_F(CentreTest, HistoricalIsSteeringsAlone) {
  EXPECT_THAT(Establish(Historical(samples::kToday - 1), Commission()),
              FailsWith(StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED"));
  v1::EstablishCentreRequest unmarked = Historical(samples::kToday - 1);
  unmarked.set_historical(false);
  EXPECT_THAT(Establish(unmarked, testing::Steering()), FailsWith(StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID"));
}

TEST_F(CentreTest, NumberAndIdAreTakenOnce) {
  v1::EstablishCentreRequest first = Historical(samples::kToday);
  first.set_centre_id("karaj");
  ASSERT_THAT(Establish(first, testing::Steering()), IsOk());
  EXPECT_THAT(Establish(Historical(samples::kToday), testing::Steering()),
              FailsWith(StatusCode::kAlreadyExists, "CENTRE_NUMBER_TAKEN"));
  first.mutable_centre()->set_number(3997);
  EXPECT_THAT(Establish(first, testing::Steering()), FailsWith(StatusCode::kAlreadyExists, "ALREADY_EXISTS"));
}

TEST_F(CentreTest, FoundingElsewhereIsOutOfScope) {
  EXPECT_THAT(Establish(Under(AgreedApplication().agreement()), Commission("provinces/23")),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

TEST_F(CentreTest, CapGoesDownAndUpAgainAndIsTold) {
  v1::Centre centre = OperatingCentre();
  for (const int cap : {450, 600}) {
    centre.set_files_cap(cap);
    const auto updated = Update(centre, {"files_cap"});
    ASSERT_THAT(updated, IsOk());
    centre = *updated;
    EXPECT_EQ(centre.files_cap(), cap);
    v1::Centre told;
    ASSERT_TRUE(calls_.events().back().payload().UnpackTo(&told));
    EXPECT_EQ(told.files_cap(), cap);
    EXPECT_EQ(told.etag(), centre.etag());
  }
}

TEST_F(CentreTest, WorkersCapIsThatOfEverySocialWorkerAtOnce) {
  v1::Centre centre = OperatingCentre();
  EXPECT_THAT(StaffCaps(), ::testing::UnorderedElementsAre(200, 200, 200, 0, 0));
  centre.set_files_per_worker(150);
  ASSERT_THAT(Update(centre, {"files_per_worker"}), IsOk());
  EXPECT_THAT(StaffCaps(), ::testing::UnorderedElementsAre(150, 150, 150, 0, 0));
  EXPECT_EQ(calls_.events().back().type(), "StaffMemberUpdated");
}

TEST_F(CentreTest, StaleEtagIsRefused) {
  v1::Centre centre = FoundedCentre();
  ASSERT_THAT(Issue(v1::Licence::FOUNDER), IsOk());
  EXPECT_THAT(Update(centre, {"title"}), FailsWith(StatusCode::kAborted, "STALE_ETAG"));
  centre.clear_etag();
  EXPECT_THAT(Update(centre, {"title"}), IsOk());
}

TEST_F(CentreTest, ClosedCentreStaysClosed) {
  v1::Centre centre = FoundedCentre();
  *centre.mutable_closing_date() = iran::ToDate(Today());
  const auto closed = Update(centre, {"closing_date"});
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::Centre::CLOSED);
  EXPECT_EQ(EventsOf(centre.name()).back(), "CentreClosed");
  EXPECT_THAT(Issue(v1::Licence::FOUNDER), FailsWith(StatusCode::kFailedPrecondition, "CENTRE_CLOSED"));
  EXPECT_THAT(AddMember(samples::kNationalIds[0]), FailsWith(StatusCode::kFailedPrecondition, "CENTRE_CLOSED"));
}

TEST_F(CentreTest, ListIsThatOfTheArea) {
  ASSERT_THAT(Establish(Historical(samples::kToday, 1), testing::Steering()), IsOk());
  ASSERT_THAT(Establish(Historical(samples::kToday, 2), testing::Steering()), IsOk());
  const auto listed = [&](const std::string& area) {
    v1::ListCentresRequest request;
    request.set_area(area);
    return Read(centre_handlers_, &CentreHandlers::List, Applicant(), request);
  };
  EXPECT_EQ(listed("")->centres_size(), 2);
  EXPECT_EQ(listed("provinces/30")->centres_size(), 2);
  EXPECT_EQ(listed(samples::kOtherCounty)->centres_size(), 0);
  EXPECT_THAT(listed("Alborz"), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
}

}  // namespace
}  // namespace mosbat::registry
