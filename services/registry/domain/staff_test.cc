#include "services/registry/domain/staff.h"

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
using v1::StaffMember;

const EntryDay kFromToday = {.day = kToday};

v1::Centre Centre() {
  v1::Centre centre = samples::NewCentre();
  centre.set_name("centres/3996");
  centre.set_state(v1::Centre::FOUNDING);
  centre.set_files_per_worker(200);
  return centre;
}

TEST(JoinTest, OnlySocialWorkersHoldFiles) {
  const auto worker = Join(samples::NewMember(samples::kNationalIds[0]), Centre(), kFromToday);
  ASSERT_THAT(worker, IsOk());
  EXPECT_EQ(worker->files_cap(), 200);
  EXPECT_EQ(worker->county(), samples::kCounty);
  EXPECT_EQ(iran::StoredDay(worker->start_date()), kToday);
  const auto clerk = Join(samples::NewMember(samples::kNationalIds[0], StaffMember::OFFICE), Centre(), kFromToday);
  ASSERT_THAT(clerk, IsOk());
  EXPECT_EQ(clerk->files_cap(), 0);
}

TEST(JoinTest, CentreMustBeThereAndNotFull) {
  v1::Centre closed = Centre();
  closed.set_state(v1::Centre::CLOSED);
  EXPECT_THAT(Join(samples::NewMember(samples::kNationalIds[0]), closed, kFromToday),
              FailsWith(StatusCode::kFailedPrecondition, "CENTRE_CLOSED"));
  v1::Centre full = Centre();
  full.set_staff_count(kMostStaff);
  EXPECT_THAT(Join(samples::NewMember(samples::kNationalIds[0]), full, kFromToday),
              FailsWith(StatusCode::kFailedPrecondition, "TOO_MANY_STAFF"));
}

// Persian ones, of two bytes each.
std::string Letters(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "م";
  return text;
}

TEST(JoinTest, NameHasAtMost200CharactersOfAnyScript) {
  StaffMember wanted = samples::NewMember(samples::kNationalIds[0]);
  wanted.set_given_name(Letters(200));
  EXPECT_THAT(Join(wanted, Centre(), kFromToday), IsOk());
}

using FaultyCase = testing::FaultyCase<StaffMember>;

class FaultyStaffMemberTest : public ::testing::TestWithParam<FaultyCase> {};

TEST_P(FaultyStaffMemberTest, IsRefusedWithThePathOfTheFault) {
  StaffMember wanted = samples::NewMember(samples::kNationalIds[0]);
  GetParam().spoil(wanted);
  const auto member = Join(wanted, Centre(), kFromToday);
  EXPECT_THAT(member, FailsWith(StatusCode::kInvalidArgument, "STAFF_MEMBER_INVALID"));
  const std::vector<std::string> faulty = FaultyFields(member.status());
  ASSERT_FALSE(faulty.empty());
  EXPECT_EQ(faulty.front(), "staff_member." + GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, FaultyStaffMemberTest,
    ::testing::Values(
        FaultyCase{"Trainings", "trainings",
                   [](StaffMember& it) {
                     for (int i = 0; i < 51; ++i) it.add_trainings("first-aid");
                   }},
        FaultyCase{"LongName", "given_name", [](StaffMember& it) { it.set_given_name(Letters(201)); }},
        FaultyCase{"NationalId", "identity",
                   [](StaffMember& it) { it.mutable_identity()->set_national_id("1111111111"); }},
        FaultyCase{"Unidentified", "identity", [](StaffMember& it) { it.mutable_identity()->set_none_yet("lost"); }},
        FaultyCase{"NoName", "family_name", [](StaffMember& it) { it.clear_family_name(); }},
        FaultyCase{"NoPosition", "position", [](StaffMember& it) { it.clear_position(); }},
        FaultyCase{"Training", "trainings[0]", [](StaffMember& it) { it.add_trainings("Vision screening"); }},
        FaultyCase{"PermitWithoutKind", "permits[0].kind", [](StaffMember& it) { it.add_permits(); }},
        FaultyCase{"PermitDates", "permits[0].valid_until",
                   [](StaffMember& it) {
                     StaffMember::Permit& permit = *it.add_permits();
                     permit.set_kind("vision-screener");
                     *permit.mutable_valid_from() = iran::ToDate(kToday);
                     *permit.mutable_valid_until() = iran::ToDate(kToday - 1);
                   }}),
    testing::LabelOf<FaultyCase>);

TEST(LeaveTest, EndsTodayAndOnce) {
  StaffMember member = Join(samples::NewMember(samples::kNationalIds[0]), Centre(), kFromToday).value();
  const auto left = Leave(member, "moved", kNow);
  ASSERT_THAT(left, IsOk());
  EXPECT_EQ(iran::StoredDay(left->end_date()), kToday);
  EXPECT_THAT(Leave(*left, "again", kNow), FailsWith(StatusCode::kFailedPrecondition, "STAFF_MEMBER_LEFT"));
}

TEST(WithoutIdentityTest, KeepsWhatOthersNeedAndNothingOfThePerson) {
  StaffMember member = samples::NewMember(samples::kNationalIds[0]);
  member.set_files_cap(200);
  member.add_permits()->set_kind("vision-screener");
  member.mutable_permits(0)->set_number("12/345");
  const StaffMember known = WithoutIdentity(member);
  EXPECT_EQ(known.files_cap(), 200);
  EXPECT_EQ(known.position(), StaffMember::SOCIAL_WORKER);
  EXPECT_EQ(known.permits(0).kind(), "vision-screener");
  const std::string bytes = known.SerializeAsString();
  for (const std::string& secret :
       {std::string(samples::kNationalIds[0]), member.given_name(), member.family_name(), std::string("12/345")}) {
    EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
  }
}

}  // namespace
}  // namespace mosbat::registry::domain
