// The registry service, put together.
#pragma once

#include <memory>

#include "absl/status/statusor.h"

#include "common/rpc/backend.h"

namespace mosbat::registry {

// Stores, clients, handlers and rpc; adds its methods to `backend`, which outlives it.
absl::StatusOr<std::unique_ptr<rpc::Role>> NewRegistryRole(rpc::Backend& backend);

}  // namespace mosbat::registry
