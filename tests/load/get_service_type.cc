// GetServiceType at the catalog service, with all that a call has (ES256 token, access, metrics), against a bare
// callback server whose method answers with the same bytes.
//
// Both servers live in one process, the client in another, so that neither server shares a thread with its client. The
// client sends the same bytes to both, the token included.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "google/protobuf/util/time_util.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

#include "CLI/CLI.hpp"
#include "common/rpc/server_start.h"
#include "mosbat/catalog/v1/catalog_service.grpc.pb.h"
#include "services/catalog/catalog_server.h"
#include "services/catalog/store/migrations.h"
#include "services/catalog/store/service_type_store.h"
#include "tests/load/closed_loop.h"
#include "tests/load/measure.h"
#include "tests/load/service.h"

namespace mosbat::load {
namespace {

using catalog::v1::CatalogService;
using catalog::v1::GetServiceTypeRequest;
using catalog::v1::ServiceType;

constexpr char kName[] = "serviceTypes/vision-screening";

ServiceType ExampleType() {
  ServiceType type;
  type.set_name(kName);
  type.mutable_title()->set_fa("غربالگری بینایی کودکان");
  type.mutable_title()->set_en("Vision screening of children");
  type.set_level(1);
  type.add_domains(ServiceType::PREVENTION);
  type.set_owner("deputyships/prevention");
  type.set_state(ServiceType::ACTIVE);
  type.set_rests_on("subGuidelines/vision-screening/revisions/1");
  type.set_current_revision("serviceTypes/vision-screening/revisions/1");
  type.set_revision_count(1);
  *type.mutable_create_time() = google::protobuf::util::TimeUtil::GetCurrentTime();
  *type.mutable_update_time() = type.create_time();
  return type;
}

class BareServer final : public CatalogService::CallbackService {
 public:
  explicit BareServer(ServiceType type) : type_(std::move(type)) {}

  grpc::ServerUnaryReactor* GetServiceType(grpc::CallbackServerContext* context, const GetServiceTypeRequest*,
                                           ServiceType* response) override {
    *response = type_;
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const ServiceType type_;
};

// Both servers; writes their addresses and a token, a line each, and serves until `stop` ends.
void Serve(int out, int stop) {
  const auto schema = rpc::SchemaOf("catalog", catalog::Migrations());
  std::unique_ptr<db::Database> database = NewDatabase("sqlite::memory:", schema);
  ServiceType type;
  Require(database->Transact([&](db::Session& session) {
    absl::StatusOr<ServiceType> stored = catalog::ServiceTypeStore().Insert(session, ExampleType());
    if (stored.ok()) type = *std::move(stored);
    return stored.status();
  }),
          "cannot store a type");
  Service service({.service = "catalog", .schema = schema, .says_position = true}, std::move(database),
                  catalog::NewCatalogRole);
  BareServer bare(type);
  rpc::StartedServer started = Require(
      rpc::StartServer("bare", "127.0.0.1:0", [&](grpc::ServerBuilder& builder) { builder.RegisterService(&bare); }),
      "cannot start the bare server");
  const std::string said = absl::StrCat(
      service.address(), "\n127.0.0.1:", started.port, "\n",
      service.Authorization({.id = "an agency", .role = access::v1::AGENCY, .scope = {.area = "country"}}), "\n");
  if (write(out, said.data(), said.size()) != static_cast<ssize_t>(said.size())) Fail("the client is gone");
  close(out);
  char ignored = 0;
  while (read(stop, &ignored, 1) > 0) {
  }
  started.Drain(absl::Now());
}

// The process of the servers; ends with this object, or with this process.
class ServerProcess {
 public:
  ServerProcess() {
    int said[2];
    int stop[2];
    if (pipe(said) != 0 || pipe(stop) != 0) Fail("no pipe");
    pid_ = fork();
    if (pid_ < 0) Fail("no process");
    if (pid_ == 0) {
      close(said[0]);
      close(stop[1]);
      Serve(said[1], stop[0]);
      std::exit(0);
    }
    close(said[1]);
    close(stop[0]);
    stop_ = stop[1];
    std::string text;
    char buffer[4096];
    for (ssize_t size = 0; (size = read(said[0], buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<size_t>(size));
    }
    close(said[0]);
    lines_ = absl::StrSplit(text, '\n', absl::SkipEmpty());
    if (lines_.size() != 3) Fail("the servers did not start");
  }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess() {
    close(stop_);
    waitpid(pid_, nullptr, 0);
  }

  const std::string& service() const { return lines_[0]; }
  const std::string& bare() const { return lines_[1]; }
  const std::string& authorization() const { return lines_[2]; }

 private:
  pid_t pid_ = 0;
  int stop_ = -1;
  std::vector<std::string> lines_;
};

struct Options {
  int rounds = 9;
  double seconds = 2;
  size_t callers = 32;
  size_t channels = 4;
  bool is_short = false;
};

class Client {
 public:
  Client(const std::string& address, std::string authorization, const Options& options)
      : authorization_(std::move(authorization)), options_(options) {
    request_.set_name(kName);
    for (size_t i = 0; i < options.channels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
      stubs_.push_back(
          CatalogService::NewStub(grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments)));
    }
  }

  std::string Answer() const {
    grpc::ClientContext context;
    context.AddMetadata("authorization", authorization_);
    ServiceType type;
    const grpc::Status status = stubs_.front()->GetServiceType(&context, request_, &type);
    if (!status.ok()) Fail(status.error_message());
    return type.SerializeAsString();
  }

  double CallsPerSecond(absl::Duration length) const {
    const absl::Time begin = absl::Now();
    const absl::Time end = begin + length;
    std::atomic<int64_t> answers = 0;
    const ClosedLoop<GetServiceTypeRequest, ServiceType> loop = {
        .authorization = authorization_,
        .next = [&] { return absl::Now() < end ? &request_ : nullptr; },
        .send =
            [&](size_t caller, grpc::ClientContext* context, const GetServiceTypeRequest* request,
                ServiceType* response, std::function<void(grpc::Status)> done) {
              stubs_[caller % stubs_.size()]->async()->GetServiceType(context, request, response, std::move(done));
            },
        .answered =
            [&](const grpc::Status& status, const ServiceType& response) {
              if (!status.ok() || response.name() != kName) Fail(absl::StrCat("an answer: ", status.error_message()));
              ++answers;
            }};
    loop.Run(options_.callers);
    return static_cast<double>(answers) / absl::ToDoubleSeconds(absl::Now() - begin);
  }

 private:
  const std::string authorization_;
  const Options& options_;
  GetServiceTypeRequest request_;
  std::vector<std::unique_ptr<CatalogService::Stub>> stubs_;
};

void Measure(const Options& options) {
  const ServerProcess servers;
  const Client service(servers.service(), servers.authorization(), options);
  const Client bare(servers.bare(), servers.authorization(), options);
  if (service.Answer() != bare.Answer()) Fail("the servers do not answer with the same bytes");

  const absl::Duration length = absl::Seconds(options.seconds);
  service.CallsPerSecond(length / 2);
  bare.CallsPerSecond(length / 2);
  const std::vector<Contestant> contestants = {
      {.name = "GetServiceType at the service", .run = [&] { return service.CallsPerSecond(length); }},
      {.name = "a bare callback method with the same bytes", .run = [&] { return bare.CallsPerSecond(length); }}};
  const Rates rates = RunInTurn(contestants, options.rounds);
  std::printf(
      "GetServiceType: %zu callers (closed loop, callback API), %zu connections, servers in a process of their own\n",
      options.callers, options.channels);
  std::printf("%s; %.1f s each, in turn\n", Circumstances(options.rounds).c_str(), options.seconds);
  PrintRates(contestants, rates);
  PrintRatios({{.name = "service / bare", .over = 0, .under = 1, .target = 0.7}}, rates);
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app("Measures GetServiceType at the catalog service against a bare gRPC call.");
  app.add_option("--rounds", options.rounds, "Rounds")->check(CLI::Range(1, 1000))->capture_default_str();
  app.add_option("--seconds", options.seconds, "Length of one round of one server")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  app.add_option("--callers", options.callers, "Calls under way")->check(CLI::Range(1, 4096))->capture_default_str();
  app.add_option("--channels", options.channels, "Connections")->check(CLI::Range(1, 256))->capture_default_str();
  app.add_flag("--short", options.is_short, "One short round: whether it runs, no figure to go by");
  CLI11_PARSE(app, argc, argv);
  if (options.is_short) {
    options.rounds = 1;
    options.seconds = 0.1;
  }
  Measure(options);
  return 0;
}

}  // namespace
}  // namespace mosbat::load

int main(int argc, char** argv) { return mosbat::load::Main(argc, argv); }
