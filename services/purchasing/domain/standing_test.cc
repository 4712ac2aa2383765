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

TEST(SubGuidelineStandingTest, EndsOnTheDayOfItsWithdrawal) {
  EXPECT_FALSE(StandingOf(SubGuidelineInForce()).Covers(kFirstOperatingDay - 1));
  EXPECT_TRUE(StandingOf(SubGuidelineInForce()).Covers(kDay));
  EXPECT_TRUE(StandingOf(WithdrawnOn(kDay)).Covers(kDay - 1));
  EXPECT_FALSE(StandingOf(WithdrawnOn(kDay)).Covers(kDay));
}

TEST(SubGuidelineStandingTest, IsAsItWasWhereOneRevisionFollowsAnother) {
  EXPECT_EQ(StandingOf(NextRevision(SubGuidelineInForce(), kDay)), StandingOf(SubGuidelineInForce()));
  EXPECT_EQ(StandingOf(WithdrawnOn(kDay + 5, NextRevision(SubGuidelineInForce(), kDay))),
            StandingOf(WithdrawnOn(kDay + 5)));
}

TEST(SubGuidelineStandingTest, HasAGapUntilTheRevisionAfterAWithdrawal) {
  const Standing standing = StandingOf(NextRevision(WithdrawnOn(kDay), kDay + 5));
  EXPECT_TRUE(standing.Covers(kDay - 1));
  EXPECT_FALSE(standing.Covers(kDay));
  EXPECT_FALSE(standing.Covers(kDay + 4));
  EXPECT_TRUE(standing.Covers(kDay + 5));
}

TEST(SubGuidelineStandingTest, WithdrawnBeforeItBeganStandsOnNoDay) {
  guideline::v1::SubGuideline sub_guideline = SubGuidelineInForce();
  sub_guideline.clear_in_force();
  EXPECT_FALSE(StandingOf(sub_guideline).Covers(kDay));
}

TEST(DirectiveStandingTest, EndsOnTheDayOfItsRepeal) {
  EXPECT_FALSE(StandingOf(IssuedDirective()).Covers(kFirstOperatingDay - 1));
  EXPECT_TRUE(StandingOf(IssuedDirective()).Covers(kDay));
  EXPECT_TRUE(StandingOf(RepealedOn(kDay)).Covers(kDay - 1));
  EXPECT_FALSE(StandingOf(RepealedOn(kDay)).Covers(kDay));
}

}  // namespace
}  // namespace mosbat::purchasing::domain
