// Keeps payment batches. A statement stands in at most one: that is a unique key here. Thread-safe; runs in the
// caller's transaction. Each sentence is a test in payment_batch_store_conformance_test.cc.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/db/message_table.h"
#include "mosbat/purchasing/v1/payment_batch.pb.h"

namespace mosbat::purchasing {

// What is not set does not narrow the list.
struct PaymentBatchFilter {
  db::Visibility visibility;
  v1::PaymentBatch::State state = v1::PaymentBatch::STATE_UNSPECIFIED;
};

class PaymentBatchStore {
 public:
  // Inserts the batch and takes its statements. IsUniqueViolation if the name or one of the statements is taken.
  absl::StatusOr<v1::PaymentBatch> Insert(db::Session& session, const v1::PaymentBatch& batch) const;

  // ABORTED / STALE_ETAG if another writer came first. The statements stay as they are.
  absl::StatusOr<v1::PaymentBatch> Replace(db::Session& session, const v1::PaymentBatch& batch) const;

  // NOT_FOUND / PAYMENT_BATCH_NOT_FOUND if there is none.
  absl::StatusOr<v1::PaymentBatch> Get(db::Session& session, const std::string& name) const;

  // Batches with names after `after`, in byte order, at most `limit`.
  absl::StatusOr<std::vector<v1::PaymentBatch>> List(db::Session& session, const PaymentBatchFilter& filter,
                                                     const std::string& after, int limit) const;

 private:
  const db::MessageTable<v1::PaymentBatch> batches_{"payment_batches", {"state", "province"}};
};

}  // namespace mosbat::purchasing
