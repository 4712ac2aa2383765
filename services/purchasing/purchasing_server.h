// The purchasing service, put together.
#pragma once

#include <memory>

#include "absl/status/statusor.h"

#include "common/rpc/backend.h"

namespace mosbat::purchasing {

// Stores, handlers, rpc, the intake of claims from the feeds of casefile, catalog and registry, and the sweep; adds its
// methods to `backend`, which outlives it.
absl::StatusOr<std::unique_ptr<rpc::Role>> NewPurchasingRole(rpc::Backend& backend);

}  // namespace mosbat::purchasing
