// A stored request that a call names, within the caller's scope.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/casefile/v1/service_request.pb.h"
#include "services/casefile/store/case_file_store.h"
#include "services/casefile/store/service_request_store.h"

namespace mosbat::casefile {

// INVALID_ARGUMENT / NAME_INVALID; NOT_FOUND / SERVICE_REQUEST_NOT_FOUND; PERMISSION_DENIED / NOT_IN_SCOPE.
absl::StatusOr<v1::ServiceRequest> RequestInScope(rpc::Call& call, const ServiceRequestStore& requests,
                                                  const CaseFileStore& files, const std::string& name);

}  // namespace mosbat::casefile
