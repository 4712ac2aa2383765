// Starting and draining a gRPC server the way every server of the suite does.
#pragma once

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace mosbat::rpc {

struct StartedServer {
  std::unique_ptr<grpc::Server> server;
  int port = 0;

  // NOT_SERVING at once; calls in flight finish, at the latest at `deadline`. Safe to call again.
  void Drain(absl::Time deadline);
  // The same where the server knows its calls: `await_calls(deadline)` returns when the last of them has been answered.
  // What is open a moment later (streams of health and reflection, which nobody ends, and calls that nobody has sent to
  // the end) is cut off.
  void Drain(absl::Time deadline, absl::FunctionRef<void(absl::Time deadline)> await_calls);
};

// Listens on `address` ("127.0.0.1:0" takes a free port) with health, bounded messages and memory, pings to peers that
// are silent, and what `add` registers.
// FAILED_PRECONDITION / PORT_TAKEN.
absl::StatusOr<StartedServer> StartServer(absl::string_view service, const std::string& address,
                                          absl::FunctionRef<void(grpc::ServerBuilder&)> add);

}  // namespace mosbat::rpc
