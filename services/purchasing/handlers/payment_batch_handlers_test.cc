#include "services/purchasing/handlers/payment_batch_handlers.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;

constexpr char kStatement[] = "statements/mehr-karaj-1405-01";

class PaymentBatchHandlersTest : public ::testing::Test {
 protected:
  void TearDown() override { EXPECT_THAT(world_.Disagreements(), IsEmpty()); }

  void StateClaims(int count) {
    ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
    ASSERT_THAT(world_.Allocate(100'000), IsOk());
    for (int i = 0; i < count; ++i) ASSERT_THAT(world_.Hear(DeliveryOf("d" + std::to_string(i))), IsOk());
    while (world_.ApproveMonth()->remaining_count() > 0) {
    }
    world_.EndTheMonth();
    while (world_.Prepare()->state() == v1::Statement::OPEN) {
    }
  }
  // The name of an approved batch with the approved statement.
  std::string ApprovedBatch() {
    EXPECT_THAT(world_.ApproveStatement(), IsOk());
    const auto batch = world_.CreateBatch({kStatement});
    EXPECT_THAT(batch, IsOk());
    EXPECT_THAT(world_.ApproveBatch(batch->name()), IsOk());
    return batch->name();
  }
  absl::StatusOr<v1::TracePaymentResponse> TraceAs(const auth::Principal& caller) {
    v1::TracePaymentRequest request;
    request.set_name("claims/d0");
    return world_.calls.Read(caller, [&](rpc::Call& call) { return world_.batches.Trace(call, request); });
  }
  int64_t Balance(const std::string& account) {
    int64_t balance = -1;
    EXPECT_THAT(world_.calls.database().Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(balance, world_.ledger.Balance(session, account));
      return absl::OkStatus();
    }),
                IsOk());
    return balance;
  }

  World world_;
};

TEST_F(PaymentBatchHandlersTest, ConfirmedBatchHasPaidItsStatementsAndClaims) {
  StateClaims(2);
  const std::string batch = ApprovedBatch();
  EXPECT_EQ(Balance("centres/mehr-karaj/payable"), 200);
  const auto confirmed = world_.ConfirmBatch(batch);
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_EQ(confirmed->state(), v1::PaymentBatch::CONFIRMED);
  EXPECT_EQ(confirmed->amount().amount(), 200);
  EXPECT_EQ(confirmed->bank_reference(), "bank 7");
  EXPECT_EQ(world_.StateOf("d0"), "PAID");
  EXPECT_EQ(world_.StateOf("d1"), "PAID");
  EXPECT_EQ(Balance("centres/mehr-karaj/payable"), 0);
  EXPECT_EQ(Balance("centres/mehr-karaj/paid"), 200);
  EXPECT_THAT(world_.ConfirmBatch(batch),
              FailsWith(absl::StatusCode::kFailedPrecondition, "PAYMENT_BATCH_NOT_APPROVED"));
}

TEST_F(PaymentBatchHandlersTest, SweepPaysTheClaimsThatTheConfirmationLeft) {
  StateClaims(kClaimsAtOnce + 1);
  ASSERT_THAT(world_.ConfirmBatch(ApprovedBatch()), IsOk());
  v1::ListClaimsRequest request;
  request.set_state(v1::Claim::STATED);
  const auto stated = [&] {
    const auto page = world_.calls.Read(Finance(), [&](rpc::Call& call) { return world_.claims.List(call, request); });
    EXPECT_THAT(page, IsOk());
    return page->claims_size();
  };
  EXPECT_EQ(stated(), 1);
  EXPECT_GT(world_.sweep.Turn(), 0);
  EXPECT_EQ(stated(), 0);
  EXPECT_EQ(world_.sweep.Turn(), 0);
}

TEST_F(PaymentBatchHandlersTest, StatementIsPaidOnce) {
  StateClaims(1);
  EXPECT_THAT(world_.CreateBatch({kStatement}),
              FailsWith(absl::StatusCode::kFailedPrecondition, "STATEMENT_NOT_APPROVED"));
  const std::string batch = ApprovedBatch();
  EXPECT_THAT(world_.CreateBatch({kStatement}), FailsWith(absl::StatusCode::kFailedPrecondition, "STATEMENT_IN_BATCH"));
}

TEST_F(PaymentBatchHandlersTest, CreatorMayNotApproveTheirOwn) {
  StateClaims(1);
  ASSERT_THAT(world_.ApproveStatement(), IsOk());
  const auto batch = world_.CreateBatch({kStatement}, Finance("mina"));
  ASSERT_THAT(batch, IsOk());
  EXPECT_THAT(world_.ApproveBatch(batch->name(), Finance("mina")),
              FailsWith(absl::StatusCode::kFailedPrecondition, "APPROVER_IS_PREPARER"));
  EXPECT_THAT(world_.ApproveBatch(batch->name(), Finance("sara", "provinces/3")),
              FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(world_.ConfirmBatch(batch->name()),
              FailsWith(absl::StatusCode::kFailedPrecondition, "PAYMENT_BATCH_NOT_APPROVED"));
}

TEST_F(PaymentBatchHandlersTest, ListOfStatementsIsChecked) {
  const auto invalid = FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID");
  EXPECT_THAT(world_.CreateBatch({}), invalid);
  EXPECT_THAT(world_.CreateBatch({kStatement, kStatement}), invalid);
  EXPECT_THAT(world_.CreateBatch(std::vector<std::string>(101, kStatement)), invalid);
  EXPECT_THAT(world_.CreateBatch({"statement"}), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID"));
  EXPECT_THAT(world_.CreateBatch({kStatement}), FailsWith(absl::StatusCode::kNotFound, "STATEMENT_NOT_FOUND"));
}

TEST_F(PaymentBatchHandlersTest, TraceShowsOthersStatementsToTheProvinceOnly) {
  StateClaims(1);
  ASSERT_THAT(world_.ApproveStatement(), IsOk());
  v1::Statement other = StatementIn(v1::Statement::APPROVED);
  other.set_name("statements/other-1405-01");
  other.set_centre("centres/other");
  *other.mutable_stated()->mutable_amount() = domain::InRials(5000);
  ASSERT_THAT(world_.calls.database().Transact(
                  [&](db::Session& session) { return world_.statement_store.Put(session, other).status(); }),
              IsOk());
  ASSERT_THAT(world_.CreateBatch({kStatement, other.name()}), IsOk());

  EXPECT_EQ(TraceAs(CentreManager())->payment_batch().amount().amount(), 100);
  EXPECT_THAT(TraceAs(CentreManager())->payment_batch().statements(), ElementsAre(kStatement));
  EXPECT_THAT(TraceAs(Reviewer(kCounty))->payment_batch().statements(), ElementsAre(kStatement));
  EXPECT_EQ(TraceAs(Reviewer("provinces/30"))->payment_batch().amount().amount(), 5100);
  EXPECT_THAT(TraceAs(Reviewer("provinces/30"))->payment_batch().statements(), ElementsAre(kStatement, other.name()));
}

TEST_F(PaymentBatchHandlersTest, TraceGoesFromTheDeliveryToTheBank) {
  StateClaims(1);
  const std::string batch = ApprovedBatch();
  ASSERT_THAT(world_.ConfirmBatch(batch), IsOk());
  const auto trace = TraceAs(CentreManager());
  ASSERT_THAT(trace, IsOk());
  EXPECT_EQ(trace->claim().cause(), "deliveries/d0");
  EXPECT_EQ(trace->tariff().name(), "tariffs/t");
  EXPECT_EQ(trace->statement().state(), v1::Statement::PAID);
  EXPECT_EQ(trace->payment_batch().name(), batch);
  ASSERT_EQ(trace->postings_size(), 4);
  EXPECT_EQ(trace->postings(0).account(), "credits/30-1405/available");
  EXPECT_EQ(trace->postings(3).account(), "centres/mehr-karaj/paid");
  EXPECT_THAT(TraceAs(CentreManager("centres/other")), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

}  // namespace
}  // namespace mosbat::purchasing
