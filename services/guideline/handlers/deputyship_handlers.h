// The use cases of deputyships.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "services/guideline/store/deputyship_store.h"

namespace mosbat::guideline {

// Thread-safe. What it is given outlives it.
class DeputyshipHandlers {
 public:
  explicit DeputyshipHandlers(const DeputyshipStore& deputyships) : deputyships_(deputyships) {}

  absl::StatusOr<v1::Deputyship> Create(rpc::Call& call, const v1::CreateDeputyshipRequest& request) const;
  absl::StatusOr<v1::Deputyship> Get(rpc::Call& call, const v1::GetDeputyshipRequest& request) const;
  absl::StatusOr<v1::ListDeputyshipsResponse> List(rpc::Call& call, const v1::ListDeputyshipsRequest& request) const;
  absl::StatusOr<v1::Deputyship> Update(rpc::Call& call, const v1::UpdateDeputyshipRequest& request) const;

 private:
  // OK if the successor, where there is one, exists and its own successors do not lead back. Writes each of them, so
  // that of two changes that would close a circle together only one is committed.
  absl::Status HoldSuccessors(rpc::Call& call, const v1::Deputyship& deputyship) const;

  const DeputyshipStore& deputyships_;
};

}  // namespace mosbat::guideline
