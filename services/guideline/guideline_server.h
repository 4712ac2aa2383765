// The guideline service, put together.
#pragma once

#include <memory>

#include "absl/status/statusor.h"

#include "common/rpc/backend.h"

namespace mosbat::guideline {

// Stores, handlers and rpc; adds its methods to `backend`, which outlives it.
absl::StatusOr<std::unique_ptr<rpc::Role>> NewGuidelineRole(rpc::Backend& backend);

}  // namespace mosbat::guideline
