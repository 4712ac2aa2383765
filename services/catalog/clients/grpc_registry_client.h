// Asks registry over gRPC.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/rpc/channels.h"
#include "services/catalog/clients/registry_client.h"

namespace mosbat::catalog {

class GrpcRegistryClient final : public RegistryClient {
 public:
  // `channels` outlives the client.
  explicit GrpcRegistryClient(rpc::Channels& channels) : channels_(channels) {}

  absl::StatusOr<registry::v1::Province> GetProvince(const rpc::CallContext& call, const std::string& name) override;
  absl::StatusOr<registry::v1::County> GetCounty(const rpc::CallContext& call, const std::string& name) override;
  absl::StatusOr<std::map<std::string, registry::v1::Centre>> GetCentres(
      const rpc::CallContext& call, const std::vector<std::string>& names) override;

 private:
  rpc::Channels& channels_;
};

}  // namespace mosbat::catalog
