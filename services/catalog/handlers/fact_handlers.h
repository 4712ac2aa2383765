// The list of facts.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"

namespace mosbat::catalog {

class FactHandlers {
 public:
  absl::StatusOr<v1::ListFactsResponse> List(rpc::Call& call, const v1::ListFactsRequest& request) const;
};

}  // namespace mosbat::catalog
