// Server reflection for the whole suite at its one door.
//
// gRPC's reflection plugin answers from the descriptors that are linked into the binary, but lists only what is
// registered at its own server. So each service of the backends is registered here by name alone; its methods stay with
// the generic door.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grpcpp/impl/service_type.h"

namespace mosbat::gateway {

// Every service that the backends serve; tests/contract holds it against the protos.
const std::vector<std::string>& ListedServices();

// A service that has a name and nothing to call.
std::unique_ptr<grpc::Service> NameOnly(const std::string& service);

}  // namespace mosbat::gateway
