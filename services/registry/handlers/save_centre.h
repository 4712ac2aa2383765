// What every use case that changes a centre ends with.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "services/registry/store/centre_store.h"

namespace mosbat::registry {

// Stores the next version of a centre, and tells what became of it since `before`, as that was read and stood today.
absl::StatusOr<v1::Centre> SaveCentre(rpc::Call& call, const CentreStore& centres, v1::Centre before, v1::Centre next);

}  // namespace mosbat::registry
