// The use cases of deliveries.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/rpc/call.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "services/casefile/handlers/care_rules.h"
#include "services/casefile/handlers/compiled_terms.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/delivery_store.h"
#include "services/casefile/store/service_request_store.h"

namespace mosbat::casefile {

// Thread-safe. What it is given outlives it.
class DeliveryHandlers {
 public:
  DeliveryHandlers(const ServiceRequestStore& requests, const DeliveryStore& deliveries, const CaseFileStore& files,
                   const CareRules& rules, const CompiledTermsCache& terms)
      : requests_(requests), deliveries_(deliveries), files_(files), rules_(rules), terms_(terms) {}

  absl::StatusOr<v1::Delivery> Record(rpc::Call& call, const v1::RecordDeliveryRequest& request) const;
  absl::StatusOr<v1::Delivery> Get(rpc::Call& call, const v1::GetDeliveryRequest& request) const;
  absl::StatusOr<v1::ListDeliveriesResponse> List(rpc::Call& call, const v1::ListDeliveriesRequest& request) const;

 private:
  // The directive under which the delivery of an eligible request stands, which uses one of the quota of its day;
  // errors of the rules, the provider, the form and the quota.
  absl::StatusOr<guideline::v1::Directive> CheckAgainstRules(rpc::Call& call, const v1::Delivery& delivery,
                                                             const v1::ServiceRequest& request,
                                                             const catalog::v1::ServiceTypeRevision& revision) const;
  // Adds the delivery to what its person had, if the terms allow one more: FREQUENCY_EXCEEDED.
  absl::Status AddToHistory(rpc::Call& call, const PersonKeys& person, const v1::Delivery& delivery,
                            const guideline::v1::Terms& terms, const guideline::v1::Directive& directive) const;
  absl::Status MarkDelivered(rpc::Call& call, v1::ServiceRequest request, const v1::Delivery& delivery) const;

  const ServiceRequestStore& requests_;
  const DeliveryStore& deliveries_;
  const CaseFileStore& files_;
  const CareRules& rules_;
  const CompiledTermsCache& terms_;
};

}  // namespace mosbat::casefile
