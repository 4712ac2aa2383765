#include "services/purchasing/store/payment_batch_store.h"

#include "common/base/status_macros.h"
#include "services/purchasing/errors.h"

namespace mosbat::purchasing {
namespace {

constexpr char kTake[] = "INSERT INTO payment_batch_statements (statement, payment_batch) VALUES (?, ?)";

}  // namespace

absl::StatusOr<v1::PaymentBatch> PaymentBatchStore::Insert(db::Session& session, const v1::PaymentBatch& batch) const {
  for (const std::string& statement : batch.statements()) {
    MOSBAT_RETURN_IF_ERROR(session.Execute(kTake, {statement, batch.name()}).status());
  }
  return batches_.Insert(session, batch, {v1::PaymentBatch::State_Name(batch.state()), batch.province()});
}

absl::StatusOr<v1::PaymentBatch> PaymentBatchStore::Replace(db::Session& session, const v1::PaymentBatch& batch) const {
  return batches_.Replace(session, batch, {v1::PaymentBatch::State_Name(batch.state()), batch.province()});
}

absl::StatusOr<v1::PaymentBatch> PaymentBatchStore::Get(db::Session& session, const std::string& name) const {
  return batches_.Get(session, name, errors::PaymentBatchNotFound);
}

absl::StatusOr<std::vector<v1::PaymentBatch>> PaymentBatchStore::List(db::Session& session,
                                                                      const PaymentBatchFilter& filter,
                                                                      const std::string& after, int limit) const {
  const std::string state =
      filter.state == v1::PaymentBatch::STATE_UNSPECIFIED ? "" : v1::PaymentBatch::State_Name(filter.state);
  db::Where where;
  where.VisibleTo(filter.visibility, {.county = "", .province = "province"}).Equal("state", state);
  return batches_.List(session, where, after, limit);
}

}  // namespace mosbat::purchasing
