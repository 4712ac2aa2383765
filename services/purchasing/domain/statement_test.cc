#include "services/purchasing/domain/statement.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/purchasing/domain/money.h"
#include "services/purchasing/testing/messages.h"

namespace mosbat::purchasing::domain {
namespace {

using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;

const absl::Time kNow = absl::FromUnixSeconds(1'775'000'000);

v1::Claim StatedClaim(const std::string& month, const std::string& tariff, int64_t amount) {
  v1::Claim claim = ClaimIn(v1::Claim::STATED);
  claim.set_month(month);
  claim.set_tariff(tariff);
  *claim.mutable_amount() = InRials(amount);
  return claim;
}

TEST(AddTest, LinesAreKeptByMonthAndTariffInTheirOrder) {
  v1::Statement statement = StatementIn(v1::Statement::OPEN);
  ASSERT_THAT(Add(StatedClaim("1405-02", "tariffs/b", 100), statement), IsOk());
  ASSERT_THAT(Add(StatedClaim("1405-02", "tariffs/a", 10), statement), IsOk());
  ASSERT_THAT(Add(StatedClaim("1405-01", "tariffs/b", 1), statement), IsOk());
  ASSERT_THAT(Add(StatedClaim("1405-02", "tariffs/b", 100), statement), IsOk());

  EXPECT_EQ(statement.stated().count(), 4);
  EXPECT_EQ(statement.stated().amount().amount(), 211);
  std::vector<std::string> lines;
  for (const v1::StatementLine& line : statement.lines()) {
    lines.push_back(line.month() + " " + line.tariff() + " " + std::to_string(line.count()) + " " +
                    std::to_string(line.amount().amount()));
  }
  EXPECT_THAT(lines,
              ::testing::ElementsAre("1405-01 tariffs/b 1 1", "1405-02 tariffs/a 1 10", "1405-02 tariffs/b 2 200"));
}

TEST(AddTest, SumThatWouldPassTheLargestAmountIsRefused) {
  v1::Statement statement = StatementIn(v1::Statement::OPEN);
  ASSERT_THAT(Add(StatedClaim("1405-01", "tariffs/a", kMostRials), statement), IsOk());
  EXPECT_THAT(Add(StatedClaim("1405-01", "tariffs/a", 1), statement), HasCode(absl::StatusCode::kOutOfRange));
}

TEST(ApproveStatementTest, PreparerMayNotApproveTheirOwn) {
  EXPECT_THAT(Approve(StatementIn(v1::Statement::CLOSED), "preparer", kNow),
              FailsWith(absl::StatusCode::kFailedPrecondition, "APPROVER_IS_PREPARER"));
  const absl::StatusOr<v1::Statement> approved = Approve(StatementIn(v1::Statement::CLOSED), "other", kNow);
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->state(), v1::Statement::APPROVED);
  EXPECT_EQ(approved->approved_by(), "other");
}

TEST(ApproveStatementTest, NobodyWhoPreparedAPartMayApproveTheWhole) {
  v1::Statement statement = StatementIn(v1::Statement::CLOSED);
  statement.clear_prepared_by();
  for (const char* const preparer : {"mina", "sara", "mina"}) NotePreparer(preparer, kNow, statement);
  EXPECT_THAT(statement.prepared_by(), ::testing::ElementsAre("mina", "sara"));
  for (const char* const preparer : {"mina", "sara"}) {
    EXPECT_THAT(Approve(statement, preparer, kNow),
                FailsWith(absl::StatusCode::kFailedPrecondition, "APPROVER_IS_PREPARER"))
        << preparer;
  }
  EXPECT_THAT(Approve(statement, "reza", kNow), IsOk());
}

TEST(ApproveStatementTest, OnlyAClosedOne) {
  for (const auto state : {v1::Statement::OPEN, v1::Statement::APPROVED, v1::Statement::PAID}) {
    EXPECT_THAT(Approve(StatementIn(state), "other", kNow),
                FailsWith(absl::StatusCode::kFailedPrecondition, "STATEMENT_NOT_CLOSED"));
  }
}

TEST(PutIntoBatchTest, OnlyAnApprovedOneAndOnlyOnce) {
  EXPECT_THAT(PutIntoBatch(StatementIn(v1::Statement::CLOSED), "paymentBatches/1"),
              FailsWith(absl::StatusCode::kFailedPrecondition, "STATEMENT_NOT_APPROVED"));
  const absl::StatusOr<v1::Statement> taken = PutIntoBatch(StatementIn(v1::Statement::APPROVED), "paymentBatches/1");
  ASSERT_THAT(taken, IsOk());
  EXPECT_THAT(PutIntoBatch(*taken, "paymentBatches/2"),
              FailsWith(absl::StatusCode::kFailedPrecondition, "STATEMENT_IN_BATCH"));
}

TEST(PartOfTest, ShowsNothingOfTheOtherStatements) {
  v1::PaymentBatch batch;
  batch.set_name("paymentBatches/1");
  batch.set_state(v1::PaymentBatch::CONFIRMED);
  batch.set_province("provinces/30");
  for (const char* const name : {"statements/mehr-karaj-1405-01", "statements/other-1405-01"}) {
    batch.add_statements(name);
  }
  *batch.mutable_amount() = InRials(900);
  batch.set_created_by("mina");
  batch.set_approved_by("sara");
  batch.set_bank_reference("bank 7");
  v1::Statement statement = StatementIn(v1::Statement::PAID);
  *statement.mutable_stated()->mutable_amount() = InRials(100);

  const v1::PaymentBatch part = PartOf(batch, statement);
  EXPECT_THAT(part.statements(), ::testing::ElementsAre("statements/mehr-karaj-1405-01"));
  EXPECT_EQ(part.amount().amount(), 100);
  EXPECT_EQ(part.state(), v1::PaymentBatch::CONFIRMED);
  EXPECT_EQ(part.bank_reference(), "bank 7");
  EXPECT_EQ(part.created_by() + part.approved_by() + part.confirmed_by(), "");
}

TEST(PaymentBatchTest, IsApprovedByAnotherAndThenConfirmedOnce) {
  v1::PaymentBatch batch;
  batch.set_name("paymentBatches/1");
  batch.set_state(v1::PaymentBatch::DRAFT);
  batch.set_created_by("mina");
  EXPECT_THAT(Confirm(batch, "bank", "ref", kNow),
              FailsWith(absl::StatusCode::kFailedPrecondition, "PAYMENT_BATCH_NOT_APPROVED"));
  EXPECT_THAT(Approve(batch, "mina", kNow), FailsWith(absl::StatusCode::kFailedPrecondition, "APPROVER_IS_PREPARER"));
  absl::StatusOr<v1::PaymentBatch> next = Approve(batch, "sara", kNow);
  ASSERT_THAT(next, IsOk());
  EXPECT_THAT(Approve(*next, "reza", kNow),
              FailsWith(absl::StatusCode::kFailedPrecondition, "PAYMENT_BATCH_NOT_DRAFT"));
  next = Confirm(*next, "mina", "ref", kNow);
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->state(), v1::PaymentBatch::CONFIRMED);
  EXPECT_THAT(Confirm(*next, "mina", "ref", kNow),
              FailsWith(absl::StatusCode::kFailedPrecondition, "PAYMENT_BATCH_NOT_APPROVED"));
}

}  // namespace
}  // namespace mosbat::purchasing::domain
