// `mosbat serve` as an operator knows it: what it prints and answers, how it ends, how it starts again.
#include <signal.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"

#include "mosbat/feed/v1/feed.grpc.pb.h"
#include "tests/integration/serve_fixture.h"

namespace mosbat {
namespace {

using ::testing::AllOf;
using testing::ByteStream;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kCreateDeputyship[] = "/mosbat.guideline.v1.GuidelineService/CreateDeputyship";
constexpr char kRequestId[] = "01970000-0000-7000-8000-00000000abcd";

constexpr const char* kBackends[] = {"guideline", "purchasing", "registry", "catalog", "casefile"};

// GET /metrics.
std::string Metrics(const std::string& port) {
  const testing::TempFolder folder;
  const std::string file = folder.path() + "/metrics";
  const std::string command =
      absl::StrCat("curl --silent --show-error --output ", file, " http://127.0.0.1:", port, "/metrics");
  EXPECT_EQ(std::system(command.c_str()), 0);
  return testing::TextOfFile(file);
}

TEST_F(ServeTest, MigrateSaysWhatItDidAndMayRunAgain) {
  const Ended first = Run({"migrate", "--database", database()});
  EXPECT_EQ(first.exit_code, 0);
  for (const char* const role : kBackends) EXPECT_THAT(first.output, HasSubstr(absl::StrCat(role, ": ")));
  EXPECT_THAT(first.output, HasSubstr("schema changes applied"));
  const Ended second = Run({"migrate", "--database", database()});
  EXPECT_EQ(second.exit_code, 0);
  EXPECT_EQ(
      second.output,
      "guideline: up to date\npurchasing: up to date\nregistry: up to date\ncatalog: up to date\ncasefile: up to date\n");
}

TEST_F(ServeTest, EverySettingIsAVariableToo) {
  const testing::Variables variables = {{"MOSBAT_DATABASE", database()},
                                        {"MOSBAT_TRIAL", "true"},
                                        {"MOSBAT_LISTEN", "127.0.0.1:0"},
                                        {"MOSBAT_ROLES", "all"}};
  ASSERT_EQ(Run({"migrate"}, variables).exit_code, 0);
  testing::ServerProcess process({"serve"}, variables);
  ASSERT_TRUE(process.AwaitServing()) << process.errors();
  EXPECT_THAT(GetDeputyship(Channel(process.Said("gateway")), Token("steering"), "none"),
              FailsWith(absl::StatusCode::kNotFound, "DEPUTYSHIP_NOT_FOUND"));
}

TEST_F(ServeTest, PrintsWhereEachRoleIsAndEndsWithZeroOnSigterm) {
  Migrate();
  const auto process = Serve({"--listen-metrics", "127.0.0.1:0"});
  const std::string authorization = Token("steering");
  for (const char* const role : {"gateway", "guideline"}) {
    EXPECT_THAT(process->Said(role), AllOf(StartsWith("127.0.0.1:"), Not(HasSubstr(":0")))) << role;
    EXPECT_THAT(GetDeputyship(Channel(process->Said(role)), authorization, "none"),
                FailsWith(absl::StatusCode::kNotFound, "DEPUTYSHIP_NOT_FOUND"))
        << role;
  }
  for (const char* const name : {"purchasing", "catalog", "registry", "casefile", "health", "metrics"}) {
    EXPECT_NE(process->Said(name), "") << name;
  }
  process->Signal(SIGTERM);
  EXPECT_EQ(process->Wait(), 0);
  EXPECT_EQ(process->errors(), "");
}

TEST_F(ServeTest, HealthAnswersForEachRoleAndShowsTheMode) {
  Migrate();
  {
    const auto process = Serve();
    const auto health = HealthOf(*process);
    for (const char* const role : kBackends) EXPECT_EQ(Health(*health, role), "SERVING") << role;
    EXPECT_EQ(Health(*health, "gateway"), "SERVING");
    EXPECT_EQ(Health(*health, ""), "SERVING");
    EXPECT_EQ(Health(*health, "trial"), "NOT_FOUND");
    EXPECT_EQ(Health(*health, "nothing"), "NOT_FOUND");
    EXPECT_EQ(Health(*Channel(process->Said("gateway")), ""), "SERVING");
  }
  const std::string other = "sqlite:" + folder_.path() + "/other";
  ASSERT_EQ(Run({"migrate", "--trial", "--database", other}).exit_code, 0);
  testing::ServerProcess trial(
      {"serve", "--trial", "--database", other, "--listen", "127.0.0.1:0", "--listen-health", "127.0.0.1:0"});
  ASSERT_TRUE(trial.AwaitServing()) << trial.errors();
  EXPECT_EQ(Health(*HealthOf(trial), "trial"), "SERVING");
}

TEST_F(ServeTest, MetricsShowCallsQueuesAndFeeds) {
  Migrate();
  const auto process = Serve({"--listen-metrics", "127.0.0.1:0"});
  ASSERT_THAT(CreateDeputyship(Channel(process->Said("gateway")), Token("steering"), "prevention"), IsOk());
  std::vector<std::string> missing = {
      R"(mosbat_rpc_calls_total{code="OK",method="CreateDeputyship",service="mosbat.guideline.v1.GuidelineService"} 1)",
      R"(mosbat_rpc_calls_total{code="OK",method="guideline",service="gateway"} 1)",
      "mosbat_rpc_seconds_bucket{",
      R"(mosbat_pool_queued_calls{service="casefile"})",
      R"(mosbat_pool_rejected_calls_total{service="casefile"})",
      R"(mosbat_feed_unnumbered_events{service="guideline"})",
      R"(mosbat_feed_lag_events{feed="catalog",service="casefile"})",
      "mosbat_feed_parked_events{"};
  const absl::Time give_up = absl::Now() + absl::Seconds(30);  // each service sets its gauges every second
  while (!missing.empty() && absl::Now() < give_up) {
    const std::string metrics = Metrics(process->Said("metrics"));
    std::erase_if(missing, [&](const std::string& shown) { return absl::StrContains(metrics, shown); });
  }
  EXPECT_THAT(missing, ::testing::IsEmpty());
}

TEST_F(ServeTest, SigtermTellsProbesAndLetsCallsInFlightFinish) {
  Migrate();
  const auto process = Serve();
  const std::string authorization = Token("steering");
  const auto door = Channel(process->Said("gateway"));
  const auto health = HealthOf(*process);
  grpc::ClientContext watch_context;
  ByteStream watch(*health, "/grpc.health.v1.Health/Watch", watch_context);
  std::string state;
  ASSERT_TRUE(watch.Write(HealthRequest("guideline")) && watch.WritesDone() && watch.Read(state));
  ASSERT_EQ(HealthWord(state), "SERVING");

  grpc::ClientContext context;
  Prepare(context, authorization);
  ByteStream call(*door, kCreateDeputyship, context);  // begun, its message not yet sent
  // What comes later on the same connections is answered, so the call has come to the service.
  ASSERT_THAT(GetDeputyship(door, authorization, "none"),
              FailsWith(absl::StatusCode::kNotFound, "DEPUTYSHIP_NOT_FOUND"));

  process->Signal(SIGTERM);
  ASSERT_TRUE(watch.Read(state));
  EXPECT_EQ(HealthWord(state), "NOT_SERVING");
  guideline::v1::CreateDeputyshipRequest request;
  request.set_deputyship_id("prevention");
  request.mutable_deputyship()->mutable_title()->set_fa("معاونت");
  ASSERT_TRUE(call.Write(request.SerializeAsString()) && call.WritesDone());
  std::string answer;
  EXPECT_TRUE(call.Read(answer));
  EXPECT_THAT(rpc::FromGrpcStatus(call.Finish()), IsOk());
  EXPECT_EQ(process->Wait(), 0);
  EXPECT_EQ(process->errors(), "");

  const auto again = Serve();
  EXPECT_THAT(GetDeputyship(Channel(again->Said("gateway")), authorization, "prevention"), IsOk());
}

// A follower never ends by itself; it learns at once that it must follow another replica.
TEST_F(ServeTest, SigtermDoesNotWaitForFollowers) {
  Migrate();
  const auto process = Serve();
  grpc::ClientContext context;
  context.AddMetadata("authorization", Token("service"));
  context.AddMetadata("mosbat-service", "guideline");
  const auto follow =
      feed::v1::FeedService::NewStub(Channel(process->Said("gateway")))->Follow(&context, feed::v1::FollowRequest());
  feed::v1::FollowResponse events;
  ASSERT_TRUE(follow->Read(&events));

  const absl::Time signalled = absl::Now();
  process->Signal(SIGTERM);
  while (follow->Read(&events)) {
  }
  EXPECT_THAT(rpc::FromGrpcStatus(follow->Finish()), FailsWith(absl::StatusCode::kUnavailable, "SERVER_STOPPING"));
  EXPECT_EQ(process->Wait(), 0);
  EXPECT_EQ(process->errors(), "");
  EXPECT_LT(absl::Now() - signalled, absl::Seconds(12));  // half of the time that it has to drain
}

TEST_F(ServeTest, KilledItStartsAgainWithAllThatWasAcknowledged) {
  Migrate();
  const std::string authorization = Token("steering");
  for (int round = 0; round < 3; ++round) {
    const auto process = Serve();
    const auto door = Channel(process->Said("gateway"));
    ASSERT_THAT(CreateDeputyship(door, authorization, absl::StrCat("round-", round)), IsOk());
    ASSERT_THAT(CreateDeputyship(door, authorization, "once", kRequestId), IsOk());  // the same request each time
    process->Signal(SIGKILL);
    EXPECT_EQ(process->Wait(), -SIGKILL);
  }
  const auto process = Serve();
  const auto door = Channel(process->Said("gateway"));
  for (const char* const id : {"round-0", "round-1", "round-2", "once"}) {
    EXPECT_THAT(GetDeputyship(door, authorization, id), IsOk()) << id;
  }
}

class TwoProcessesTest : public ServeTest {
 protected:
  void SetUp() override {
    Migrate();
    guideline_ = Serve({"--roles=guideline"});
    gateway_ = std::make_unique<testing::ServerProcess>(
        Arguments{"serve", "--roles=gateway", "--listen", "127.0.0.1:0", "--identity-file",
                  data() + "/keys/identity.jwk", "--peer", "guideline=" + guideline_->Said("guideline")});
    ASSERT_TRUE(gateway_->AwaitServing()) << gateway_->errors();
    door_ = Channel(gateway_->Said("gateway"));
  }

  std::unique_ptr<testing::ServerProcess> guideline_;
  std::unique_ptr<testing::ServerProcess> gateway_;
  std::shared_ptr<grpc::Channel> door_;
};

TEST_F(TwoProcessesTest, OneServiceAndTheGatewayWorkTogether) {
  const std::string authorization = Token("steering");
  EXPECT_EQ(guideline_->Said("gateway"), "");
  EXPECT_EQ(gateway_->Said("guideline"), "");
  ASSERT_THAT(CreateDeputyship(door_, authorization, "prevention"), IsOk());
  EXPECT_THAT(GetDeputyship(door_, authorization, "prevention"), IsOk());
  grpc::ClientContext context;
  Prepare(context, authorization);
  std::string answer;
  EXPECT_THAT(rpc::FromGrpcStatus(
                  testing::CallUnary(*door_, "/mosbat.catalog.v1.CatalogService/ListFacts", context, "", answer)),
              FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  for (testing::ServerProcess* const process : {guideline_.get(), gateway_.get()}) {
    process->Signal(SIGTERM);
    EXPECT_EQ(process->Wait(), 0);
    EXPECT_EQ(process->errors(), "");
  }
}

TEST_F(TwoProcessesTest, ServiceThatIsKilledInACallIsUnavailableUntilItIsBack) {
  const std::string authorization = Token("steering");
  grpc::ClientContext context;
  Prepare(context, Token("service"));
  context.AddMetadata("mosbat-service", "guideline");
  const auto follow = feed::v1::FeedService::NewStub(door_)->Follow(&context, feed::v1::FollowRequest());
  feed::v1::FollowResponse events;
  ASSERT_TRUE(follow->Read(&events));
  const std::string address = guideline_->Said("guideline");
  guideline_->Signal(SIGKILL);
  guideline_->Wait();
  while (follow->Read(&events)) {
  }
  EXPECT_THAT(rpc::FromGrpcStatus(follow->Finish()), FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  const absl::Time before = absl::Now();
  EXPECT_THAT(GetDeputyship(door_, authorization, "none"),
              FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  EXPECT_LT(absl::Now() - before, absl::Seconds(1));

  guideline_ = Serve({"--roles=guideline", "--listen-role", "guideline=" + address});
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  absl::Status found;
  do {
    found = GetDeputyship(door_, authorization, "none");
  } while (absl::IsUnavailable(found) && absl::Now() < give_up);
  EXPECT_THAT(found, FailsWith(absl::StatusCode::kNotFound, "DEPUTYSHIP_NOT_FOUND"));
}

}  // namespace
}  // namespace mosbat
