// The use cases of sub-guidelines as a whole; those of their revisions are in revision_handlers.h.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "services/guideline/store/deputyship_store.h"
#include "services/guideline/store/sub_guideline_store.h"

namespace mosbat::guideline {

// Thread-safe. What it is given outlives it.
class SubGuidelineHandlers {
 public:
  SubGuidelineHandlers(const SubGuidelineStore& sub_guidelines, const DeputyshipStore& deputyships)
      : sub_guidelines_(sub_guidelines), deputyships_(deputyships) {}

  absl::StatusOr<v1::SubGuideline> Create(rpc::Call& call, const v1::CreateSubGuidelineRequest& request) const;
  absl::StatusOr<v1::SubGuideline> Get(rpc::Call& call, const v1::GetSubGuidelineRequest& request) const;
  absl::StatusOr<v1::ListSubGuidelinesResponse> List(rpc::Call& call,
                                                     const v1::ListSubGuidelinesRequest& request) const;

 private:
  const SubGuidelineStore& sub_guidelines_;
  const DeputyshipStore& deputyships_;
};

}  // namespace mosbat::guideline
