#include "services/purchasing/handlers/own_work.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;

class OwnWorkTest : public ::testing::Test {
 protected:
  // "intake 0→1"
  std::vector<std::string> ChangesOf(const std::string& resource) {
    std::vector<std::string> changes;
    for (const audit::v1::Entry& entry : world_.EntriesOf(resource)) {
      changes.push_back(absl::StrCat(entry.method(), " ", entry.row_version_before(), "→", entry.row_version_after()));
    }
    return changes;
  }
  int64_t Events() {
    int64_t count = -1;
    EXPECT_THAT(world_.calls.database().Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(count, world_.outbox.CountUnnumbered(session));
      return absl::OkStatus();
    }),
                IsOk());
    return count;
  }

  World world_;
};

TEST_F(OwnWorkTest, ClaimOfADeliveryHasAnEntryOfTheServiceItself) {
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  const std::vector<audit::v1::Entry> entries = world_.EntriesOf("claims/a");
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].actor(), "purchasing");
  EXPECT_EQ(entries[0].role(), access::v1::SERVICE);
  EXPECT_EQ(entries[0].method(), "intake");
  EXPECT_EQ(entries[0].row_version_before(), 0);
  EXPECT_EQ(entries[0].row_version_after(), 1);
  EXPECT_EQ(entries[0].replica(), "replica-1");
  EXPECT_EQ(entries[0].recorded_time().seconds(), absl::ToUnixSeconds(world_.calls.clock().Now()));
  EXPECT_EQ(Events(), 1);
}

TEST_F(OwnWorkTest, DeliveryThatWasHeardBeforeLeavesNothing) {
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  EXPECT_THAT(ChangesOf("claims/a"), ElementsAre("intake 0→1"));
  EXPECT_EQ(Events(), 1);
}

TEST_F(OwnWorkTest, EveryClaimThatAnEndHoldsHasAnEntry) {
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("b")), IsOk());
  ASSERT_THAT(world_.Hear(EndedOn(kDay)), IsOk());
  EXPECT_THAT(ChangesOf("claims/a"), ElementsAre("intake 0→1", "intake 1→2"));
  EXPECT_THAT(ChangesOf("claims/b"), ElementsAre("intake 0→1", "intake 1→2"));
}

TEST_F(OwnWorkTest, SweepSaysWhichChoreItWas) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(100), IsOk());
  v1::ReserveCommitmentRequest request;
  request.set_parent(kCredit);
  *request.mutable_commitment()->mutable_amount() = domain::InRials(100);
  request.mutable_commitment()->set_subject("calls/1");
  *request.mutable_commitment()->mutable_expire_time() = ToTimestamp(world_.calls.clock().Now() + absl::Hours(1));
  const auto commitment =
      world_.calls.Write(Finance(), [&](rpc::Call& call) { return world_.credits.Reserve(call, request); });
  ASSERT_THAT(commitment, IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  world_.calls.clock().Advance(absl::Hours(1));
  ASSERT_EQ(world_.sweep.Turn(), 1);
  EXPECT_THAT(ChangesOf(commitment->name()), ElementsAre("expiry 1→2"));
  EXPECT_THAT(ChangesOf("claims/a"), ElementsAre("intake 0→1", "expiry 1→2")) << "released by what came back";
}

TEST_F(OwnWorkTest, StepThatFailsLeavesNeitherEntryNorEvent) {
  ASSERT_THAT(world_.calls.database().Transact([&](db::Session& session) {
    return world_.own_work.Run(session, "intake", [&](const Transaction& transaction) -> absl::Status {
      MOSBAT_RETURN_IF_ERROR(world_.funding.Keep(transaction, "ClaimHeld", HeldFor(v1::Claim::REVIEW, "a")).status());
      return absl::FailedPreconditionError("too late");
    });
  }),
              testing::HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ChangesOf("claims/a"), IsEmpty());
  EXPECT_EQ(Events(), 0);
}

}  // namespace
}  // namespace mosbat::purchasing
