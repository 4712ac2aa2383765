// Asks guideline over gRPC.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/rpc/channels.h"
#include "services/registry/clients/guideline_client.h"

namespace mosbat::registry {

class GrpcGuidelineClient final : public GuidelineClient {
 public:
  // `channels` outlives the client.
  explicit GrpcGuidelineClient(rpc::Channels& channels) : channels_(channels) {}

  absl::StatusOr<guideline::v1::Directive> ResolveDirective(const rpc::CallContext& call, absl::CivilDay day) override;
  absl::StatusOr<guideline::v1::Directive> GetDirective(const rpc::CallContext& call, const std::string& name) override;

 private:
  rpc::Channels& channels_;
};

}  // namespace mosbat::registry
