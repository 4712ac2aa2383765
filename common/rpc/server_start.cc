#include "common/rpc/server_start.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"

#include "common/base/error.h"

namespace mosbat::rpc {
namespace {

absl::Status PortTaken(absl::string_view service, const std::string& address) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "PORT_TAKEN",
                   {.en = absl::StrCat("The service ", service, " cannot listen on ", address,
                                       ": the port is taken or not allowed."),
                    .fa = absl::StrCat("سرویس ", service, " نمی‌تواند روی ", address,
                                       " گوش دهد: درگاه گرفته شده یا مجاز نیست.")},
                   {{"address", address}});
}

}  // namespace

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
  builder.SetMaxReceiveMessageSize(kLargestMessage);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // two processes never share a port by accident
  add(builder);
  started.server = builder.BuildAndStart();
  if (started.server == nullptr || started.port == 0) return PortTaken(service, address);
  started.server->GetHealthCheckService()->SetServingStatus(true);
  return started;
}

}  // namespace mosbat::rpc
