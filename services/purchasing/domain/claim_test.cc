#include "services/purchasing/domain/claim.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/purchasing/testing/messages.h"

namespace mosbat::purchasing::domain {
namespace {

using testing::FailsWith;
using testing::IsOk;

const Review kReview{.by = "reviewer", .at = absl::FromUnixSeconds(1'775'000'000), .reason = "looked at"};

TEST(ClaimOfTest, TakesNameCreditAndMonthFromTheDelivery) {
  const absl::StatusOr<v1::Claim> claim =
      ClaimOf(DeliveryOf("d-1", absl::CivilDay(2026, 3, 20)), google::protobuf::Timestamp());
  ASSERT_THAT(claim, IsOk());
  EXPECT_EQ(claim->name(), "claims/d-1");
  EXPECT_EQ(claim->cause(), "deliveries/d-1");
  // The last day of 1404 belongs to the credit and the month of 1404.
  EXPECT_EQ(claim->credit(), "credits/30-1404");
  EXPECT_EQ(claim->month(), "1404-12");
  EXPECT_EQ(claim->unit(), v1::Tariff::DELIVERY);
  EXPECT_EQ(claim->sub_guideline_revision(), "subGuidelines/vision-screening/revisions/1");
}

TEST(ClaimOfTest, DeliveryThatNamesNoRuleIsRefused) {
  casefile::v1::Delivery delivery = DeliveryOf("d-1");
  delivery.clear_sub_guideline_revision();
  EXPECT_THAT(ClaimOf(delivery, google::protobuf::Timestamp()),
              FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
}

TEST(ClaimOfTest, NoQuantityMeansOne) {
  EXPECT_EQ(ClaimOf(DeliveryOf("d-1", absl::CivilDay(2026, 3, 30), 0), google::protobuf::Timestamp())->quantity(), 1);
}

TEST(ClaimOfTest, DeliveryWithoutADayIsRefused) {
  casefile::v1::Delivery delivery = DeliveryOf("d-1");
  delivery.clear_occurred_on();
  EXPECT_THAT(ClaimOf(delivery, google::protobuf::Timestamp()),
              FailsWith(absl::StatusCode::kInvalidArgument, "DATE_INVALID"));
}

TEST(PriceTest, LargestQuantityAtTheLargestTariffStaysInBounds) {
  v1::Claim claim = ClaimIn(v1::Claim::PENDING);
  claim.set_quantity(kMostQuantity);
  ASSERT_TRUE(QuantityIsValid(claim));
  claim = Price(claim, TariffOf("t", kMostTariff));
  EXPECT_EQ(claim.amount().amount(), 100'000'000'000'000);
  EXPECT_LT(claim.amount().amount(), kMostRials);
}

TEST(PriceTest, QuantitiesOutsideOneToAThousandAreNotValid) {
  v1::Claim claim = ClaimIn(v1::Claim::PENDING);
  for (const int64_t quantity : {int64_t{-1}, int64_t{0}, kMostQuantity + 1}) {
    claim.set_quantity(quantity);
    EXPECT_FALSE(QuantityIsValid(claim)) << quantity;
  }
}

TEST(HoldTest, OnlyAReviewKeepsTheMoney) {
  EXPECT_TRUE(HeldFor(v1::Claim::REVIEW).funded());
  EXPECT_FALSE(HeldFor(v1::Claim::NO_CREDIT).funded());
  EXPECT_FALSE(HeldFor(v1::Claim::RULE_ENDED).funded());
}

// Every step in every state: those that are named succeed, all others are CLAIM_STATE.
struct Step {
  std::string label;
  absl::StatusOr<v1::Claim> (*take)(v1::Claim claim);
  std::vector<v1::Claim::State> from;
  v1::Claim::State to;
};

void PrintTo(const Step& step, std::ostream* out) { *out << step.label; }

class ClaimStepTest : public ::testing::TestWithParam<Step> {};

TEST_P(ClaimStepTest, IsAllowedOnlyFromItsStates) {
  const Step& step = GetParam();
  for (int number = v1::Claim::PENDING; number <= v1::Claim::OBJECTED; ++number) {
    const auto state = static_cast<v1::Claim::State>(number);
    v1::Claim claim = ClaimIn(state);
    if (state == v1::Claim::HELD) claim.set_hold_reason(v1::Claim::RULE_ENDED);
    const absl::StatusOr<v1::Claim> after = step.take(claim);
    if (std::find(step.from.begin(), step.from.end(), state) == step.from.end()) {
      EXPECT_THAT(after, FailsWith(absl::StatusCode::kFailedPrecondition, "CLAIM_STATE"))
          << v1::Claim::State_Name(state);
    } else {
      ASSERT_THAT(after, IsOk()) << v1::Claim::State_Name(state);
      EXPECT_EQ(after->state(), step.to);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, ClaimStepTest,
    ::testing::Values(
        Step{"Approve", [](v1::Claim c) { return Approve(c, kReview); }, {v1::Claim::PENDING}, v1::Claim::APPROVED},
        Step{"HoldForReview",
             [](v1::Claim c) { return HoldForReview(c, kReview); },
             {v1::Claim::PENDING},
             v1::Claim::HELD},
        Step{"Reject",
             [](v1::Claim c) { return Reject(c, kReview); },
             {v1::Claim::PENDING, v1::Claim::HELD, v1::Claim::OBJECTED},
             v1::Claim::REJECTED},
        Step{"Object",
             [](v1::Claim c) { return Object(c, "no", kReview.at); },
             {v1::Claim::REJECTED},
             v1::Claim::OBJECTED},
        Step{"State", [](v1::Claim c) { return State(c, "statements/s"); }, {v1::Claim::APPROVED}, v1::Claim::STATED},
        Step{"Pay", [](v1::Claim c) { return Pay(c); }, {v1::Claim::STATED}, v1::Claim::PAID}),
    [](const ::testing::TestParamInfo<Step>& step) { return step.param.label; });

TEST(RejectTest, TakesTheMoneyAndNotesTheReview) {
  const absl::StatusOr<v1::Claim> rejected = Reject(ClaimIn(v1::Claim::PENDING), kReview);
  ASSERT_THAT(rejected, IsOk());
  EXPECT_FALSE(rejected->funded());
  EXPECT_EQ(rejected->reviewed_by(), "reviewer");
  EXPECT_EQ(rejected->review_reason(), "looked at");
}

TEST(ObjectTest, SecondRejectionIsForGood) {
  absl::StatusOr<v1::Claim> claim = Object(ClaimIn(v1::Claim::REJECTED), "It was delivered.", kReview.at);
  ASSERT_THAT(claim, IsOk());
  claim = Reject(*claim, kReview);
  ASSERT_THAT(claim, IsOk());
  EXPECT_THAT(Object(*claim, "Again.", kReview.at),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CLAIM_REJECTED_FOR_GOOD"));
}

TEST(MayReleaseTest, WaivesTheRuleThatEndedAndNothingElse) {
  EXPECT_TRUE(MayRelease(HeldFor(v1::Claim::RULE_ENDED), kReview)->rule_waived());
  EXPECT_FALSE(MayRelease(HeldFor(v1::Claim::REVIEW), kReview)->rule_waived());
  EXPECT_FALSE(MayRelease(ClaimIn(v1::Claim::OBJECTED), kReview)->rule_waived());
}

TEST(MayReleaseTest, OnlyWhatWaitsForAReviewer) {
  EXPECT_THAT(MayRelease(HeldFor(v1::Claim::REVIEW), kReview), IsOk());
  EXPECT_THAT(MayRelease(HeldFor(v1::Claim::RULE_ENDED), kReview), IsOk());
  EXPECT_THAT(MayRelease(ClaimIn(v1::Claim::OBJECTED), kReview), IsOk());
  for (const auto reason : {v1::Claim::NO_TARIFF, v1::Claim::NO_CREDIT, v1::Claim::QUANTITY_INVALID}) {
    EXPECT_THAT(MayRelease(HeldFor(reason), kReview), FailsWith(absl::StatusCode::kFailedPrecondition, "CLAIM_STATE"))
        << v1::Claim::HoldReason_Name(reason);
  }
  EXPECT_THAT(MayRelease(ClaimIn(v1::Claim::PENDING), kReview),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CLAIM_STATE"));
}

}  // namespace
}  // namespace mosbat::purchasing::domain
