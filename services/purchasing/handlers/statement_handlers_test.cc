#include "services/purchasing/handlers/statement_handlers.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;

class StatementHandlersTest : public ::testing::Test {
 protected:
  StatementHandlersTest() {
    EXPECT_THAT(world_.CreateTariff("old", 100), IsOk());
    EXPECT_THAT(world_.CreateTariff("new", 130, kDay), IsOk());
    EXPECT_THAT(world_.Allocate(100'000), IsOk());
  }
  void TearDown() override { EXPECT_THAT(world_.Disagreements(), IsEmpty()); }

  World world_;
};

TEST_F(StatementHandlersTest, HoldsTheApprovedClaimsOfItsMonthWithTheOthersBeside) {
  ASSERT_THAT(world_.Hear(DeliveryOf("a", kDay - 1)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("b", kDay, 2)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("held", kDay)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("rejected", kDay)), IsOk());
  ASSERT_THAT(world_.Review("held", v1::ReviewClaimRequest::HOLD), IsOk());
  ASSERT_THAT(world_.Review("rejected", v1::ReviewClaimRequest::REJECT), IsOk());
  ASSERT_THAT(world_.ApproveMonth(), IsOk());
  EXPECT_THAT(world_.Prepare(), FailsWith(absl::StatusCode::kFailedPrecondition, "MONTH_NOT_OVER"));
  world_.EndTheMonth();

  const auto statement = world_.Prepare();
  ASSERT_THAT(statement, IsOk());
  EXPECT_EQ(statement->name(), "statements/mehr-karaj-1405-01");
  EXPECT_EQ(statement->state(), v1::Statement::CLOSED);
  EXPECT_EQ(statement->stated().count(), 2);
  EXPECT_EQ(statement->stated().amount().amount(), 100 + 2 * 130);
  EXPECT_EQ(statement->held().count(), 1);
  EXPECT_EQ(statement->held().amount().amount(), 130);
  EXPECT_EQ(statement->rejected().amount().amount(), 130);
  EXPECT_EQ(statement->pending().count(), 0);
  ASSERT_EQ(statement->lines_size(), 2);
  EXPECT_EQ(statement->lines(0).tariff(), "tariffs/new");
  EXPECT_EQ(statement->lines(0).quantity(), 2);
  EXPECT_EQ(world_.StateOf("a"), "STATED");
  EXPECT_EQ(world_.Claim("a").statement(), statement->name());
  EXPECT_THAT(world_.Prepare(), FailsWith(absl::StatusCode::kFailedPrecondition, "STATEMENT_NOT_OPEN"));
}

TEST_F(StatementHandlersTest, ClaimApprovedAfterTheClosingStandsInTheNextMonth) {
  ASSERT_THAT(world_.Hear(DeliveryOf("a", kDay)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("late", kDay)), IsOk());
  ASSERT_THAT(world_.ApproveMonth("1405-01", {"claims/a"}), IsOk());
  world_.EndTheMonth();
  ASSERT_THAT(world_.Prepare(), IsOk());
  ASSERT_THAT(world_.ApproveMonth(), IsOk());
  world_.EndTheMonth();

  const auto next = world_.Prepare("1405-02");
  ASSERT_THAT(next, IsOk());
  ASSERT_EQ(next->lines_size(), 1);
  EXPECT_EQ(next->lines(0).month(), "1405-01");
  EXPECT_EQ(world_.Claim("late").statement(), "statements/mehr-karaj-1405-02");
}

TEST_F(StatementHandlersTest, StaysOpenUntilEverythingIsCollected) {
  for (int i = 0; i < kClaimsAtOnce + 1; ++i) {
    ASSERT_THAT(world_.Hear(DeliveryOf("d" + std::to_string(i), kDay - 1)), IsOk());
  }
  EXPECT_EQ(world_.ApproveMonth()->remaining_count(), 1);
  EXPECT_EQ(world_.ApproveMonth()->remaining_count(), 0);
  world_.EndTheMonth();
  EXPECT_EQ(world_.Prepare()->state(), v1::Statement::OPEN);
  EXPECT_THAT(world_.ApproveStatement(), FailsWith(absl::StatusCode::kFailedPrecondition, "STATEMENT_NOT_CLOSED"));
  const auto closed = world_.Prepare("1405-01", Finance("second"));
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->state(), v1::Statement::CLOSED);
  EXPECT_THAT(world_.ApproveStatement("1405-01", Finance("preparer")),
              FailsWith(absl::StatusCode::kFailedPrecondition, "APPROVER_IS_PREPARER"))
      << "prepared the first part";
  EXPECT_EQ(closed->stated().count(), kClaimsAtOnce + 1);
  EXPECT_EQ(closed->stated().amount().amount(), int64_t{100} * (kClaimsAtOnce + 1));
}

TEST_F(StatementHandlersTest, ClaimWhoseDayIsNoLongerCoveredIsHeldInstead) {
  ASSERT_THAT(world_.Hear(DeliveryOf("a", kDay - 1)), IsOk());
  ASSERT_THAT(world_.Hear(DeliveryOf("ended", kDay)), IsOk());
  ASSERT_THAT(world_.ApproveMonth(), IsOk());
  world_.EndTheMonth();
  world_.KeepWithoutHolding(EndedOn(kDay));

  const auto statement = world_.Prepare();
  ASSERT_THAT(statement, IsOk());
  EXPECT_EQ(statement->stated().count(), 1);
  EXPECT_EQ(statement->held().count(), 1);
  EXPECT_EQ(world_.StateOf("ended"), "HELD / RULE_ENDED");
}

TEST_F(StatementHandlersTest, NothingApprovedMakesNoStatement) {
  ASSERT_THAT(world_.Hear(DeliveryOf("a", kDay)), IsOk());
  world_.EndTheMonth();
  EXPECT_THAT(world_.Prepare(), FailsWith(absl::StatusCode::kFailedPrecondition, "NOTHING_TO_STATE"));
  EXPECT_THAT(world_.Prepare("1405-13"), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(StatementHandlersTest, UnknownCentreIsNotFound) {
  v1::PrepareStatementRequest request;
  request.set_centre("centres/unknown");
  request.set_month("1404-12");
  EXPECT_THAT(world_.calls.Write(Finance(), [&](rpc::Call& call) { return world_.statements.Prepare(call, request); }),
              FailsWith(absl::StatusCode::kNotFound, "CENTRE_NOT_FOUND"));
}

TEST_F(StatementHandlersTest, IsApprovedByAnotherInItsScope) {
  ASSERT_THAT(world_.Hear(DeliveryOf("a", kDay)), IsOk());
  ASSERT_THAT(world_.ApproveMonth(), IsOk());
  world_.EndTheMonth();
  const auto denied = FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE");
  EXPECT_THAT(world_.Prepare("1405-01", Finance("f", "provinces/3")), denied);
  ASSERT_THAT(world_.Prepare("1405-01", Finance("mina")), IsOk());
  EXPECT_THAT(world_.ApproveStatement("1405-01", Finance("mina")),
              FailsWith(absl::StatusCode::kFailedPrecondition, "APPROVER_IS_PREPARER"));
  EXPECT_THAT(world_.ApproveStatement("1405-01", Finance("sara", "provinces/3")), denied);
  const auto approved = world_.ApproveStatement("1405-01", Finance("sara", "provinces/30"));
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->state(), v1::Statement::APPROVED);

  v1::GetStatementRequest request;
  request.set_name(approved->name());
  const auto get = [&](const auth::Principal& caller) {
    return world_.calls.Read(caller, [&](rpc::Call& call) { return world_.statements.Get(call, request); });
  };
  EXPECT_THAT(get(CentreManager()), IsOk());
  EXPECT_THAT(get(CentreManager("centres/other")), denied);
  const auto list = world_.calls.Read(CentreManager("centres/other"), [&](rpc::Call& call) {
    return world_.statements.List(call, v1::ListStatementsRequest());
  });
  ASSERT_THAT(list, IsOk());
  EXPECT_EQ(list->statements_size(), 0);
}

}  // namespace
}  // namespace mosbat::purchasing
