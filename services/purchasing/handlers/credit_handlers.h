// Use cases of credits and commitments.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"
#include "services/purchasing/handlers/funding.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/credit_store.h"
#include "services/purchasing/store/ledger.h"

namespace mosbat::purchasing {

class CreditHandlers {
 public:
  CreditHandlers(const CreditStore& credits, const ClaimStore& claims, const Ledger& ledger, const Funding& funding)
      : credits_(credits), claims_(claims), ledger_(ledger), funding_(funding) {}

  absl::StatusOr<v1::Credit> Allocate(rpc::Call& call, const v1::AllocateCreditRequest& request) const;
  absl::StatusOr<v1::Credit> Adjust(rpc::Call& call, const v1::AdjustCreditRequest& request) const;
  absl::StatusOr<v1::Credit> Get(rpc::Call& call, const v1::GetCreditRequest& request) const;
  absl::StatusOr<v1::ListCreditsResponse> List(rpc::Call& call, const v1::ListCreditsRequest& request) const;
  absl::StatusOr<v1::Commitment> Reserve(rpc::Call& call, const v1::ReserveCommitmentRequest& request) const;
  absl::StatusOr<v1::Commitment> Release(rpc::Call& call, const v1::ReleaseCommitmentRequest& request) const;

 private:
  // Enters a change of what is allocated into the ledger and releases who waits for it; the credit as it is then.
  absl::StatusOr<v1::Credit> Book(rpc::Call& call, const v1::Credit& before, int64_t change) const;
  absl::StatusOr<v1::Credit> WithWaiting(db::Session& session, const std::string& name) const;

  const CreditStore& credits_;
  const ClaimStore& claims_;
  const Ledger& ledger_;
  const Funding& funding_;
};

}  // namespace mosbat::purchasing
