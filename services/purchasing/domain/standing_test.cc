#include "services/purchasing/domain/standing.h"

#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "services/purchasing/testing/messages.h"

namespace mosbat::purchasing::domain {
namespace {

TEST(CentreStandingTest, StandsFromItsFirstOperatingDay) {
  const Standing standing = StandingOf(OperatingCentre());
  EXPECT_TRUE(standing.Covers(kFirstOperatingDay));
  EXPECT_FALSE(standing.Covers(kFirstOperatingDay - 1));
  EXPECT_TRUE(standing.Covers(kDay));
}

TEST(CentreStandingTest, NeverOperatedStandsOnNoDay) {
  registry::v1::Centre centre = OperatingCentre();
  centre.clear_operating_days();
  EXPECT_FALSE(StandingOf(centre).Covers(kDay));
}

TEST(CentreStandingTest, SuspensionIsRememberedWhenItOperatesAgain) {
  const Standing standing = StandingOf(SuspendedOn(kDay, kDay + 5));
  EXPECT_TRUE(standing.Covers(kDay - 1));
  EXPECT_FALSE(standing.Covers(kDay));
  EXPECT_FALSE(standing.Covers(kDay + 4));
  EXPECT_TRUE(standing.Covers(kDay + 5));
}

TEST(CentreStandingTest, LicenceEndsTheOpenDaysOnly) {
  registry::v1::Centre centre = OperatingCentre();
  *centre.mutable_licensed_until() = iran::ToDate(kDay);
  EXPECT_TRUE(StandingOf(centre).Covers(kDay));
  EXPECT_FALSE(StandingOf(centre).Covers(kDay + 1));

  *centre.mutable_operating_days(0)->mutable_until() = iran::ToDate(kDay + 2);
  EXPECT_TRUE(StandingOf(centre).Covers(kDay + 2)) << "it is the newest licence's end, not the one of then";
  EXPECT_FALSE(StandingOf(centre).Covers(kDay + 3));
}

TEST(TypeStandingTest, OnlyRetirementEndsIt) {
  catalog::v1::ServiceType type = ActiveType();
  EXPECT_TRUE(StandingOf(type).Covers(kDay + 1));
  type.set_state(catalog::v1::ServiceType::SUSPENDED);
  EXPECT_TRUE(StandingOf(type).Covers(kDay + 1));
  type = RetiredType(kDay);
  EXPECT_TRUE(StandingOf(type).Covers(kDay));
  EXPECT_FALSE(StandingOf(type).Covers(kDay + 1));
}

}  // namespace
}  // namespace mosbat::purchasing::domain
