// The catalog service, put together.
#pragma once

#include <memory>

#include "absl/status/statusor.h"

#include "common/rpc/backend.h"

namespace mosbat::catalog {

// Stores, memory, client, handlers and rpc; adds its methods to `backend`, which outlives it. Fails if the store cannot
// be read.
absl::StatusOr<std::unique_ptr<rpc::Role>> NewCatalogRole(rpc::Backend& backend);

}  // namespace mosbat::catalog
