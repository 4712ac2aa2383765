#include "services/registry/handlers/staff_handlers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/registry/testing/registry_fixture.h"

namespace mosbat::registry {
namespace {

using absl::StatusCode;
using samples::kNationalIds;
using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;
using ::testing::UnorderedElementsAre;

class StaffTest : public RegistryFixture {
 protected:
  absl::StatusOr<v1::StaffMember> Remove(const std::string& name, const auth::Principal& caller = Manager()) {
    v1::RemoveStaffMemberRequest request;
    request.set_name(name);
    request.set_reason("moved");
    return Write(staff_handlers_, &StaffHandlers::Remove, caller, request);
  }
  absl::StatusOr<v1::StaffMember> Get(const std::string& name, const auth::Principal& caller) {
    v1::GetStaffMemberRequest request;
    request.set_name(name);
    return Read(staff_handlers_, &StaffHandlers::Get, caller, request);
  }
  absl::StatusOr<v1::ListStaffMembersResponse> List(const auth::Principal& caller, bool former = false) {
    v1::ListStaffMembersRequest request;
    request.set_parent("centres/3996");
    request.set_show_former(former);
    return Read(staff_handlers_, &StaffHandlers::List, caller, request);
  }
};

TEST_F(StaffTest, FifthMemberOfALicensedCentreOpensIt) {
  FoundedCentre();
  for (const auto kind : {v1::Licence::FOUNDER, v1::Licence::ACTIVITY, v1::Licence::TECHNICAL_MANAGER}) {
    ASSERT_THAT(Issue(kind), IsOk());
  }
  for (int i = 0; i < 4; ++i) ASSERT_THAT(AddMember(kNationalIds[i]), IsOk());
  EXPECT_EQ(GetCentre()->state(), v1::Centre::FOUNDING);
  ASSERT_THAT(AddMember(kNationalIds[4]), IsOk());
  EXPECT_EQ(GetCentre()->state(), v1::Centre::OPERATING);
  EXPECT_EQ(GetCentre()->staff_count(), 5);
}

TEST_F(StaffTest, EventSaysNothingOfThePerson) {
  FoundedCentre();
  const auto member = AddMember(kNationalIds[0]);
  ASSERT_THAT(member, IsOk());
  EXPECT_EQ(member->files_cap(), 200);
  EXPECT_EQ(member->identity().national_id(), kNationalIds[0]);
  EXPECT_THAT(EventsOf(member->name()), ElementsAre("StaffMemberAdded"));
  EXPECT_FALSE(EventsShow(kNationalIds[0]));
  EXPECT_FALSE(EventsShow(member->family_name()));
}

TEST_F(StaffTest, PersonWorksAtACentreOnce) {
  FoundedCentre();
  const auto member = AddMember(kNationalIds[0]);
  ASSERT_THAT(member, IsOk());
  EXPECT_THAT(AddMember(kNationalIds[0]), FailsWith(StatusCode::kAlreadyExists, "STAFF_MEMBER_EXISTS"));
  EXPECT_EQ(GetCentre()->staff_count(), 1);
  ASSERT_THAT(Remove(member->name()), IsOk());
  EXPECT_THAT(AddMember(kNationalIds[0]), IsOk());
}

TEST_F(StaffTest, RemovalKeepsTheRecordAndTheCentresState) {
  OperatingCentre();
  const std::string name = List(Manager())->staff_members(0).name();
  const auto removed = Remove(name);
  ASSERT_THAT(removed, IsOk());
  EXPECT_EQ(iran::StoredDay(removed->end_date()), Today());
  EXPECT_EQ(GetCentre()->staff_count(), 4);
  EXPECT_EQ(GetCentre()->state(), v1::Centre::OPERATING);
  EXPECT_EQ(List(Manager())->staff_members_size(), 4);
  EXPECT_EQ(List(Manager(), /*former=*/true)->staff_members_size(), 5);
  EXPECT_THAT(Remove(name), FailsWith(StatusCode::kFailedPrecondition, "STAFF_MEMBER_LEFT"));
}

TEST_F(StaffTest, EarlierStartIsSteeringsAndMarked) {
  FoundedCentre();
  v1::AddStaffMemberRequest request;
  request.set_parent("centres/3996");
  *request.mutable_staff_member() = samples::NewMember(kNationalIds[0]);
  *request.mutable_staff_member()->mutable_start_date() = iran::ToDate(Today() - 30);
  request.set_historical(true);
  EXPECT_THAT(Write(staff_handlers_, &StaffHandlers::Add, Manager(), request),
              FailsWith(StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED"));
  const auto member = Write(staff_handlers_, &StaffHandlers::Add, testing::Steering(), request);
  ASSERT_THAT(member, IsOk());
  EXPECT_TRUE(member->historical());
}

TEST_F(StaffTest, ScopeIsTheCentreItsAreaOrOnesOwnRecord) {
  FoundedCentre();
  const std::string first = AddMember(kNationalIds[0])->name();
  const std::string second = AddMember(kNationalIds[1])->name();
  const auto worker = testing::As(access::v1::SOCIAL_WORKER, "worker", first);
  const auto stranger = Manager("centres/4000");
  const auto elsewhere = CountyOfficer(samples::kOtherCounty);

  EXPECT_THAT(Get(first, worker), IsOk());
  EXPECT_THAT(Get(second, worker), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_EQ(List(worker)->staff_members_size(), 1);
  EXPECT_THAT(Get(first, stranger), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_EQ(List(stranger)->staff_members_size(), 0);
  EXPECT_THAT(Get(first, elsewhere), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_EQ(List(CountyOfficer())->staff_members_size(), 2);
  EXPECT_THAT(Remove(first, stranger), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(AddMember(kNationalIds[2], v1::StaffMember::OFFICE, stranger),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

TEST_F(StaffTest, ListIsAuditedForEachOfWhomItTells) {
  FoundedCentre();
  const std::string first = AddMember(kNationalIds[0])->name();
  const std::string second = AddMember(kNationalIds[1])->name();
  ASSERT_THAT(List(Manager()), IsOk());
  EXPECT_THAT(Audited(), UnorderedElementsAre(first, second));
  ASSERT_THAT(List(Manager("centres/4000")), IsOk());
  EXPECT_THAT(Audited(), ElementsAre("centres/3996"));
}

TEST_F(StaffTest, WhatIsMissingIsSaid) {
  EXPECT_THAT(AddMember(kNationalIds[0], v1::StaffMember::OFFICE, testing::Steering()),
              FailsWith(StatusCode::kNotFound, "CENTRE_NOT_FOUND"));
  EXPECT_THAT(Get("centres/3996/staff/none", testing::Steering()),
              FailsWith(StatusCode::kNotFound, "STAFF_MEMBER_NOT_FOUND"));
  EXPECT_THAT(List(testing::Steering()), FailsWith(StatusCode::kNotFound, "CENTRE_NOT_FOUND"));
}

}  // namespace
}  // namespace mosbat::registry
