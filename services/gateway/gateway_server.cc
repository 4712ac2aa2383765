#include "services/gateway/gateway_server.h"

#include <map>
#include <utility>
#include <vector>

#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/generic/async_generic_service.h"

#include "common/base/status_macros.h"
#include "common/rpc/calls_in_flight.h"
#include "common/rpc/errors.h"
#include "common/rpc/metadata.h"
#include "common/rpc/request_check.h"
#include "common/rpc/server_start.h"
#include "common/rpc/status_conversion.h"
#include "services/gateway/grpc/proxy_call.h"
#include "services/gateway/grpc/readable.h"
#include "services/gateway/grpc/reflection.h"
#include "services/gateway/routing/routes.h"
#include "services/gateway/routing/seen_positions.h"

namespace mosbat::gateway {
namespace {

class Door final : public grpc::CallbackGenericService {
 public:
  // Calls are counted by backend, not by method: whoever calls chooses the method's name, and each would be a time
  // series.
  explicit Door(const GatewayParts& parts) : parts_(parts), refused_(*parts.metrics.ForMethod("gateway", "refused")) {
    for (const std::string& backend : Backends()) calls_.emplace(backend, parts.metrics.ForMethod("gateway", backend));
  }

  // A call that the server has done with may still be on its way to the backend.
  ~Door() override { AwaitCalls(absl::InfiniteFuture()); }

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    const absl::Time started = parts_.real_clock.Now();
    const rpc::Languages languages = rpc::LanguagesOf(rpc::FirstValue(context->client_metadata(), rpc::kLanguageKey));
    absl::StatusOr<ProxyTarget> target = TargetOf(*context, languages, started);
    if (target.ok()) {
      calls_in_flight_.Begin();
      return ForwardCall(*context, *std::move(target));
    }
    const grpc::Status refusal = rpc::ToGrpcStatus(target.status(), languages);
    refused_.Record(refusal.error_code(), parts_.real_clock.Now() - started);
    return RefuseCall(refusal);
  }

  void AwaitCalls(absl::Time deadline) { calls_in_flight_.AwaitNone(deadline); }

 private:
  absl::StatusOr<ProxyTarget> TargetOf(const grpc::GenericCallbackServerContext& context, rpc::Languages languages,
                                       absl::Time started) {
    // Which services there are is public: a client that looks for the newer reflection falls back on UNIMPLEMENTED.
    const rpc::MetadataMap& metadata = context.client_metadata();
    MOSBAT_ASSIGN_OR_RETURN(const std::string service,
                            RouteOf(context.method(), rpc::FirstValue(metadata, rpc::kServiceKey)));
    MOSBAT_ASSIGN_OR_RETURN(const auth::Principal caller,
                            parts_.authenticator.Authenticate(rpc::FirstValue(metadata, rpc::kAuthorizationKey)));
    MOSBAT_RETURN_IF_ERROR(rpc::CheckMetadata(metadata));
    MOSBAT_ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel, parts_.channels.To(service));
    return ProxyTarget{
        .channel = std::move(channel),
        .after = seen_.After(caller.id, parts_.real_clock.Now()),
        .check_message = [languages](size_t size) { return CheckMessage(size, languages); },
        .on_position =
            [this, id = caller.id](absl::string_view position) { seen_.Saw(id, position, parts_.real_clock.Now()); },
        .on_done =
            [this, service, path = context.method(), languages, started](const grpc::Status& status,
                                                                         const grpc::ByteBuffer& sent) {
              const grpc::Status answer = AnswerOf(service, path, status, sent, languages);
              calls_.at(service)->Record(answer.error_code(), parts_.real_clock.Now() - started);
              return answer;
            },
        .on_gone = [this] { calls_in_flight_.End(); }};
  }

  // As the backend gave it. Where there was none to give it, gRPC's own text would show our addresses; where no code of
  // ours was reached, gRPC says UNIMPLEMENTED and nothing more, also for a message that it could not parse.
  static grpc::Status AnswerOf(const std::string& service, const std::string& path, const grpc::Status& status,
                               const grpc::ByteBuffer& sent, rpc::Languages languages) {
    if (!status.error_details().empty()) return status;
    switch (status.error_code()) {
      case grpc::StatusCode::UNAVAILABLE:
        return rpc::ToGrpcStatus(rpc::errors::ServiceUnreachable(service), languages);
      case grpc::StatusCode::UNIMPLEMENTED:
        return rpc::ToGrpcStatus(IsReadable(path, sent) ? ServiceUnknown(path) : rpc::errors::MessageUnreadable(),
                                 languages);
      default:
        return status;
    }
  }

  static grpc::Status CheckMessage(size_t size, rpc::Languages languages) {
    if (size <= rpc::kLargestMessage) return grpc::Status::OK;
    return rpc::ToGrpcStatus(rpc::errors::MessageTooLarge(size, rpc::kLargestMessage), languages);
  }

  const GatewayParts parts_;
  SeenPositions seen_;
  rpc::CallsInFlight calls_in_flight_;
  observe::MethodMetrics& refused_;
  std::map<std::string, observe::MethodMetrics*> calls_;
};

class StartedGateway final : public GatewayServer {
 public:
  explicit StartedGateway(const GatewayParts& parts) : door_(parts) {}
  ~StartedGateway() override { Drain(absl::Now()); }

  absl::Status Listen(const std::string& address) {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    MOSBAT_ASSIGN_OR_RETURN(server_, rpc::StartServer("gateway", address, [this](grpc::ServerBuilder& builder) {
                              // Past gRPC's own bound a call cannot be told from one that has ended, so the door checks
                              // sizes itself; how much memory may be taken is bounded all the same.
                              builder.SetMaxReceiveMessageSize(-1);
                              builder.RegisterCallbackGenericService(&door_);
                              for (const std::string& service : ListedServices()) {
                                names_.push_back(NameOnly(service));
                                builder.RegisterService(names_.back().get());
                              }
                            }));
    return absl::OkStatus();
  }

  int port() const override { return server_.port; }

  void Drain(absl::Time deadline) override {
    server_.Drain(deadline, [this](absl::Time until) { door_.AwaitCalls(until); });
  }

 private:
  Door door_;
  std::vector<std::unique_ptr<grpc::Service>> names_;
  rpc::StartedServer server_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<GatewayServer>> GatewayServer::Start(const GatewayParts& parts,
                                                                    const std::string& listen) {
  auto gateway = std::make_unique<StartedGateway>(parts);
  MOSBAT_RETURN_IF_ERROR(gateway->Listen(listen));
  return gateway;
}

}  // namespace mosbat::gateway
