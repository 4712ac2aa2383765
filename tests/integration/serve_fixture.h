// A data folder, the commands that fill it, and calls to what serves it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"

#include "common/rpc/status_conversion.h"
#include "common/testing/bytes.h"
#include "common/testing/status_matchers.h"
#include "mosbat/guideline/v1/guideline_service.grpc.pb.h"
#include "tests/integration/server_process.h"

namespace mosbat {

class ServeTest : public ::testing::Test {
 protected:
  using Arguments = std::vector<std::string>;

  std::string data() const { return folder_.path() + "/data"; }
  std::string database() const { return "sqlite:" + data(); }

  struct Ended {
    int exit_code;
    std::string output;
    std::string errors;
  };
  static Ended Run(const Arguments& arguments, const testing::Variables& variables = {}) {
    testing::ServerProcess process(arguments, variables);
    const int exit_code = process.Wait();
    return {.exit_code = exit_code, .output = process.output(), .errors = process.errors()};
  }

  void Migrate(const Arguments& more = {}) const {
    Arguments arguments = {"migrate", "--database", database()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ended ended = Run(arguments);
    ASSERT_EQ(ended.exit_code, 0) << ended.errors;
  }

  // Serves on free ports.
  std::unique_ptr<testing::ServerProcess> Serve(const Arguments& more = {}) const {
    Arguments arguments = {"serve",       "--database",      database(),   "--listen",
                           "127.0.0.1:0", "--listen-health", "127.0.0.1:0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto process = std::make_unique<testing::ServerProcess>(arguments);
    EXPECT_TRUE(process->AwaitServing()) << process->errors();
    return process;
  }

  std::string Token(const std::string& role) const {
    const Ended ended = Run({"token", "--database", database(), "--subject", "tester", "--role", role});
    EXPECT_EQ(ended.exit_code, 0) << ended.errors;
    return "Bearer " + std::string(absl::StripSuffix(ended.output, "\n"));
  }

  static std::shared_ptr<grpc::Channel> Channel(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  }
  static std::shared_ptr<grpc::Channel> HealthOf(const testing::ServerProcess& process) {
    return Channel("127.0.0.1:" + process.Said("health"));
  }

  static void Prepare(grpc::ClientContext& context, const std::string& authorization) {
    context.AddMetadata("authorization", authorization);
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
  }

  // The state of a name of grpc.health.v1: "SERVING", "NOT_SERVING", or the code of the error.
  static std::string Health(grpc::Channel& channel, const std::string& name) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    std::string answer;
    const grpc::Status status =
        testing::CallUnary(channel, "/grpc.health.v1.Health/Check", context, HealthRequest(name), answer);
    return status.ok() ? HealthWord(answer)
                       : absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code()));
  }
  // HealthCheckRequest{service: name}, and the word of HealthCheckResponse.
  static std::string HealthRequest(const std::string& name) {
    return name.empty() ? "" : absl::StrCat("\n", std::string(1, static_cast<char>(name.size())), name);
  }
  static std::string HealthWord(const std::string& response) {
    return response == "\x08\x01" ? "SERVING" : response == "\x08\x02" ? "NOT_SERVING" : "other";
  }

  static absl::Status CreateDeputyship(const std::shared_ptr<grpc::Channel>& channel, const std::string& authorization,
                                       const std::string& id, const std::string& request_id = "") {
    grpc::ClientContext context;
    Prepare(context, authorization);
    guideline::v1::CreateDeputyshipRequest request;
    request.set_deputyship_id(id);
    request.mutable_deputyship()->mutable_title()->set_fa("معاونت");
    request.set_request_id(request_id);
    guideline::v1::Deputyship made;
    return rpc::FromGrpcStatus(
        guideline::v1::GuidelineService::NewStub(channel)->CreateDeputyship(&context, request, &made));
  }

  static absl::Status GetDeputyship(const std::shared_ptr<grpc::Channel>& channel, const std::string& authorization,
                                    const std::string& id) {
    grpc::ClientContext context;
    Prepare(context, authorization);
    guideline::v1::GetDeputyshipRequest request;
    request.set_name("deputyships/" + id);
    guideline::v1::Deputyship found;
    return rpc::FromGrpcStatus(
        guideline::v1::GuidelineService::NewStub(channel)->GetDeputyship(&context, request, &found));
  }

  const testing::TempFolder folder_;
};

}  // namespace mosbat
