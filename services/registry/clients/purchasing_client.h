// The little that the registry needs of purchasing: what is left of a credit.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"

namespace mosbat::registry {

// Thread-safe.
class PurchasingClient {
 public:
  virtual ~PurchasingClient() = default;

  // A credit that was never allocated comes back with its name and nothing in it; UNAVAILABLE / SERVICE_UNREACHABLE.
  virtual absl::StatusOr<purchasing::v1::Credit> GetCredit(const rpc::CallContext& call, const std::string& name) = 0;
};

}  // namespace mosbat::registry
