// One call through the gateway: bytes both ways, in whatever pattern the two ends stream.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/impl/codegen/status.h"
#include "grpcpp/support/byte_buffer.h"

namespace mosbat::gateway {

struct ProxyTarget {
  std::shared_ptr<grpc::Channel> channel;
  // Metadata `mosbat-after` to add to what the caller sent; "" for none.
  std::string after;
  // Whether a message of the caller may pass; the call ends with what is not OK.
  std::function<grpc::Status(size_t size)> check_message;
  // Told the trailer `mosbat-position` of an answer that has one.
  std::function<void(absl::string_view position)> on_position;
  // Told how the backend ended the call, or that it could not be reached, and what the caller sent last; what it
  // returns is the caller's answer.
  std::function<grpc::Status(const grpc::Status& status, const grpc::ByteBuffer& sent)> on_done;
  // Told that nothing of the call is left.
  std::function<void()> on_gone;
};

// Forwards the call to `target`: metadata, deadline, messages, half-close and cancellation both ways, the status with
// its details. The reactor deletes itself.
grpc::ServerGenericBidiReactor* ForwardCall(grpc::GenericCallbackServerContext& context, ProxyTarget target);

// Ends the call at once.
grpc::ServerGenericBidiReactor* RefuseCall(const grpc::Status& status);

}  // namespace mosbat::gateway
