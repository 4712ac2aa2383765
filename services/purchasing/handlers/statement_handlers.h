// Use cases of statements.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/purchasing/v1/settlement_service.pb.h"
#include "services/purchasing/handlers/funding.h"
#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/copies.h"
#include "services/purchasing/store/statement_store.h"

namespace mosbat::purchasing {

class StatementHandlers {
 public:
  StatementHandlers(const StatementStore& statements, const ClaimStore& claims, const Copies& copies,
                    const Funding& funding)
      : statements_(statements), claims_(claims), copies_(copies), funding_(funding) {}

  absl::StatusOr<v1::Statement> Prepare(rpc::Call& call, const v1::PrepareStatementRequest& request) const;
  absl::StatusOr<v1::Statement> Approve(rpc::Call& call, const v1::ApproveStatementRequest& request) const;
  absl::StatusOr<v1::Statement> Get(rpc::Call& call, const v1::GetStatementRequest& request) const;
  absl::StatusOr<v1::ListStatementsResponse> List(rpc::Call& call, const v1::ListStatementsRequest& request) const;

 private:
  // The statement of the request as it is OPEN: stored before, or new.
  absl::StatusOr<v1::Statement> Opened(rpc::Call& call, const v1::PrepareStatementRequest& request) const;
  // Puts the next claims into it, holds those whose day is no longer covered, and closes it if there were no more.
  absl::Status Collect(rpc::Call& call, v1::Statement& statement) const;

  const StatementStore& statements_;
  const ClaimStore& claims_;
  const Copies& copies_;
  const Funding& funding_;
};

}  // namespace mosbat::purchasing
