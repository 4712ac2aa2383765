// A gateway in this process, before a scripted backend that stands in for casefile.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"

#include "common/base/clock.h"
#include "common/rpc/status_conversion.h"
#include "common/testing/backend_world.h"
#include "common/testing/bytes.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/gateway/gateway_server.h"
#include "tests/integration/scripted_backend.h"

namespace mosbat {

class GatewayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.channels().SetAddress("casefile", absl::StrCat("127.0.0.1:", casefile_.port()));
    auto gateway = gateway::GatewayServer::Start({.real_clock = clock_,
                                                  .authenticator = world_.authenticator(),
                                                  .channels = world_.channels(),
                                                  .metrics = world_.metrics()},
                                                 "127.0.0.1:0");
    ASSERT_THAT(gateway, testing::IsOk());
    gateway_ = *std::move(gateway);
    door_ = Connect();
  }

  std::shared_ptr<grpc::Channel> Connect() const {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", gateway_->port()), grpc::InsecureChannelCredentials(),
                                     arguments);
  }

  void Prepare(grpc::ClientContext& context, const auth::Principal& caller = testing::Steering(),
               absl::Duration timeout = absl::Seconds(30)) const {
    context.AddMetadata("authorization", world_.Authorization(caller));
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  }

  // One unary call of a caller; the answer's text.
  absl::StatusOr<std::string> Call(const std::string& path, const std::string& request = "",
                                   const auth::Principal& caller = testing::Steering()) {
    grpc::ClientContext context;
    Prepare(context, caller);
    std::string answer;
    const grpc::Status status = testing::CallUnary(*door_, path, context, request, answer);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return answer;
  }

  static std::string Script(const std::string& verb) { return "/mosbat.casefile.v1.Anything/" + verb; }

  SystemClock clock_;
  testing::BackendWorld world_{clock_};
  testing::ScriptedBackend casefile_;
  std::unique_ptr<gateway::GatewayServer> gateway_;
  std::shared_ptr<grpc::Channel> door_;
};

}  // namespace mosbat
