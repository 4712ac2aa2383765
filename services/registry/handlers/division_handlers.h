// Use cases of DivisionService.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/registry/v1/division_service.pb.h"
#include "services/registry/store/division_store.h"

namespace mosbat::registry {

class DivisionHandlers {
 public:
  explicit DivisionHandlers(const DivisionStore& divisions) : divisions_(divisions) {}

  absl::StatusOr<v1::ListProvincesResponse> ListProvinces(rpc::Call& call,
                                                          const v1::ListProvincesRequest& request) const;
  absl::StatusOr<v1::ListCountiesResponse> ListCounties(rpc::Call& call, const v1::ListCountiesRequest& request) const;
  absl::StatusOr<v1::ImportDivisionsResponse> Import(rpc::Call& call, const v1::ImportDivisionsRequest& request) const;

 private:
  const DivisionStore& divisions_;
};

}  // namespace mosbat::registry
