#include "services/purchasing/handlers/claim_handlers.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;

class ClaimHandlersTest : public ::testing::Test {
 protected:
  ClaimHandlersTest() {
    EXPECT_THAT(world_.CreateTariff("t", 100), IsOk());
    EXPECT_THAT(world_.Allocate(200), IsOk());
    EXPECT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
    EXPECT_THAT(world_.Hear(DeliveryOf("b")), IsOk());
    EXPECT_THAT(world_.Hear(DeliveryOf("waits")), IsOk());
  }
  void TearDown() override { EXPECT_THAT(world_.Disagreements(), IsEmpty()); }

  absl::StatusOr<v1::Claim> Object(const std::string& id, const auth::Principal& caller = CentreManager()) {
    v1::ObjectClaimRequest request;
    request.set_name("claims/" + id);
    request.set_objection("It was delivered.");
    return world_.calls.Write(caller, [&](rpc::Call& call) { return world_.claims.Object(call, request); });
  }
  std::vector<std::string> ListAs(const auth::Principal& caller) {
    const auto page =
        world_.calls.Read(caller, [&](rpc::Call& call) { return world_.claims.List(call, v1::ListClaimsRequest()); });
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> names;
    for (const v1::Claim& claim : page->claims()) names.push_back(claim.name());
    return names;
  }

  World world_;
};

TEST_F(ClaimHandlersTest, RejectionGivesTheMoneyToWhoWaits) {
  ASSERT_EQ(world_.StateOf("waits"), "HELD / NO_CREDIT");
  ASSERT_THAT(world_.Review("a", v1::ReviewClaimRequest::REJECT), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "REJECTED");
  EXPECT_EQ(world_.StateOf("waits"), "PENDING");
}

TEST_F(ClaimHandlersTest, HeldForReviewKeepsItsMoney) {
  ASSERT_THAT(world_.Review("a", v1::ReviewClaimRequest::HOLD), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "HELD / REVIEW");
  EXPECT_EQ(world_.StateOf("waits"), "HELD / NO_CREDIT");
  ASSERT_THAT(world_.Review("a", v1::ReviewClaimRequest::RELEASE), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
}

TEST_F(ClaimHandlersTest, RejectedFromTheQueueItLeavesItsPlace) {
  ASSERT_THAT(world_.Hear(DeliveryOf("waits-too")), IsOk());
  ASSERT_THAT(world_.Review("waits", v1::ReviewClaimRequest::REJECT), IsOk());
  EXPECT_EQ(world_.Credit().waiting_count(), 1);
  ASSERT_THAT(world_.Adjust(100), IsOk());
  EXPECT_EQ(world_.StateOf("waits-too"), "PENDING");
}

TEST_F(ClaimHandlersTest, ObjectionIsReleasedThroughTheQueueOrRejectedForGood) {
  ASSERT_THAT(world_.Review("a", v1::ReviewClaimRequest::REJECT), IsOk());
  EXPECT_THAT(Object("b"), FailsWith(absl::StatusCode::kFailedPrecondition, "CLAIM_STATE"));
  ASSERT_THAT(Object("a"), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "OBJECTED");
  // Its money went to the claim that waited, so now it waits itself.
  ASSERT_THAT(world_.Review("a", v1::ReviewClaimRequest::RELEASE), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "HELD / NO_CREDIT");
  ASSERT_THAT(world_.Adjust(100), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
  ASSERT_THAT(world_.Review("a", v1::ReviewClaimRequest::REJECT), IsOk());
  EXPECT_THAT(Object("a"), FailsWith(absl::StatusCode::kFailedPrecondition, "CLAIM_REJECTED_FOR_GOOD"));
}

TEST_F(ClaimHandlersTest, ReasonIsAskedForUnlessItIsAnApproval) {
  v1::ReviewClaimRequest request;
  request.set_name("claims/a");
  const auto review = [&](v1::ReviewClaimRequest::Outcome outcome) {
    request.set_outcome(outcome);
    return world_.calls.Write(Reviewer(), [&](rpc::Call& call) { return world_.claims.Review(call, request); });
  };
  EXPECT_THAT(review(v1::ReviewClaimRequest::REJECT), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(review(v1::ReviewClaimRequest::APPROVE), IsOk());
  request.set_etag(EtagOf(1));
  EXPECT_THAT(review(v1::ReviewClaimRequest::APPROVE), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(ClaimHandlersTest, OnlyPendingClaimsAreApproved) {
  EXPECT_THAT(world_.Review("waits", v1::ReviewClaimRequest::APPROVE),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CLAIM_STATE"));
}

TEST_F(ClaimHandlersTest, MonthIsApprovedAtOnceWithoutWhatIsHeld) {
  const auto approved = world_.ApproveMonth();
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->approved_count(), 2);
  EXPECT_EQ(approved->approved_amount().amount(), 200);
  EXPECT_EQ(approved->remaining_count(), 0);
  EXPECT_EQ(world_.StateOf("waits"), "HELD / NO_CREDIT");
}

TEST_F(ClaimHandlersTest, NamedClaimsAreApprovedTogetherOrNotAtAll) {
  EXPECT_THAT(world_.ApproveMonth("1405-01", {"claims/a", "claims/waits"}),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CLAIM_STATE"));
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
  EXPECT_THAT(world_.ApproveMonth("1405-02", {"claims/a"}),
              FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(world_.ApproveMonth("1405-01", std::vector<std::string>(501, "claims/a")),
              FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  const auto approved = world_.ApproveMonth("1405-01", {"claims/a", "claims/a"});
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->approved_count(), 1);
  EXPECT_EQ(approved->remaining_count(), 1);
}

TEST_F(ClaimHandlersTest, ClaimWhoseDayIsNoLongerCoveredIsNotApproved) {
  world_.KeepWithoutHolding(EndedOn(kDay));
  const auto ended = FailsWith(absl::StatusCode::kFailedPrecondition, "RULE_ENDED");
  EXPECT_THAT(world_.Review("a", v1::ReviewClaimRequest::APPROVE), ended);
  EXPECT_THAT(world_.ApproveMonth(), ended);
  EXPECT_THAT(world_.ApproveMonth("1405-01", {"claims/a"}), ended);
  EXPECT_EQ(world_.StateOf("a"), "PENDING");
}

TEST_F(ClaimHandlersTest, ReleaseAsksAgainUntilTheRuleIsWaived) {
  ASSERT_THAT(world_.Review("a", v1::ReviewClaimRequest::HOLD), IsOk());
  ASSERT_THAT(world_.Review("b", v1::ReviewClaimRequest::REJECT), IsOk());
  ASSERT_THAT(Object("b"), IsOk());
  ASSERT_THAT(world_.Hear(EndedOn(kDay)), IsOk());
  for (const char* const id : {"a", "b"}) {
    ASSERT_THAT(world_.Review(id, v1::ReviewClaimRequest::RELEASE), IsOk());
    EXPECT_EQ(world_.StateOf(id), "HELD / RULE_ENDED") << id;
    ASSERT_THAT(world_.Review(id, v1::ReviewClaimRequest::RELEASE), IsOk());
    EXPECT_EQ(world_.StateOf(id), "PENDING") << id;
    EXPECT_TRUE(world_.Claim(id).rule_waived());
  }
  ASSERT_THAT(world_.Hear(SuspendedOn(kDay, kDay + 1)), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "PENDING") << "a reviewer has decided";
  EXPECT_THAT(world_.ApproveMonth(), IsOk());
  EXPECT_EQ(world_.StateOf("a"), "APPROVED");
}

TEST_F(ClaimHandlersTest, WhatPeopleWroteIsNotInTheEvents) {
  ASSERT_THAT(world_.Review("a", v1::ReviewClaimRequest::REJECT), IsOk());
  ASSERT_THAT(Object("a"), IsOk());
  EXPECT_EQ(world_.Claim("a").review_reason(), "looked at");
  EXPECT_EQ(world_.Claim("a").objection(), "It was delivered.");
  int events = 0;
  for (const feed::v1::Event& event : world_.calls.events()) {
    v1::Claim claim;
    if (!event.payload().UnpackTo(&claim)) continue;
    ++events;
    EXPECT_EQ(claim.review_reason() + claim.objection(), "") << event.type();
  }
  EXPECT_EQ(events, 3) << "rejected, released who waited, objected";
}

TEST_F(ClaimHandlersTest, NothingOutsideTheScopeIsReadOrChanged) {
  const auto denied = FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE");
  EXPECT_THAT(world_.Review("a", v1::ReviewClaimRequest::APPROVE, Reviewer("provinces/3")), denied);
  ASSERT_THAT(world_.Review("a", v1::ReviewClaimRequest::REJECT), IsOk());
  EXPECT_THAT(Object("a", CentreManager("centres/other")), denied);
  EXPECT_THAT(ListAs(CentreManager()), ElementsAre("claims/a", "claims/b", "claims/waits"));
  EXPECT_THAT(ListAs(CentreManager("centres/other")), IsEmpty());
  EXPECT_THAT(ListAs(Reviewer("provinces/3")), IsEmpty());
  EXPECT_THAT(ListAs(Reviewer(kCounty)), ElementsAre("claims/a", "claims/b", "claims/waits"));
  EXPECT_THAT(ListAs(testing::As(access::v1::AUDITOR, "x", "self")), IsEmpty());
}

}  // namespace
}  // namespace mosbat::purchasing
