// Random walks with rival spenders on one credit, on every store: whatever the interleaving, no credit is overspent,
// the ledger balances and agrees with credits and claims, every cause has one claim, and who waits is served in order.

#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/backends.h"
#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using ::testing::IsEmpty;
using testing::IsOk;

constexpr int kWalkers = 4;
constexpr int kSteps = 150;
constexpr int kCauses = 120;

// Lost races and refusals are part of the walk; a fault of the service is not.
bool IsExpected(const absl::Status& status) {
  return status.ok() || absl::IsFailedPrecondition(status) || absl::IsAborted(status) ||
         absl::IsInvalidArgument(status) || absl::IsNotFound(status);
}

class MoneyWalk : public ::testing::TestWithParam<testing::Backend> {
 protected:
  // One walker's steps. Its transactions are its own; the database is everybody's.
  void Walk(unsigned seed) {
    std::mt19937 random(seed);
    const auto pick = [&](int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random); };
    for (int step = 0; step < kSteps; ++step) {
      const std::string id = "d" + std::to_string(pick(kCauses));
      absl::Status status;
      switch (pick(10)) {
        case 0:
          status = Adjust(pick(500) - 150);
          break;
        case 1:
          status = Reserve(1 + pick(300));
          break;
        case 2:
          status = Review(id, v1::ReviewClaimRequest::REJECT);
          break;
        case 3:
          status = Review(id, v1::ReviewClaimRequest::HOLD);
          break;
        case 4:
          status = Review(id, v1::ReviewClaimRequest::RELEASE);
          break;
        case 5:
          status = Tell(pick(2) == 0, pick(20));
          break;
        case 6:
          status = world_.ApproveMonth().status();
          break;
        default:
          status = world_.Hear(DeliveryOf(id, kNewYear + pick(20), 1 + pick(3)));
          break;
      }
      if (!IsExpected(status)) {
        ADD_FAILURE() << status;
        return;
      }
    }
  }

  absl::Status Adjust(int change) {
    v1::AdjustCreditRequest request;
    request.set_name(kCredit);
    *request.mutable_change() = domain::InRials(change);
    request.set_reason("walk");
    return world_.calls.Write(Finance(), [&](rpc::Call& call) { return world_.credits.Adjust(call, request); })
        .status();
  }
  absl::Status Reserve(int amount) {
    v1::ReserveCommitmentRequest request;
    request.set_parent(kCredit);
    *request.mutable_commitment()->mutable_amount() = domain::InRials(amount);
    request.mutable_commitment()->set_subject("calls/1");
    // So the sweep gives half of them back.
    if (amount % 2 == 0) *request.mutable_commitment()->mutable_expire_time() = ToTimestamp(kExpiry);
    return world_.calls.Write(Finance(), [&](rpc::Call& call) { return world_.credits.Reserve(call, request); })
        .status();
  }
  absl::Status Review(const std::string& id, v1::ReviewClaimRequest::Outcome outcome) {
    v1::ReviewClaimRequest request;
    request.set_name("claims/" + id);
    request.set_outcome(outcome);
    request.set_reason("walk");
    return world_.calls.Write(Finance(), [&](rpc::Call& call) { return world_.claims.Review(call, request); }).status();
  }
  // The centre stops on a day of the walk, or goes on.
  absl::Status Tell(bool ended, int day) {
    registry::v1::Centre centre = ended ? EndedOn(kNewYear + day) : OperatingCentre();
    centre.set_etag(EtagOf(++centre_version_));
    return world_.Hear(centre);
  }

  std::atomic<int> centre_version_ = 1;
  static inline const absl::Time kExpiry = testing::FakeClock().Now() + absl::Hours(1);
  World world_{GetParam()};
};

TEST_P(MoneyWalk, RivalSpendersNeverBreakTheMoney) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.CreateTariff("u", 70, kDay), IsOk());
  ASSERT_THAT(world_.Allocate(2000), IsOk());

  std::vector<std::thread> walkers;
  for (unsigned i = 0; i < kWalkers; ++i) walkers.emplace_back([this, i] { Walk(1405 + i); });
  std::thread sweeper([this] {
    for (int i = 0; i < kSteps; ++i) {
      world_.sweep.Turn();
      EXPECT_THAT(world_.Disagreements(), IsEmpty());
    }
  });
  for (std::thread& walker : walkers) walker.join();
  sweeper.join();
  EXPECT_THAT(world_.Disagreements(), IsEmpty());

  // In the end nobody waits whom the credit would pay for, and it pays for all if there is enough.
  world_.calls.clock().Set(kExpiry);
  while (world_.sweep.Turn() > 0) {
  }
  EXPECT_THAT(world_.Disagreements(), IsEmpty());
  ASSERT_THAT(world_.Adjust(1'000'000), IsOk());
  while (world_.sweep.Turn() > 0) {
  }
  EXPECT_THAT(world_.failures, IsEmpty());
  EXPECT_EQ(world_.Credit().waiting_count(), 0);
  EXPECT_THAT(world_.Disagreements(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, MoneyWalk, ::testing::ValuesIn(testing::AllBackends()), testing::BackendName);

}  // namespace
}  // namespace mosbat::purchasing
