// What a centre has of that which a service type demands of its provider. Reads only.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "services/casefile/handlers/care_rules.h"
#include "services/casefile/store/registry_copies.h"

namespace mosbat::casefile {

// Thread-safe. What it is given outlives it.
class ReadinessHandlers {
 public:
  ReadinessHandlers(const CareRules& rules, const RegistryCopies& registry) : rules_(rules), registry_(registry) {}

  absl::StatusOr<v1::CheckReadinessResponse> Check(rpc::Call& call, const v1::CheckReadinessRequest& request) const;

 private:
  const CareRules& rules_;
  const RegistryCopies& registry_;
};

}  // namespace mosbat::casefile
