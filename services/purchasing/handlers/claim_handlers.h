// Use cases of claims.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/purchasing/v1/settlement_service.pb.h"
#include "services/purchasing/domain/claim.h"
#include "services/purchasing/handlers/funding.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/copies.h"

namespace mosbat::purchasing {

class ClaimHandlers {
 public:
  ClaimHandlers(const ClaimStore& claims, const Copies& copies, const Funding& funding)
      : claims_(claims), copies_(copies), funding_(funding) {}

  absl::StatusOr<v1::Claim> Get(rpc::Call& call, const v1::GetClaimRequest& request) const;
  absl::StatusOr<v1::ListClaimsResponse> List(rpc::Call& call, const v1::ListClaimsRequest& request) const;
  absl::StatusOr<v1::Claim> Review(rpc::Call& call, const v1::ReviewClaimRequest& request) const;
  absl::StatusOr<v1::Claim> Object(rpc::Call& call, const v1::ObjectClaimRequest& request) const;
  absl::StatusOr<v1::ApproveClaimsResponse> Approve(rpc::Call& call, const v1::ApproveClaimsRequest& request) const;

 private:
  absl::StatusOr<v1::Claim> Decide(const Transaction& transaction, const v1::Claim& claim,
                                   const v1::ReviewClaimRequest& request, const std::string& reviewer) const;
  // HELD / RULE_ENDED, if it is asked again and the day turns out not to be covered; else PENDING, or where it waits.
  absl::StatusOr<v1::Claim> Release(const Transaction& transaction, const v1::Claim& claim,
                                    const domain::Review& review) const;
  // Takes from a claim its money and its place, for who waits.
  absl::StatusOr<v1::Claim> GiveUp(const Transaction& transaction, absl::string_view event, const v1::Claim& before,
                                   const v1::Claim& after) const;
  // The claims that an ApproveClaims means.
  absl::StatusOr<std::vector<v1::Claim>> Chosen(db::Session& session, const v1::ApproveClaimsRequest& request) const;

  const ClaimStore& claims_;
  const Copies& copies_;
  const Funding& funding_;
};

}  // namespace mosbat::purchasing
