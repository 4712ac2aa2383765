// The case file service, put together.
#pragma once

#include <memory>

#include "absl/status/statusor.h"

#include "common/rpc/backend.h"

namespace mosbat::casefile {

// Stores, handlers, rpc, the copies of guideline, catalog and registry, and the waitlists' sweep; adds its methods to
// `backend`, which outlives it.
absl::StatusOr<std::unique_ptr<rpc::Role>> NewCasefileRole(rpc::Backend& backend);

}  // namespace mosbat::casefile
