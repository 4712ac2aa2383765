// Why a backend could not take a message, where gRPC does not say.
#pragma once

#include <string>

#include "grpcpp/support/byte_buffer.h"

namespace mosbat::gateway {

// Whether the message can be parsed as what the method `path` takes, so that it was not the message which gRPC refused.
// True for a method that this program's protos do not have.
bool IsReadable(const std::string& path, const grpc::ByteBuffer& message);

}  // namespace mosbat::gateway
