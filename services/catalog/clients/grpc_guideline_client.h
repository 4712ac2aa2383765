// Asks guideline over gRPC.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/rpc/channels.h"
#include "services/catalog/clients/guideline_client.h"

namespace mosbat::catalog {

class GrpcGuidelineClient final : public GuidelineClient {
 public:
  // `channels` outlives the client.
  explicit GrpcGuidelineClient(rpc::Channels& channels) : channels_(channels) {}

  absl::StatusOr<guideline::v1::SubGuideline> GetSubGuideline(const rpc::CallContext& call,
                                                              const std::string& name) override;
  absl::StatusOr<guideline::v1::SubGuidelineRevision> GetSubGuidelineRevision(const rpc::CallContext& call,
                                                                              const std::string& name) override;
  absl::StatusOr<guideline::v1::Directive> ResolveDirective(const rpc::CallContext& call, absl::CivilDay day) override;

 private:
  rpc::Channels& channels_;
};

}  // namespace mosbat::catalog
