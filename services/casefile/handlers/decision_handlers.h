// The use cases of decisions on service requests: finding them, making them again, and appeals against them.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "services/casefile/handlers/care_rules.h"
#include "services/casefile/handlers/compiled_terms.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/service_request_store.h"

namespace mosbat::casefile {

// Thread-safe. What it is given outlives it.
class DecisionHandlers {
 public:
  DecisionHandlers(const ServiceRequestStore& requests, const CaseFileStore& files, const CareRules& rules,
                   const CompiledTermsCache& terms)
      : requests_(requests), files_(files), rules_(rules), terms_(terms) {}

  absl::StatusOr<v1::ListDecisionsResponse> List(rpc::Call& call, const v1::ListDecisionsRequest& request) const;
  absl::StatusOr<v1::ReplayDecisionResponse> Replay(rpc::Call& call, const v1::ReplayDecisionRequest& request) const;
  absl::StatusOr<v1::ServiceRequest> Appeal(rpc::Call& call, const v1::AppealDecisionRequest& request) const;
  absl::StatusOr<v1::ServiceRequest> DecideAppeal(rpc::Call& call, const v1::DecideAppealRequest& request) const;

 private:
  // For a request that an appeal has made eligible; nothing where no entrustment covers its centre today, and so
  // nothing can be delivered. QUOTA_EXHAUSTED.
  absl::Status UseQuotaOfToday(rpc::Call& call, const v1::ServiceRequest& request) const;
  // Replaces the changed request; the answer to the caller.
  absl::StatusOr<v1::ServiceRequest> Save(rpc::Call& call, const v1::ServiceRequest& request) const;

  const ServiceRequestStore& requests_;
  const CaseFileStore& files_;
  const CareRules& rules_;
  const CompiledTermsCache& terms_;
};

}  // namespace mosbat::casefile
