// What the catalog asks of registry: whether the places that an entrustment names are there.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/division_service.pb.h"

namespace mosbat::catalog {

// Asks on behalf of the caller, never inside a transaction. Thread-safe. Every method: NOT_FOUND if there is none,
// UNAVAILABLE / SERVICE_UNREACHABLE if registry cannot be asked.
class RegistryClient {
 public:
  virtual ~RegistryClient() = default;

  virtual absl::StatusOr<registry::v1::Province> GetProvince(const rpc::CallContext& call, const std::string& name) = 0;

  virtual absl::StatusOr<registry::v1::County> GetCounty(const rpc::CallContext& call, const std::string& name) = 0;

  // Those of `names` that there are, by name: what is missing is no error.
  virtual absl::StatusOr<std::map<std::string, registry::v1::Centre>> GetCentres(
      const rpc::CallContext& call, const std::vector<std::string>& names) = 0;
};

}  // namespace mosbat::catalog
