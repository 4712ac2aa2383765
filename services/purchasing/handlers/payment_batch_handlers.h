// Use cases of payment batches, and the trace of a payment.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/purchasing/v1/settlement_service.pb.h"
#include "services/purchasing/handlers/paying.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/ledger.h"
#include "services/purchasing/store/payment_batch_store.h"
#include "services/purchasing/store/statement_store.h"
#include "services/purchasing/store/tariff_store.h"

namespace mosbat::purchasing {

// What the handlers of payment batches work with; everything outlives them.
struct PaymentStores {
  const PaymentBatchStore& batches;
  const StatementStore& statements;
  const ClaimStore& claims;
  const TariffStore& tariffs;
  const Ledger& ledger;
};

class PaymentBatchHandlers {
 public:
  PaymentBatchHandlers(const PaymentStores& stores, const Paying& paying) : stores_(stores), paying_(paying) {}

  absl::StatusOr<v1::PaymentBatch> Create(rpc::Call& call, const v1::CreatePaymentBatchRequest& request) const;
  absl::StatusOr<v1::PaymentBatch> Approve(rpc::Call& call, const v1::ApprovePaymentBatchRequest& request) const;
  absl::StatusOr<v1::PaymentBatch> Confirm(rpc::Call& call, const v1::ConfirmPaymentBatchRequest& request) const;
  absl::StatusOr<v1::PaymentBatch> Get(rpc::Call& call, const v1::GetPaymentBatchRequest& request) const;
  absl::StatusOr<v1::ListPaymentBatchesResponse> List(rpc::Call& call,
                                                      const v1::ListPaymentBatchesRequest& request) const;
  absl::StatusOr<v1::TracePaymentResponse> Trace(rpc::Call& call, const v1::TracePaymentRequest& request) const;

 private:
  // The batch, in the caller's scope and at the wanted etag.
  absl::StatusOr<v1::PaymentBatch> Read(rpc::Call& call, const std::string& name, const std::string& etag) const;
  // Takes each statement into the batch and adds it up.
  absl::Status Fill(rpc::Call& call, const std::vector<std::string>& names, v1::PaymentBatch& batch) const;
  // Pays one statement, with its posting.
  absl::Status PayStatement(rpc::Call& call, const std::string& name) const;

  const PaymentStores stores_;
  const Paying& paying_;
};

}  // namespace mosbat::purchasing
