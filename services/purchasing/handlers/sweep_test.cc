#include "services/purchasing/handlers/sweep.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using ::testing::IsEmpty;
using testing::IsOk;

class SweepTest : public ::testing::Test {
 protected:
  void TearDown() override { EXPECT_THAT(world_.Disagreements(), IsEmpty()); }

  World world_;
};

TEST_F(SweepTest, HasNothingToDoInAQuietService) { EXPECT_EQ(world_.SweepOnce(), 0); }

TEST_F(SweepTest, ReleasesWhatAnAdjustmentLeft) {
  ASSERT_THAT(world_.CreateTariff("t", 1), IsOk());
  for (int i = 0; i < kClaimsAtOnce + 1; ++i) ASSERT_THAT(world_.Hear(DeliveryOf("d" + std::to_string(i))), IsOk());
  EXPECT_EQ(world_.Allocate(1000)->waiting_count(), 1);
  EXPECT_EQ(world_.SweepOnce(), 1);
  EXPECT_EQ(world_.Credit().waiting_count(), 0);
  EXPECT_EQ(world_.SweepOnce(), 0);
}

TEST_F(SweepTest, PricesWhatATariffLeftInBatches) {
  ASSERT_THAT(world_.Allocate(1'000'000), IsOk());
  for (int i = 0; i < kClaimsAtOnce + 1; ++i) ASSERT_THAT(world_.Hear(DeliveryOf("d" + std::to_string(i))), IsOk());
  ASSERT_THAT(world_.CreateTariff("t", 1), IsOk());
  EXPECT_EQ(world_.Credit().spent().amount(), kClaimsAtOnce);
  EXPECT_EQ(world_.SweepOnce(), 1);
  EXPECT_EQ(world_.Credit().spent().amount(), kClaimsAtOnce + 1);
}

TEST_F(SweepTest, ExpiredCommitmentGivesItsMoneyToWhoWaits) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(100), IsOk());
  v1::ReserveCommitmentRequest request;
  request.set_parent(kCredit);
  *request.mutable_commitment()->mutable_amount() = domain::InRials(100);
  request.mutable_commitment()->set_subject("calls/1");
  *request.mutable_commitment()->mutable_expire_time() = ToTimestamp(world_.calls.clock().Now() + absl::Hours(1));
  ASSERT_THAT(
      world_.calls.Write(testing::Steering(), [&](rpc::Call& call) { return world_.credits.Reserve(call, request); }),
      IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  EXPECT_EQ(world_.SweepOnce(), 0);
  world_.calls.clock().Advance(absl::Hours(1));
  EXPECT_EQ(world_.SweepOnce(), 1);
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
  EXPECT_EQ(world_.Credit().reserved().amount(), 0);
}

}  // namespace
}  // namespace mosbat::purchasing
