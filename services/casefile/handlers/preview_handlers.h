// What a new rule would meet: the requests that are still open under the old ones, and who would gain and who would
// lose. Reads only.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/rpc/call.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "services/casefile/handlers/compiled_terms.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/delivery_store.h"
#include "services/casefile/store/rule_copies.h"
#include "services/casefile/store/service_request_store.h"

namespace mosbat::casefile {

// Thread-safe. What it is given outlives it.
class PreviewHandlers {
 public:
  PreviewHandlers(const ServiceRequestStore& requests, const DeliveryStore& deliveries, const CaseFileStore& files,
                  const RuleCopies& rules, const CompiledTermsCache& terms)
      : requests_(requests), deliveries_(deliveries), files_(files), rules_(rules), terms_(terms) {}

  absl::StatusOr<v1::CountOpenRequestsResponse> CountOpen(rpc::Call& call,
                                                          const v1::CountOpenRequestsRequest& request) const;
  absl::StatusOr<v1::PreviewRulesResponse> PreviewRules(rpc::Call& call, const v1::PreviewRulesRequest& request) const;

 private:
  // The two rules that are held against each other, without what they ask of answers; no rule of today is null.
  struct Rules {
    std::shared_ptr<const schema::CompiledSchema> today;
    std::shared_ptr<const schema::CompiledSchema> proposed;
    bool ask_history = false;  // whether one of them asks when the service was last given
  };

  absl::StatusOr<Rules> RulesOf(rpc::Call& call, const v1::PreviewRulesRequest& request, absl::CivilDay today) const;
  absl::StatusOr<google::protobuf::Struct> FactsOf(rpc::Call& call, const v1::ServiceRequest& as_if,
                                                   const v1::CaseFile& file, bool ask_history,
                                                   absl::CivilDay today) const;

  const ServiceRequestStore& requests_;
  const DeliveryStore& deliveries_;
  const CaseFileStore& files_;
  const RuleCopies& rules_;
  const CompiledTermsCache& terms_;
};

}  // namespace mosbat::casefile
