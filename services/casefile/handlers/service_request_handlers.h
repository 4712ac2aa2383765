// The use cases of service requests, each of which is decided on in the call that makes it.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "services/casefile/handlers/care_rules.h"
#include "services/casefile/handlers/compiled_terms.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/delivery_store.h"
#include "services/casefile/store/service_request_store.h"

namespace mosbat::casefile {

// Thread-safe. What it is given outlives it.
class ServiceRequestHandlers {
 public:
  ServiceRequestHandlers(const ServiceRequestStore& requests, const DeliveryStore& deliveries,
                         const CaseFileStore& files, const CareRules& rules, const CompiledTermsCache& terms)
      : requests_(requests), deliveries_(deliveries), files_(files), rules_(rules), terms_(terms) {}

  absl::StatusOr<v1::ServiceRequest> Request(rpc::Call& call, const v1::RequestServiceRequest& request) const;
  absl::StatusOr<v1::ServiceRequest> Get(rpc::Call& call, const v1::GetServiceRequestRequest& request) const;
  absl::StatusOr<v1::ListServiceRequestsResponse> List(rpc::Call& call,
                                                       const v1::ListServiceRequestsRequest& request) const;
  absl::StatusOr<v1::ServiceRequest> Cancel(rpc::Call& call, const v1::CancelServiceRequestRequest& request) const;

 private:
  // The member's file, for a request for a member; the request takes its worker from it where it names none.
  absl::StatusOr<std::optional<v1::CaseFile>> FileOfRecipient(rpc::Call& call, v1::ServiceRequest& request) const;
  // The facts about the recipient on the day, for a file that FileOfRecipient() returned.
  absl::StatusOr<google::protobuf::Struct> FactsOf(rpc::Call& call, const v1::ServiceRequest& request,
                                                   const std::optional<v1::CaseFile>& file, absl::CivilDay day) const;
  // Decides on the request's facts; what the decision rests on goes into it.
  absl::Status Decide(rpc::Call& call, const catalog::v1::ServiceTypeRevision& revision,
                      const schema::CompiledSchema& rule, v1::ServiceRequest& request) const;

  const ServiceRequestStore& requests_;
  const DeliveryStore& deliveries_;
  const CaseFileStore& files_;
  const CareRules& rules_;
  const CompiledTermsCache& terms_;
};

}  // namespace mosbat::casefile
