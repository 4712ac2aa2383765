// Calls of one method of the catalog to one server, as many as it answers.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

#include "CLI/CLI.hpp"
#include "mosbat/catalog/v1/catalog_service.grpc.pb.h"
#include "tests/load/closed_loop.h"
#include "tests/load/measure.h"

namespace mosbat::load {

struct CatalogOptions {
  int rounds = 9;
  double seconds = 2;
  size_t callers = 32;
  size_t channels = 4;
  bool is_short = false;
};

// Adds its flags to a program.
inline void AddFlags(CLI::App& app, CatalogOptions& options) {
  app.add_option("--rounds", options.rounds, "Rounds")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--seconds", options.seconds, "Length of one round of one server")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  app.add_option("--callers", options.callers, "Calls under way")->check(CLI::Range(1, 4096))->capture_default_str();
  app.add_option("--channels", options.channels, "Connections")->check(CLI::Range(1, 256))->capture_default_str();
  app.add_flag("--short", options.is_short, "One short round: whether it runs, no figure to go by");
}

template <typename Request, typename Response>
class CatalogClient {
 public:
  using Async = catalog::v1::CatalogService::StubInterface::async_interface;
  using Method = void (Async::*)(grpc::ClientContext*, const Request*, Response*, std::function<void(grpc::Status)>);

  CatalogClient(const std::string& address, std::string authorization, Method method, std::vector<Request> requests,
                const CatalogOptions& options)
      : authorization_(std::move(authorization)),
        method_(method),
        requests_(std::move(requests)),
        callers_(options.callers) {
    for (size_t i = 0; i < options.channels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
      stubs_.push_back(catalog::v1::CatalogService::NewStub(
          grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments)));
    }
  }

  // What each of the requests is answered with, as bytes.
  std::vector<std::string> Answers() const {
    std::vector<std::string> answers;
    size_t next = 0;
    Loop([&] { return next < requests_.size() ? &requests_[next++] : nullptr; },
         [&](const Response& response) { answers.push_back(response.SerializeAsString()); })
        .Run(1);
    return answers;
  }

  // The requests in turn.
  double CallsPerSecond(absl::Duration length) const {
    const absl::Time begin = absl::Now();
    const absl::Time end = begin + length;
    std::atomic<size_t> next = 0;
    std::atomic<int64_t> answers = 0;
    Loop([&] { return absl::Now() < end ? &requests_[next++ % requests_.size()] : nullptr; },
         [&](const Response&) { ++answers; })
        .Run(callers_);
    return static_cast<double>(answers) / absl::ToDoubleSeconds(absl::Now() - begin);
  }

 private:
  ClosedLoop<Request, Response> Loop(std::function<const Request*()> next,
                                     std::function<void(const Response&)> answered) const {
    return {.authorization = authorization_,
            .next = std::move(next),
            .send =
                [this](size_t caller, grpc::ClientContext* context, const Request* request, Response* response,
                       std::function<void(grpc::Status)> done) {
                  (stubs_[caller % stubs_.size()]->async()->*method_)(context, request, response, std::move(done));
                },
            .answered =
                [answered = std::move(answered)](const grpc::Status& status, const Response& response) {
                  if (!status.ok()) Fail(absl::StrCat("an answer: ", status.error_message()));
                  answered(response);
                }};
  }

  const std::string authorization_;
  const Method method_;
  const std::vector<Request> requests_;
  const size_t callers_;
  std::vector<std::unique_ptr<catalog::v1::CatalogService::Stub>> stubs_;
};

// The two clients in turn: the method called `name` at the service, against the bare one.
template <typename Client>
void MeasureCatalog(const std::string& name, const Client& service, const Client& bare, double target,
                    CatalogOptions options) {
  if (options.is_short) {
    options.rounds = 1;
    options.seconds = 0.1;
  }
  if (service.Answers() != bare.Answers()) Fail("the servers do not answer with the same bytes");
  const absl::Duration length = absl::Seconds(options.seconds);
  service.CallsPerSecond(length / 2);
  bare.CallsPerSecond(length / 2);
  const std::vector<Contestant> contestants = {
      {.name = name + " at the service", .run = [&] { return service.CallsPerSecond(length); }},
      {.name = "a bare callback method with the same bytes", .run = [&] { return bare.CallsPerSecond(length); }}};
  const Rates rates = RunInTurn(contestants, options.rounds);
  std::printf("%s: %zu callers (closed loop, callback API), %zu connections, servers in a process of their own\n",
              name.c_str(), options.callers, options.channels);
  std::printf("%s; %.1f s each, in turn\n", Circumstances(options.rounds).c_str(), options.seconds);
  PrintRates(contestants, rates);
  PrintRatios({{.name = "service / bare", .over = 0, .under = 1, .target = target}}, rates);
}

}  // namespace mosbat::load
