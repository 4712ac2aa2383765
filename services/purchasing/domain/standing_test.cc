#include "services/purchasing/domain/standing.h"

#include <vector>

#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "services/purchasing/testing/messages.h"

namespace mosbat::purchasing::domain {
namespace {

google::protobuf::Timestamp NoonOf(absl::CivilDay day) {
  return ToTimestamp(iran::StartOfTehranDay(day) + absl::Hours(12));
}

TEST(CentreStandingTest, StandsFromItsFirstOperatingDay) {
  const Standing standing = StandingOf(OperatingCentre(), {});
  EXPECT_TRUE(standing.Covers(absl::CivilDay(2025, 1, 1)));
  EXPECT_FALSE(standing.Covers(absl::CivilDay(2024, 12, 31)));
  EXPECT_TRUE(standing.Covers(kDay));
}

TEST(CentreStandingTest, EnteredAfterTheFactItStandsFromItsEstablishment) {
  registry::v1::Centre centre = OperatingCentre();
  centre.set_historical(true);
  *centre.mutable_establish_date() = iran::ToDate(absl::CivilDay(2021, 3, 8));
  EXPECT_TRUE(StandingOf(centre, {}).Covers(absl::CivilDay(2021, 3, 8)));
  EXPECT_FALSE(StandingOf(centre, {}).Covers(absl::CivilDay(2021, 3, 7)));
}

TEST(CentreStandingTest, NeverOperatedStandsOnNoDay) {
  registry::v1::Centre centre = OperatingCentre();
  centre.clear_operating_date();
  EXPECT_FALSE(StandingOf(centre, {}).Covers(kDay));
}

TEST(CentreStandingTest, LastLicensedDayIsCoveredAndTheClosingDayIsNot) {
  registry::v1::Centre centre = OperatingCentre();
  *centre.mutable_licensed_until() = iran::ToDate(kDay);
  EXPECT_TRUE(StandingOf(centre, {}).Covers(kDay));
  EXPECT_FALSE(StandingOf(centre, {}).Covers(kDay + 1));
  *centre.mutable_closing_date() = iran::ToDate(kDay);
  EXPECT_FALSE(StandingOf(centre, {}).Covers(kDay));
}

TEST(CentreStandingTest, EndsOnTheDayThatAPaperWasRevoked) {
  registry::v1::Centre centre = OperatingCentre();
  registry::v1::Centre::Paper& paper = *centre.add_papers();
  paper.set_licence("licences/l");
  paper.set_state(registry::v1::Licence::REVOKED);
  *centre.mutable_update_time() = NoonOf(kDay + 5);
  // As long as the licence is not known, by the centre's own change.
  EXPECT_TRUE(StandingOf(centre, {}).Covers(kDay + 4));
  EXPECT_FALSE(StandingOf(centre, {}).Covers(kDay + 5));

  registry::v1::Licence licence;
  licence.set_name("licences/l");
  licence.set_state(registry::v1::Licence::REVOKED);
  *licence.mutable_state_time() = NoonOf(kDay);
  EXPECT_TRUE(StandingOf(centre, {licence}).Covers(kDay - 1));
  EXPECT_FALSE(StandingOf(centre, {licence}).Covers(kDay));
}

TEST(TypeStandingTest, OnlyRetirementEndsIt) {
  catalog::v1::ServiceType type = ActiveType();
  *type.mutable_update_time() = NoonOf(kDay);
  EXPECT_TRUE(StandingOf(type).Covers(kDay + 1));
  type.set_state(catalog::v1::ServiceType::SUSPENDED);
  EXPECT_TRUE(StandingOf(type).Covers(kDay + 1));
  type.set_state(catalog::v1::ServiceType::RETIRED);
  EXPECT_TRUE(StandingOf(type).Covers(kDay));
  EXPECT_FALSE(StandingOf(type).Covers(kDay + 1));
}

}  // namespace
}  // namespace mosbat::purchasing::domain
