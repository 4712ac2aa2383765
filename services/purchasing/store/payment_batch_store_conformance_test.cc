#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/store/payment_batch_store.h"
#include "services/purchasing/testing/store_conformance.h"

namespace mosbat::purchasing {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

v1::PaymentBatch BatchOf(const std::string& id, const std::vector<std::string>& statements) {
  v1::PaymentBatch batch;
  batch.set_name("paymentBatches/" + id);
  batch.set_state(v1::PaymentBatch::DRAFT);
  batch.set_province("provinces/30");
  for (const std::string& statement : statements) batch.add_statements(statement);
  return batch;
}

class PaymentBatchStoreConformance : public PurchasingStoreConformance {
 protected:
  absl::StatusOr<v1::PaymentBatch> Insert(const v1::PaymentBatch& batch) {
    return Write([&](db::Session& session) { return store_.Insert(session, batch); });
  }

  const PaymentBatchStore store_;
};

TEST_P(PaymentBatchStoreConformance, StatementStandsInAtMostOne) {
  ASSERT_THAT(Insert(BatchOf("a", {"statements/1", "statements/2"})), IsOk());
  EXPECT_TRUE(db::IsUniqueViolation(Insert(BatchOf("b", {"statements/2", "statements/3"})).status()));
  // Nothing of the refused batch was kept.
  EXPECT_THAT(Insert(BatchOf("c", {"statements/3"})), IsOk());
}

TEST_P(PaymentBatchStoreConformance, SecondWriterOfOneVersionIsAborted) {
  const auto stored = Insert(BatchOf("a", {"statements/1"}));
  ASSERT_THAT(stored, IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return store_.Replace(session, *stored); }), IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return store_.Replace(session, *stored); }),
              FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(PaymentBatchStoreConformance, MissingOneIsNotFound) {
  EXPECT_THAT(Read([&](db::Session& session) { return store_.Get(session, "paymentBatches/none"); }),
              FailsWith(absl::StatusCode::kNotFound, "PAYMENT_BATCH_NOT_FOUND"));
}

TEST_P(PaymentBatchStoreConformance, ListNarrowsByProvinceAndState) {
  ASSERT_THAT(Insert(BatchOf("a", {"statements/1"})), IsOk());
  ASSERT_THAT(Insert(BatchOf("b", {"statements/2"})), IsOk());
  const auto names = [&](const PaymentBatchFilter& filter, const std::string& after = "") {
    return NamesOf(Read([&](db::Session& session) { return store_.List(session, filter, after, 10); }));
  };
  EXPECT_THAT(names({}), ElementsAre("paymentBatches/a", "paymentBatches/b"));
  EXPECT_THAT(names({}, "paymentBatches/a"), ElementsAre("paymentBatches/b"));
  EXPECT_THAT(names({.visibility = {.area = "provinces/30"}}), ElementsAre("paymentBatches/a", "paymentBatches/b"));
  EXPECT_THAT(names({.visibility = {.area = "provinces/12"}}), ElementsAre());
  EXPECT_THAT(names({.visibility = {.area = "provinces/30"}, .state = v1::PaymentBatch::CONFIRMED}), ElementsAre());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, PaymentBatchStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::purchasing
