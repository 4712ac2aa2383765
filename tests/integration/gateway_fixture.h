// A gateway in this process, before a scripted backend that stands in for casefile.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"

#include "common/auth/authenticator.h"
#include "common/auth/local_identity.h"
#include "common/base/clock.h"
#include "common/observe/metrics.h"
#include "common/rpc/channels.h"
#include "common/rpc/status_conversion.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/gateway/gateway_server.h"
#include "tests/integration/bytes.h"
#include "tests/integration/scripted_backend.h"

namespace mosbat {

class GatewayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    channels_.SetAddress("casefile", absl::StrCat("127.0.0.1:", casefile_.port()));
    auto gateway = gateway::GatewayServer::Start(
        {.real_clock = clock_, .authenticator = *authenticator_, .channels = channels_, .metrics = metrics_},
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
    context.AddMetadata("authorization", "Bearer " + identity_->Token(caller, clock_.Now(), absl::Hours(1)));
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
  observe::Metrics metrics_;
  rpc::Channels channels_;
  std::unique_ptr<auth::LocalIdentity> identity_ = auth::LocalIdentity::ForTesting();
  std::unique_ptr<auth::Authenticator> authenticator_ =
      *auth::NewJwtAuthenticator({.jwks_json = identity_->jwks_json()}, clock_);
  testing::ScriptedBackend casefile_;
  std::unique_ptr<gateway::GatewayServer> gateway_;
  std::shared_ptr<grpc::Channel> door_;
};

}  // namespace mosbat
