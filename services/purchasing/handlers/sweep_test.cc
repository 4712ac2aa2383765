#include "services/purchasing/handlers/sweep.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/db/store_errors.h"
#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;

// A store that is lost after it was read.
class LostDatabase final : public db::Database {
 public:
  explicit LostDatabase(db::Database& database) : database_(database) {}

  absl::Status Read(Body body, absl::Time deadline) override { return database_.Read(body, deadline); }
  absl::Status Transact(Body, absl::Time) override { return db::errors::StoreUnavailable("lost"); }
  int useful_threads() const override { return database_.useful_threads(); }
  db::DatabaseCounts counts() const override { return database_.counts(); }

 private:
  db::Database& database_;
};

class SweepTest : public ::testing::Test {
 protected:
  void TearDown() override { EXPECT_THAT(world_.Disagreements(), IsEmpty()); }

  World world_;
};

TEST_F(SweepTest, HasNothingToDoInAQuietService) { EXPECT_EQ(world_.sweep.Turn(), 0); }

TEST_F(SweepTest, ReleasesWhatAnAdjustmentLeft) {
  ASSERT_THAT(world_.CreateTariff("t", 1), IsOk());
  for (int i = 0; i < kClaimsAtOnce + 1; ++i) ASSERT_THAT(world_.Hear(DeliveryOf("d" + std::to_string(i))), IsOk());
  EXPECT_EQ(world_.Allocate(1000)->waiting_count(), 1);
  EXPECT_EQ(world_.sweep.Turn(), 1);
  EXPECT_EQ(world_.Credit().waiting_count(), 0);
  EXPECT_EQ(world_.sweep.Turn(), 0);
}

TEST_F(SweepTest, PricesWhatATariffLeftInBatches) {
  ASSERT_THAT(world_.Allocate(1'000'000), IsOk());
  for (int i = 0; i < kClaimsAtOnce + 1; ++i) ASSERT_THAT(world_.Hear(DeliveryOf("d" + std::to_string(i))), IsOk());
  ASSERT_THAT(world_.CreateTariff("t", 1), IsOk());
  EXPECT_EQ(world_.Credit().spent().amount(), kClaimsAtOnce);
  EXPECT_EQ(world_.sweep.Turn(), 1);
  EXPECT_EQ(world_.Credit().spent().amount(), kClaimsAtOnce + 1);
}

TEST_F(SweepTest, PricesByDayWhateverTheNames) {
  ASSERT_THAT(world_.Allocate(1), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a", kDay)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("b", kDay - 1)), IsOk());
  ASSERT_THAT(world_.calls.database().Transact(
                  [&](db::Session& session) { return world_.tariff_store.Insert(session, TariffOf("t", 1)).status(); }),
              IsOk());
  EXPECT_EQ(world_.sweep.Turn(), 2);
  EXPECT_EQ(world_.StateOf("b"), "PENDING");
  EXPECT_EQ(world_.StateOf("a"), "HELD / NO_CREDIT");
}

TEST_F(SweepTest, RowThatFailsKeepsNobodyWaiting) {
  ASSERT_THAT(world_.Allocate(10), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("bad", kDay - 1)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("good", kDay)), IsOk());
  world_.Break("UPDATE claims SET body = X'00' WHERE name = 'claims/bad'");
  ASSERT_THAT(world_.calls.database().Transact(
                  [&](db::Session& session) { return world_.tariff_store.Insert(session, TariffOf("t", 1)).status(); }),
              IsOk());
  EXPECT_EQ(world_.sweep.Turn(), 1);
  EXPECT_EQ(world_.StateOf("good"), "PENDING");
  EXPECT_THAT(world_.failures, ElementsAre("pricing claims/bad")) << "once in a turn";
  EXPECT_EQ(world_.sweep.Turn(), 0);
  EXPECT_THAT(world_.failures, ElementsAre("pricing claims/bad", "pricing claims/bad"));
}

TEST_F(SweepTest, EndsBetweenTwoRowsWhenTheServiceStops) {
  for (const char* const id : {"a", "b", "c"}) ASSERT_THAT(world_.Hear(DeliveryOf(id)), IsOk());
  ASSERT_THAT(world_.Allocate(10), IsOk());
  ASSERT_THAT(world_.calls.database().Transact(
                  [&](db::Session& session) { return world_.tariff_store.Insert(session, TariffOf("t", 1)).status(); }),
              IsOk());
  world_.is_stopping = [rows = 2]() mutable { return --rows < 0; };
  EXPECT_EQ(world_.sweep.Turn(), 2);
  world_.is_stopping = [] { return false; };
  EXPECT_EQ(world_.sweep.Turn(), 1) << "what was left";
}

TEST_F(SweepTest, StoreThatIsLostIsAskedOnceForAChore) {
  for (const char* const id : {"a", "b", "c"}) ASSERT_THAT(world_.Hear(DeliveryOf(id)), IsOk());
  ASSERT_THAT(world_.calls.database().Transact(
                  [&](db::Session& session) { return world_.tariff_store.Insert(session, TariffOf("t", 1)).status(); }),
              IsOk());
  LostDatabase lost(world_.calls.database());
  const Sweep sweep(world_.PartsOn(lost));
  EXPECT_EQ(sweep.Turn(), 0);
  EXPECT_THAT(world_.failures, ElementsAre("pricing claims/a"));
}

TEST_F(SweepTest, ChoreThatFailsKeepsNoOtherWaiting) {
  ASSERT_THAT(world_.CreateTariff("t", 1), IsOk());
  for (int i = 0; i < kClaimsAtOnce + 1; ++i) ASSERT_THAT(world_.Hear(DeliveryOf("d" + std::to_string(i))), IsOk());
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  world_.Break("ALTER TABLE commitments RENAME TO gone");
  EXPECT_EQ(world_.sweep.Turn(), 1);
  EXPECT_EQ(world_.Credit().waiting_count(), 0);
  EXPECT_THAT(world_.failures, ElementsAre("expiry "));
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
  EXPECT_EQ(world_.sweep.Turn(), 0);
  world_.calls.clock().Advance(absl::Hours(1));
  EXPECT_EQ(world_.sweep.Turn(), 1);
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
  EXPECT_EQ(world_.Credit().reserved().amount(), 0);
}

}  // namespace
}  // namespace mosbat::purchasing
