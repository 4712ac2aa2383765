// Asks purchasing over gRPC.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "common/rpc/channels.h"
#include "services/registry/clients/purchasing_client.h"

namespace mosbat::registry {

class GrpcPurchasingClient final : public PurchasingClient {
 public:
  // `channels` outlives the client.
  explicit GrpcPurchasingClient(rpc::Channels& channels) : channels_(channels) {}

  absl::StatusOr<purchasing::v1::Credit> GetCredit(const rpc::CallContext& call, const std::string& name) override;

 private:
  rpc::Channels& channels_;
};

}  // namespace mosbat::registry
