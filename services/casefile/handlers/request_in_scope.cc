#include "services/casefile/handlers/request_in_scope.h"

#include <optional>

#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "services/casefile/handlers/names.h"
#include "services/casefile/handlers/scope.h"

namespace mosbat::casefile {

absl::StatusOr<v1::ServiceRequest> RequestInScope(rpc::Call& call, const ServiceRequestStore& requests,
                                                  const CaseFileStore& files, const std::string& name) {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kServiceRequestPattern, name));
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceRequest found, requests.Get(call.session(), name));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::CaseFile> file, files.FindOfMember(call.session(), found.member()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(found, file)));
  return found;
}

}  // namespace mosbat::casefile
