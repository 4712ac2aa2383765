#include "services/registry/domain/centres.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/faults.h"
#include "common/testing/status_matchers.h"
#include "services/registry/domain/licences.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry::domain {
namespace {

using absl::StatusCode;
using samples::kNow;
using samples::kToday;
using ::testing::ElementsAre;
using testing::FailsWith;
using testing::FaultyFields;
using testing::IsOk;
using v1::Centre;
using v1::Licence;

CentreTerms Today() { return {.from = {.day = kToday}, .directive = samples::DirectiveTwo()}; }

Centre Founding() {
  Centre centre = Establish(samples::NewCentre(), Today(), kNow).value();
  centre.set_name("centres/3996");
  return centre;
}

Licence Paper(Licence::Kind kind, absl::CivilDay last = kToday + 1000) {
  Licence licence;
  licence.set_name("licences/" + Licence::Kind_Name(kind));
  licence.set_kind(kind);
  licence.set_state(Licence::VALID);
  *licence.mutable_valid_until() = iran::ToDate(last);
  return licence;
}

Centre Licensed(Centre centre) {
  for (const Licence::Kind kind : {Licence::FOUNDER, Licence::ACTIVITY, Licence::TECHNICAL_MANAGER}) {
    centre = WithPaper(std::move(centre), Paper(kind), kNow);
  }
  return centre;
}

Centre Operating() { return WithStaff(Licensed(Founding()), 5, kNow); }

absl::StatusOr<Centre> UpdateOf(const Centre& centre, const Centre& wanted, std::initializer_list<const char*> paths) {
  google::protobuf::FieldMask mask;
  for (const char* path : paths) mask.add_paths(path);
  return Update(centre, wanted, mask, kNow);
}

TEST(EstablishTest, TakesItsCapsFromTheDirective) {
  Centre wanted = samples::NewCentre();
  wanted.set_files_cap(9'000);
  wanted.set_state(Centre::OPERATING);
  const auto centre = Establish(wanted, Today(), kNow);
  ASSERT_THAT(centre, IsOk());
  EXPECT_EQ(centre->state(), Centre::FOUNDING);
  EXPECT_EQ(centre->files_cap(), 600);
  EXPECT_EQ(centre->files_per_worker(), 200);
  EXPECT_EQ(centre->minimum_staff(), 5);
  EXPECT_EQ(centre->directive(), "directives/two");
  EXPECT_EQ(iran::StoredDay(centre->establish_date()), kToday);
}

using FaultyCase = testing::FaultyCase<Centre>;

class FaultyCentreTest : public ::testing::TestWithParam<FaultyCase> {};

TEST_P(FaultyCentreTest, IsRefusedWithThePathOfTheFault) {
  Centre wanted = samples::NewCentre();
  GetParam().spoil(wanted);
  const auto centre = Establish(wanted, Today(), kNow);
  EXPECT_THAT(centre, FailsWith(StatusCode::kInvalidArgument, "CENTRE_INVALID"));
  EXPECT_THAT(FaultyFields(centre.status()), ElementsAre("centre." + GetParam().field));
}

INSTANTIATE_TEST_SUITE_P(Faults, FaultyCentreTest,
                         ::testing::Values(FaultyCase{"NoTitle", "title.fa", [](Centre& it) { it.clear_title(); }},
                                           FaultyCase{"Number", "number", [](Centre& it) { it.set_number(-1); }},
                                           FaultyCase{"PostalCode", "postal_code",
                                                      [](Centre& it) { it.set_postal_code("0619735744"); }},
                                           FaultyCase{"PostalCodeDigits", "postal_code",
                                                      [](Centre& it) { it.set_postal_code("16197357۴۴"); }},
                                           FaultyCase{"Equipment", "equipment[1]",
                                                      [](Centre& it) {
                                                        it.add_equipment("vision-chart");
                                                        it.add_equipment("Vision chart");
                                                      }}),
                         testing::LabelOf<FaultyCase>);

TEST(OperatingTest, NeedsThreeValidPapersAndTheMinimumOfStaff) {
  EXPECT_EQ(Licensed(Founding()).state(), Centre::FOUNDING);
  EXPECT_EQ(WithStaff(Founding(), 5, kNow).state(), Centre::FOUNDING);
  EXPECT_EQ(WithStaff(Licensed(Founding()), 4, kNow).state(), Centre::FOUNDING);
  EXPECT_EQ(WithStaff(Licensed(Founding()), 5, kNow).state(), Centre::OPERATING);
  EXPECT_EQ(Licensed(WithStaff(Founding(), 5, kNow)).state(), Centre::OPERATING);
}

TEST(OperatingTest, FirstDayStays) {
  Centre centre = Operating();
  EXPECT_EQ(iran::StoredDay(centre.operating_date()), kToday);
  Licence paper = Paper(Licence::ACTIVITY);
  paper.set_state(Licence::SUSPENDED);
  centre = WithPaper(centre, paper, kNow);
  paper.set_state(Licence::VALID);
  centre = WithPaper(centre, paper, kNow + absl::Hours(72));
  EXPECT_EQ(centre.state(), Centre::OPERATING);
  EXPECT_EQ(iran::StoredDay(centre.operating_date()), kToday);
}

TEST(OperatingTest, EndsWithAPaperAndReturnsWithIt) {
  for (const Licence::State state : {Licence::SUSPENDED, Licence::REVOKED}) {
    Licence paper = Paper(Licence::TECHNICAL_MANAGER);
    paper.set_state(state);
    const Centre suspended = WithPaper(Operating(), paper, kNow);
    EXPECT_EQ(suspended.state(), Centre::SUSPENDED);
    EXPECT_EQ(WithPaper(suspended, Paper(Licence::TECHNICAL_MANAGER), kNow).state(), Centre::OPERATING);
  }
}

TEST(OperatingTest, SomebodyWhoLeavesClosesNoCentre) {
  EXPECT_EQ(WithStaff(Operating(), 4, kNow).state(), Centre::OPERATING);
}

TEST(OperatingTest, EndsAfterTheLastDayOfTheFirstPaperToExpire) {
  const Centre centre = WithPaper(Operating(), Paper(Licence::ACTIVITY, kToday + 10), kNow);
  EXPECT_EQ(iran::StoredDay(centre.licensed_until()), kToday + 10);
  EXPECT_EQ(StateOn(centre, kToday + 10), Centre::OPERATING);
  EXPECT_EQ(StateOn(centre, kToday + 11), Centre::SUSPENDED);
}

TEST(OperatingTest, PapersWithoutEndLeaveNoLastDay) {
  Centre centre = Founding();
  for (const Licence::Kind kind : {Licence::FOUNDER, Licence::ACTIVITY, Licence::TECHNICAL_MANAGER}) {
    Licence paper = Paper(kind);
    paper.clear_valid_until();
    centre = WithPaper(centre, paper, kNow);
  }
  EXPECT_FALSE(centre.has_licensed_until());
  EXPECT_EQ(WithStaff(centre, 5, kNow).state(), Centre::OPERATING);
}

TEST(UpdateTest, ChangesOnlyWhatTheMaskNames) {
  Centre wanted;
  wanted.set_files_cap(450);
  wanted.set_address("Karaj");
  const auto centre = UpdateOf(Operating(), wanted, {"files_cap"});
  ASSERT_THAT(centre, IsOk());
  EXPECT_EQ(centre->files_cap(), 450);
  EXPECT_EQ(centre->address(), "");
  EXPECT_EQ(centre->title().fa(), samples::NewCentre().title().fa());
}

TEST(UpdateTest, ListsAreReplacedNotAppended) {
  Centre before = Operating();
  before.add_equipment("vision-chart");
  Centre wanted;
  wanted.add_equipment("plusoptix");
  const auto centre = UpdateOf(before, wanted, {"equipment"});
  ASSERT_THAT(centre, IsOk());
  EXPECT_THAT(centre->equipment(), ElementsAre("plusoptix"));
}

TEST(UpdateTest, MaskMustNameChangeableFields) {
  for (const char* path : {"state", "staff_count", "county", "number", "papers", "name", "nothing"}) {
    EXPECT_THAT(UpdateOf(Operating(), {}, {path}), FailsWith(StatusCode::kInvalidArgument, "UPDATE_MASK_INVALID"))
        << path;
  }
}

TEST(UpdateTest, CapIsAtLeastOne) {
  EXPECT_THAT(UpdateOf(Operating(), {}, {"files_cap"}), FailsWith(StatusCode::kInvalidArgument, "CENTRE_INVALID"));
  EXPECT_THAT(UpdateOf(Operating(), {}, {"files_per_worker"}),
              FailsWith(StatusCode::kInvalidArgument, "CENTRE_INVALID"));
}

TEST(UpdateTest, ClosingDateClosesACentreThatDoesNotOperate) {
  Centre wanted;
  *wanted.mutable_closing_date() = iran::ToDate(kToday);
  EXPECT_THAT(UpdateOf(Operating(), wanted, {"closing_date"}),
              FailsWith(StatusCode::kFailedPrecondition, "CENTRE_OPERATING"));
  const auto closed = UpdateOf(Founding(), wanted, {"closing_date"});
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), Centre::CLOSED);
  EXPECT_EQ(Licensed(WithStaff(*closed, 5, kNow)).state(), Centre::CLOSED);
  EXPECT_THAT(UpdateOf(*closed, wanted, {"title"}), FailsWith(StatusCode::kFailedPrecondition, "CENTRE_CLOSED"));
}

TEST(UpdateTest, ClosingDateIsNotInTheFuture) {
  Centre wanted;
  *wanted.mutable_closing_date() = iran::ToDate(kToday + 1);
  EXPECT_THAT(UpdateOf(Founding(), wanted, {"closing_date"}),
              FailsWith(StatusCode::kInvalidArgument, "CENTRE_INVALID"));
}

}  // namespace
}  // namespace mosbat::registry::domain
