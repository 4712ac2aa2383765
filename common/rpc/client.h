// Asking another service on the caller's behalf: what every outgoing call carries.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"

#include "common/rpc/call.h"

namespace mosbat::rpc {

// The caller's token, its purpose, and a deadline of what is left less 50 ms.
std::unique_ptr<grpc::ClientContext> ContextFor(const CallContext& call);

// What the other service answered, as one's own error; one that is down or too slow is UNAVAILABLE /
// SERVICE_UNREACHABLE.
absl::Status AnswerOf(absl::string_view service, const grpc::Status& status);

}  // namespace mosbat::rpc
