#include "common/rpc/server_start.h"

#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"

#include "common/base/error.h"
#include "common/rpc/request_check.h"
#include "grpc/grpc.h"

namespace mosbat::rpc {
namespace {

// What is larger than a request may be, but not by much, is refused with a reason; what is larger still, by gRPC.
constexpr int kLargestTaken = 4 * static_cast<int>(kLargestMessage);

// What a server's connections and calls may hold in memory; past that, calls are ended with RESOURCE_EXHAUSTED. The
// bound on messages does not do it: this gRPC collects a message of any size before it looks at its length (measured:
// 400 MiB for one of 400 MiB, with a bound of 4 MiB and without).
constexpr size_t kMostMemory = size_t{256} << 20;

// A connection whose peer has vanished is found by a ping that is not answered. Clients of the suite ping every 10
// seconds (channels.h), also between calls; one that pings more often than this is told to go away.
constexpr absl::Duration kPingEvery = absl::Seconds(20);
constexpr absl::Duration kLeastPingInterval = absl::Seconds(5);

// For callers that have not heard yet that the server ends, and whose calls are still on their way; and then for the
// last answers.
constexpr absl::Duration kGrace = absl::Seconds(1);

int Millis(absl::Duration duration) { return static_cast<int>(absl::ToInt64Milliseconds(duration)); }

absl::Status PortTaken(absl::string_view service, const std::string& address) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "PORT_TAKEN",
                   {.en = absl::StrCat("The service ", service, " cannot listen on ", address,
                                       ": the port is taken or not allowed."),
                    .fa = absl::StrCat("سرویس ", service, " نمی‌تواند روی ", address,
                                       " گوش دهد: درگاه گرفته شده یا مجاز نیست.")},
                   {{"address", address}});
}

}  // namespace

void StartedServer::Drain(absl::Time deadline, absl::FunctionRef<void(absl::Time deadline)> await_calls) {
  if (server == nullptr) return;
  absl::Notification ended;
  std::thread cut([&] {
    if (ended.WaitForNotificationWithTimeout(kGrace)) return;
    await_calls(deadline);
    if (ended.WaitForNotificationWithTimeout(kGrace)) return;
    grpc_server_cancel_all_calls(server->c_server());
  });
  server->GetHealthCheckService()->SetServingStatus(false);
  server->Shutdown(absl::ToChronoTime(deadline));
  ended.Notify();
  cut.join();
  Drain(deadline);
}

void StartedServer::Drain(absl::Time deadline) {
  if (server == nullptr) return;
  server->GetHealthCheckService()->SetServingStatus(false);
  server->Shutdown(absl::ToChronoTime(deadline));
  server->Wait();
  server = nullptr;
}

absl::StatusOr<StartedServer> StartServer(absl::string_view service, const std::string& address,
                                          absl::FunctionRef<void(grpc::ServerBuilder&)> add) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  StartedServer started;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &started.port);
  builder.SetMaxReceiveMessageSize(kLargestTaken);
  builder.SetResourceQuota(grpc::ResourceQuota().Resize(kMostMemory));
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // two processes never share a port by accident
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Millis(kPingEvery));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Millis(kPingEvery));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, Millis(kLeastPingInterval));
  add(builder);
  started.server = builder.BuildAndStart();
  if (started.server == nullptr || started.port == 0) return PortTaken(service, address);
  started.server->GetHealthCheckService()->SetServingStatus(true);
  return started;
}

}  // namespace mosbat::rpc
