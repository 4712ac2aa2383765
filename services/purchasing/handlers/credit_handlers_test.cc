#include "services/purchasing/handlers/credit_handlers.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;

class CreditHandlersTest : public ::testing::Test {
 protected:
  void TearDown() override { EXPECT_THAT(world_.Disagreements(), IsEmpty()); }

  absl::StatusOr<v1::Commitment> Reserve(int64_t amount, const auth::Principal& caller = testing::Steering(),
                                         absl::Time expires = absl::InfiniteFuture()) {
    v1::ReserveCommitmentRequest request;
    request.set_parent(kCredit);
    *request.mutable_commitment()->mutable_amount() = domain::InRials(amount);
    request.mutable_commitment()->set_subject("calls/1");
    if (expires != absl::InfiniteFuture()) {
      *request.mutable_commitment()->mutable_expire_time() = ToTimestamp(expires);
    }
    return world_.calls.Write(caller, [&](rpc::Call& call) { return world_.credits.Reserve(call, request); });
  }
  absl::StatusOr<v1::Commitment> Release(const std::string& name) {
    v1::ReleaseCommitmentRequest request;
    request.set_name(name);
    return world_.calls.Write(testing::Steering(),
                              [&](rpc::Call& call) { return world_.credits.Release(call, request); });
  }
  std::vector<std::string> ListAs(const auth::Principal& caller, const std::string& province = "") {
    v1::ListCreditsRequest request;
    request.set_province(province);
    const auto page = world_.calls.Read(caller, [&](rpc::Call& call) { return world_.credits.List(call, request); });
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    for (const v1::Credit& credit : page->credits()) names.push_back(credit.name());
    return names;
  }

  World world_;
};

TEST_F(CreditHandlersTest, IsAllocatedOnceAndThenAdjusted) {
  EXPECT_THAT(world_.Adjust(1), FailsWith(absl::StatusCode::kNotFound, "CREDIT_NOT_FOUND"));
  const auto credit = world_.Allocate(1000);
  ASSERT_THAT(credit, IsOk());
  EXPECT_EQ(credit->name(), kCredit);
  EXPECT_EQ(credit->free().amount(), 1000);
  EXPECT_THAT(world_.Allocate(1000), FailsWith(absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS"));
  EXPECT_EQ(world_.Adjust(-400)->allocated().amount(), 600);
}

TEST_F(CreditHandlersTest, WaitingClaimsDoNotMakeItAllocated) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  EXPECT_THAT(world_.Adjust(1000), FailsWith(absl::StatusCode::kFailedPrecondition, "CREDIT_NOT_ALLOCATED"));
  EXPECT_EQ(world_.StateOf("a"), "HELD / NO_CREDIT");
}

TEST_F(CreditHandlersTest, WhatIsInUseCannotBeTaken) {
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  ASSERT_THAT(Reserve(600), IsOk());
  EXPECT_THAT(world_.Adjust(-401), FailsWith(absl::StatusCode::kFailedPrecondition, "CREDIT_IN_USE"));
  EXPECT_THAT(world_.Adjust(-400), IsOk());
}

TEST_F(CreditHandlersTest, LargestAmountIsNotPassed) {
  ASSERT_THAT(world_.Allocate(domain::kMostRials), IsOk());
  EXPECT_THAT(world_.Adjust(1), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(world_.Adjust(domain::kMostRials), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(CreditHandlersTest, StaleEtagIsAborted) {
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  v1::AdjustCreditRequest request;
  request.set_name(kCredit);
  *request.mutable_change() = domain::InRials(1);
  request.set_reason("letter");
  request.set_etag(EtagOf(99));
  EXPECT_THAT(world_.calls.Write(Finance(), [&](rpc::Call& call) { return world_.credits.Adjust(call, request); }),
              FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(CreditHandlersTest, CommitmentTakesWhatIsFreeAndGivesItBackOnce) {
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  const auto commitment = Reserve(700);
  ASSERT_THAT(commitment, IsOk());
  EXPECT_EQ(commitment->state(), v1::Commitment::ACTIVE);
  EXPECT_EQ(world_.Credit().free().amount(), 300);
  EXPECT_THAT(Reserve(301), FailsWith(absl::StatusCode::kFailedPrecondition, "CREDIT_TOO_LOW"));

  ASSERT_THAT(Release(commitment->name()), IsOk());
  EXPECT_EQ(world_.Credit().free().amount(), 1000);
  EXPECT_THAT(Release(commitment->name()), FailsWith(absl::StatusCode::kFailedPrecondition, "COMMITMENT_NOT_ACTIVE"));
  EXPECT_THAT(Release("credits/30-1405/commitments/none"),
              FailsWith(absl::StatusCode::kNotFound, "COMMITMENT_NOT_FOUND"));
}

TEST_F(CreditHandlersTest, ReservationDoesNotOvertakeClaimsThatWait) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(50), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  EXPECT_THAT(Reserve(10), FailsWith(absl::StatusCode::kFailedPrecondition, "CLAIMS_WAITING"));
}

TEST_F(CreditHandlersTest, ReleasedCommitmentReleasesWhoWaits) {
  ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
  ASSERT_THAT(world_.Allocate(150), IsOk());
  const auto commitment = Reserve(100);
  ASSERT_THAT(commitment, IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  ASSERT_EQ(world_.StateOf("a"), "HELD / NO_CREDIT");
  ASSERT_THAT(Release(commitment->name()), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
}

TEST_F(CreditHandlersTest, OthersSeeTheirOwnProvinceOnly) {
  ASSERT_THAT(world_.Allocate(1000), IsOk());
  v1::GetCreditRequest request;
  request.set_name(kCredit);
  const auto get = [&](const auth::Principal& caller) {
    return world_.calls.Read(caller, [&](rpc::Call& call) { return world_.credits.Get(call, request); });
  };
  EXPECT_THAT(get(Finance("f", "provinces/30")), IsOk());
  EXPECT_THAT(get(Finance("f", "provinces/3")), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Reserve(1, Finance("f", "provinces/3")), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(ListAs(Finance("f", "provinces/30")), ::testing::ElementsAre(kCredit));
  EXPECT_THAT(ListAs(Finance("f", "provinces/3")), IsEmpty());
  EXPECT_THAT(ListAs(Finance("f", "provinces/30"), "provinces/3"), IsEmpty());
  EXPECT_THAT(ListAs(Finance(), "provinces/30"), ::testing::ElementsAre(kCredit));
}

}  // namespace
}  // namespace mosbat::purchasing
