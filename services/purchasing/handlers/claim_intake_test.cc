#include "services/purchasing/handlers/claim_intake.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;

class ClaimIntakeTest : public ::testing::Test {
 protected:
  void TearDown() override { EXPECT_THAT(world_.Disagreements(), IsEmpty()); }

  World world_;
};

TEST_F(ClaimIntakeTest, DeliveryBecomesOneClaimAtTheTariffOfItsDay) {
  ASSERT_THAT(world_.CreateTariff("old", 100), IsOk());
  ASSERT_THAT(world_.CreateTariff("new", 150, kDay), IsOk());
  ASSERT_THAT(world_.Allocate(10'000), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a", kDay - 1, 3)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("b", kDay)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("b", kDay)), IsOk());

  EXPECT_EQ(world_.StateOf("a"), "PENDING");
  EXPECT_EQ(world_.Claim("a").amount().amount(), 300);
  EXPECT_EQ(world_.Claim("a").tariff(), "tariffs/old");
  EXPECT_EQ(world_.Claim("b").amount().amount(), 150);
  EXPECT_EQ(world_.Credit().spent().amount(), 450);
}

TEST_F(ClaimIntakeTest, WithoutATariffItIsHeldUntilOneComes) {
  ASSERT_THAT(world_.Allocate(10'000), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("early", kDay - 1)), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "HELD / NO_TARIFF");

  ASSERT_THAT(world_.CreateTariff("late", 100, kDay), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
  EXPECT_EQ(world_.StateOf("early"), "HELD / NO_TARIFF");
}

TEST_F(ClaimIntakeTest, WithoutCreditItIsHeldUntilSomeIsAllocated) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "HELD / NO_CREDIT");
  EXPECT_FALSE(world_.Credit().has_allocate_time());
  EXPECT_EQ(world_.Credit().waiting_count(), 1);
  EXPECT_EQ(world_.Credit().waiting().amount(), 100);

  ASSERT_THAT(world_.Allocate(100), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
}

TEST_F(ClaimIntakeTest, OnceOneWaitsEveryLaterOneWaitsBehindItByDayAndName) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(150), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a", kDay)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("big", kDay, 2)), IsOk());
  ASSERT_THAT(world_.CreateTariff("cheap", 10, kDay + 1), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("cheap", kDay + 1)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("before-all", kDay - 1)), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
  EXPECT_EQ(world_.StateOf("big"), "HELD / NO_CREDIT");
  EXPECT_EQ(world_.StateOf("cheap"), "HELD / NO_CREDIT") << "it would fit, but nothing overtakes";
  EXPECT_EQ(world_.StateOf("before-all"), "HELD / NO_CREDIT");

  ASSERT_THAT(world_.Adjust(50), IsOk());
  EXPECT_EQ(world_.StateOf("before-all"), "PENDING") << "the earliest day comes first";
  EXPECT_EQ(world_.StateOf("big"), "HELD / NO_CREDIT");
  EXPECT_EQ(world_.StateOf("cheap"), "HELD / NO_CREDIT");

  ASSERT_THAT(world_.Adjust(210), IsOk());
  EXPECT_EQ(world_.StateOf("big"), "PENDING");
  EXPECT_EQ(world_.StateOf("cheap"), "PENDING");
  EXPECT_EQ(world_.Credit().free().amount(), 0);
}

TEST_F(ClaimIntakeTest, QuantityThatCannotBeIsHeldForAReviewer) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(1'000'000), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a", kDay, 1001)), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "HELD / QUANTITY_INVALID");
  EXPECT_THAT(world_.Review("a", v1::ReviewClaimRequest::REJECT), IsOk());
}

TEST_F(ClaimIntakeTest, DeliveryOfWhatWasNotHeardOfMustWait) {
  casefile::v1::Delivery delivery = DeliveryOf("a");
  delivery.set_centre("centres/unknown");
  EXPECT_THAT(world_.Hear(delivery), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_SEEN_YET"));
  delivery = DeliveryOf("a");
  delivery.set_service_type("serviceTypes/unknown");
  EXPECT_THAT(world_.Hear(delivery), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_SEEN_YET"));
}

TEST_F(ClaimIntakeTest, DeliveryAfterTheEndOfTheCentreIsHeld) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  registry::v1::Centre centre = OperatingCentre();
  *centre.mutable_closing_date() = iran::ToDate(kDay);
  centre.set_etag(EtagOf(2));
  ASSERT_THAT(world_.Hear(centre), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("before", kDay - 1)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("after", kDay)), IsOk());
  EXPECT_EQ(world_.StateOf("before"), "PENDING");
  EXPECT_EQ(world_.StateOf("after"), "HELD / RULE_ENDED");

  EXPECT_THAT(world_.Review("after", v1::ReviewClaimRequest::RELEASE), IsOk());
  EXPECT_EQ(world_.StateOf("after"), "PENDING");
}

TEST_F(ClaimIntakeTest, EndThatIsHeardOfLateHoldsTheClaimsAfterItAndFreesTheirMoney) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(300), IsOk());
  for (const char* id : {"a", "b", "c"}) ASSERT_THAT(world_.Hear(DeliveryOf(id)), IsOk());
  registry::v1::Centre other = OperatingCentre("centres/other");
  ASSERT_THAT(world_.Hear(other), IsOk());
  ASSERT_THAT(world_.Review("b", v1::ReviewClaimRequest::APPROVE), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("waits")), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("earlier", kDay - 1)), IsOk());
  ASSERT_EQ(world_.StateOf("waits"), "HELD / NO_CREDIT");

  registry::v1::Licence licence;
  licence.set_name("licences/l");
  licence.set_centre(kCentre);
  licence.set_state(registry::v1::Licence::REVOKED);
  *licence.mutable_state_time() = ToTimestamp(iran::StartOfTehranDay(kDay));
  licence.set_etag(EtagOf(2));
  ASSERT_THAT(world_.Hear(licence), IsOk());
  registry::v1::Centre centre = OperatingCentre();
  registry::v1::Centre::Paper& paper = *centre.add_papers();
  paper.set_licence("licences/l");
  paper.set_state(registry::v1::Licence::REVOKED);
  centre.set_etag(EtagOf(2));
  ASSERT_THAT(world_.Hear(centre), IsOk());

  EXPECT_EQ(world_.StateOf("a"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("b"), "APPROVED") << "a reviewer has decided";
  EXPECT_EQ(world_.StateOf("c"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("waits"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("earlier"), "PENDING") << "released by the money that came back";
}

TEST_F(ClaimIntakeTest, RetiredTypeHoldsWhatIsSaidToHaveTakenPlaceLater) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("later", kDay + 1)), IsOk());
  catalog::v1::ServiceType type = ActiveType();
  type.set_state(catalog::v1::ServiceType::RETIRED);
  *type.mutable_update_time() = ToTimestamp(iran::StartOfTehranDay(kDay) + absl::Hours(9));
  type.set_etag(EtagOf(2));
  ASSERT_THAT(world_.Hear(type), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("same-day", kDay)), IsOk());
  EXPECT_EQ(world_.StateOf("later"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("same-day"), "PENDING");
}

}  // namespace
}  // namespace mosbat::purchasing
