// What a list of personal data leaves in the audit trail.
#pragma once

#include <string>
#include <vector>

#include "common/rpc/call.h"

namespace mosbat::registry {

// One audit entry for each resource of the answer, by its name.
template <typename Resources>
void AuditNames(rpc::Call& call, const Resources& resources) {
  std::vector<std::string> names;
  for (const auto& resource : resources) names.push_back(resource.name());
  call.AuditEach(names);
}

}  // namespace mosbat::registry
