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

TEST_F(ClaimIntakeTest, ADeliveryThatRestsOnWhatIsNotSeenYetWaitsForIt) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(10'000), IsOk());
  casefile::v1::Delivery delivery = DeliveryOf("a");
  delivery.add_positions("insight@i:900");  // purchasing keeps no copy of it
  delivery.add_positions("guideline@g:7");
  EXPECT_THAT(world_.Hear(delivery), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_SEEN_YET"));
  const auto seen = [this](const char* sql, int64_t position) {
    return world_.calls.database().Transact(
        [&](db::Session& session) { return session.Execute(sql, {position}).status(); });
  };
  ASSERT_THAT(seen("INSERT INTO feed_cursors (feed, feed_id, position) VALUES ('guideline', 'g', ?)", 6), IsOk());
  EXPECT_THAT(world_.Hear(delivery), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_SEEN_YET"));
  ASSERT_THAT(seen("UPDATE feed_cursors SET position = ?", 7), IsOk());
  EXPECT_THAT(world_.Hear(delivery), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
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
  delivery = DeliveryOf("a");
  delivery.set_sub_guideline_revision("subGuidelines/unknown/revisions/1");
  EXPECT_THAT(world_.Hear(delivery), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_SEEN_YET"));
}

TEST_F(ClaimIntakeTest, WithdrawalThatIsHeardOfLateHoldsTheClaimsOfItsDayAndAfterIt) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  for (const char* id : {"same-day", "approved"}) ASSERT_THAT(world_.Hear(DeliveryOf(id)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("before", kDay - 1)), IsOk());
  casefile::v1::Delivery other = DeliveryOf("other-rule");
  guideline::v1::SubGuideline other_rule = SubGuidelineInForce();
  other_rule.set_name("subGuidelines/other");
  other.set_sub_guideline_revision("subGuidelines/other/revisions/1");
  ASSERT_THAT(world_.Hear(other_rule), IsOk());
  ASSERT_THAT(world_.Hear(other), IsOk());
  ASSERT_THAT(world_.Review("approved", v1::ReviewClaimRequest::APPROVE), IsOk());

  ASSERT_THAT(world_.Hear(WithdrawnOn(kDay)), IsOk());
  EXPECT_EQ(world_.StateOf("same-day"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("approved"), "HELD / RULE_ENDED") << "it stands in no statement yet";
  EXPECT_EQ(world_.StateOf("before"), "PENDING");
  EXPECT_EQ(world_.StateOf("other-rule"), "PENDING");
  ASSERT_THAT(world_.Hear(DeliveryOf("late")), IsOk());
  EXPECT_EQ(world_.StateOf("late"), "HELD / RULE_ENDED");

  ASSERT_THAT(world_.Review("late", v1::ReviewClaimRequest::RELEASE), IsOk());
  EXPECT_EQ(world_.StateOf("late"), "PENDING");
}

TEST_F(ClaimIntakeTest, WhatWasPromisedByOneRevisionIsOwedWhileTheNextIsInForce) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("first")), IsOk());
  const guideline::v1::SubGuideline second = NextRevision(SubGuidelineInForce(), kDay - 1);
  ASSERT_THAT(world_.Hear(second), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("second")), IsOk());
  EXPECT_EQ(world_.StateOf("first"), "PENDING");
  EXPECT_EQ(world_.StateOf("second"), "PENDING");

  ASSERT_THAT(world_.Hear(WithdrawnOn(kDay, second)), IsOk());
  EXPECT_EQ(world_.StateOf("first"), "HELD / RULE_ENDED") << "there is no rule any more";
  EXPECT_EQ(world_.StateOf("second"), "HELD / RULE_ENDED");
}

TEST_F(ClaimIntakeTest, RepealWithAPastDateHoldsTheDaysWithoutADirective) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  ASSERT_THAT(world_.Hear(IssuedDirective("directives/three", kDay + 2)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("before", kDay - 1)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("between", kDay)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("after", kDay + 2)), IsOk());

  ASSERT_THAT(world_.Hear(RepealedOn(kDay)), IsOk());
  EXPECT_EQ(world_.StateOf("before"), "PENDING");
  EXPECT_EQ(world_.StateOf("between"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("after"), "PENDING") << "another directive was in force";
  ASSERT_THAT(world_.Hear(DeliveryOf("between-late", kDay + 1)), IsOk());
  EXPECT_EQ(world_.StateOf("between-late"), "HELD / RULE_ENDED");
}

TEST_F(ClaimIntakeTest, WhileACopyIsBuiltAnewDecisionsWaitForIt) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(10'000), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  ASSERT_THAT(world_.calls.database().Transact(
                  [](db::Session& session) { return session.Execute("DELETE FROM copied_centres", {}).status(); }),
              IsOk());
  EXPECT_THAT(world_.Review("a", v1::ReviewClaimRequest::APPROVE),
              FailsWith(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
  EXPECT_THAT(world_.Hear(RetiredType(kDay - 1)), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_SEEN_YET"))
      << "it waits for the centre";
}

TEST_F(ClaimIntakeTest, DeliveryAfterTheEndOfTheCentreIsHeld) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  ASSERT_THAT(world_.Hear(EndedOn(kDay)), IsOk());
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
  ASSERT_THAT(world_.Hear(OperatingCentre("centres/other")), IsOk());
  ASSERT_THAT(world_.Review("b", v1::ReviewClaimRequest::APPROVE), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("waits")), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("earlier", kDay - 1)), IsOk());
  ASSERT_EQ(world_.StateOf("waits"), "HELD / NO_CREDIT");

  ASSERT_THAT(world_.Hear(EndedOn(kDay)), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("b"), "HELD / RULE_ENDED") << "it stands in no statement yet";
  EXPECT_EQ(world_.StateOf("c"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("waits"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("earlier"), "PENDING") << "released by the money that came back";
}

TEST_F(ClaimIntakeTest, WhatStandsInAStatementStays) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(100), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  ASSERT_THAT(world_.ApproveMonth(), IsOk());
  world_.EndTheMonth();
  ASSERT_THAT(world_.Prepare(), IsOk());
  ASSERT_THAT(world_.Hear(EndedOn(kDay)), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "STATED");
}

TEST_F(ClaimIntakeTest, SuspensionHoldsItsOwnDaysAlsoWhenItIsOver) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("during", kDay)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("after", kDay + 1)), IsOk());
  ASSERT_THAT(world_.Hear(SuspendedOn(kDay, kDay + 1)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("during-late", kDay)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("after-late", kDay + 1)), IsOk());
  EXPECT_EQ(world_.StateOf("during"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("during-late"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("after"), "PENDING");
  EXPECT_EQ(world_.StateOf("after-late"), "PENDING");
}

TEST_F(ClaimIntakeTest, RetiredTypeHoldsWhatIsSaidToHaveTakenPlaceLater) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("later", kDay + 1)), IsOk());
  ASSERT_THAT(world_.Hear(RetiredType(kDay)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("same-day", kDay)), IsOk());
  EXPECT_EQ(world_.StateOf("later"), "HELD / RULE_ENDED");
  EXPECT_EQ(world_.StateOf("same-day"), "PENDING");
}

}  // namespace
}  // namespace mosbat::purchasing
