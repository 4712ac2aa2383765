// What passes the gateway, seen from both sides: messages, metadata, deadlines, ends and cancellations.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/client_callback.h"
#include "gtest/gtest.h"

#include "tests/integration/gateway_fixture.h"

namespace mosbat {
namespace {

using testing::BytesOf;
using testing::ByteStream;
using testing::CallUnary;
using testing::FailsWith;
using testing::IsOk;
using ::testing::Pair;
using testing::TextOf;
using ::testing::UnorderedElementsAre;

constexpr size_t kLargest = 1 << 20;

std::string Random(std::mt19937& random, size_t size) {
  std::string text(size, '\0');
  for (char& byte : text) byte = static_cast<char>(random());
  return text;
}

// Counts calls down.
class Countdown {
 public:
  explicit Countdown(int left) : left_(left) {}
  void Down() {
    const std::lock_guard lock(mutex_);
    if (--left_ == 0) none_left_.notify_all();
  }
  bool Await(std::chrono::seconds patience) {
    std::unique_lock lock(mutex_);
    return none_left_.wait_for(lock, patience, [this] { return left_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable none_left_;
  int left_;
};

// Sends its messages and keeps what is answered, without a thread of its own.
class Talk final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Talk(std::string said, std::vector<std::string> messages, Countdown& done)
      : verb(std::move(said)), sent(std::move(messages)), done_(done) {}

  void Start(const std::shared_ptr<grpc::Channel>& channel, const std::string& path) {
    grpc::GenericStub(channel).PrepareBidiStreamingCall(&context, path, {}, this);
    StartRead(&read_);
    OnWriteDone(true);
    StartCall();
  }
  // With `first` before its messages.
  void Start(const std::shared_ptr<grpc::Channel>& channel, const std::string& path, const grpc::ByteBuffer& first) {
    grpc::GenericStub(channel).PrepareBidiStreamingCall(&context, path, {}, this);
    StartRead(&read_);
    written_ = first;
    StartWrite(&written_);
    StartCall();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return;
    if (next_ == sent.size()) {
      StartWritesDone();
      return;
    }
    written_ = BytesOf(sent[next_++]);
    StartWrite(&written_);
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    answers.push_back(TextOf(read_));
    StartRead(&read_);
  }
  void OnDone(const grpc::Status& ended) override {
    status = ended;
    done_.Down();
  }

  const std::string verb;
  const std::vector<std::string> sent;
  std::vector<std::string> answers;
  grpc::Status status;
  grpc::ClientContext context;

 private:
  Countdown& done_;
  size_t next_ = 0;
  grpc::ByteBuffer read_;
  grpc::ByteBuffer written_;
};

TEST_F(GatewayTest, ThousandCallsOfEveryPatternAtOncePassUnchanged) {
  constexpr int kCalls = 1000;
  std::mt19937 random(20260321);
  Countdown done(kCalls);
  casefile_.HoldUntil(kCalls);
  std::vector<std::unique_ptr<Talk>> talks;
  for (int i = 0; i < kCalls; ++i) {
    const char* const verb = std::vector<const char*>{"Echo", "Collect", "Spread", "Echo"}[static_cast<size_t>(i % 4)];
    std::vector<std::string> messages(i % 4 < 2 ? random() % 6 : 1);  // the last two: one message, as in unary calls
    for (std::string& message : messages) message = Random(random, random() % (i % 50 == 0 ? 200'000 : 3'000));
    talks.push_back(std::make_unique<Talk>(verb, std::move(messages), done));
    Prepare(talks.back()->context, testing::Steering(), absl::Minutes(2));
    talks.back()->Start(door_, Script(verb));
  }
  ASSERT_TRUE(done.Await(std::chrono::minutes(2)));
  for (const auto& talk : talks) {
    ASSERT_TRUE(talk->status.ok()) << talk->verb << ": " << talk->status.error_message();
    if (talk->verb == "Echo") {
      ASSERT_EQ(talk->answers, talk->sent);
    } else {
      ASSERT_EQ(absl::StrJoin(talk->answers, ""), absl::StrJoin(talk->sent, "")) << talk->verb;
    }
  }
  EXPECT_EQ(casefile_.started(), kCalls);
}

TEST_F(GatewayTest, UnaryCallPassesUnchangedUpToTheLargestMessage) {
  std::mt19937 random(1);
  for (const size_t size : {size_t{0}, size_t{1}, size_t{70'000}, kLargest}) {
    const std::string request = Random(random, size);
    const auto answer = Call(Script("Echo"), request);
    ASSERT_THAT(answer, IsOk());
    EXPECT_TRUE(*answer == request) << size;
  }
}

TEST_F(GatewayTest, LargerMessageIsRefusedAndNotTakenForTheEnd) {
  for (int i = 0; i < 200; ++i) {
    grpc::ClientContext context;
    Prepare(context);
    ByteStream stream(*door_, Script("Collect"), context);
    stream.Write("first");
    stream.Write(std::string(kLargest + 1, 'x'));
    stream.WritesDone();
    EXPECT_THAT(rpc::FromGrpcStatus(stream.Finish()),
                FailsWith(absl::StatusCode::kInvalidArgument, "MESSAGE_TOO_LARGE"));
  }
  EXPECT_TRUE(casefile_.AwaitCancellations(casefile_.started()));
  EXPECT_EQ(casefile_.ends(), 0);
}

// Far past what is taken a message is not even collected: the same megabyte 400 times, which the caller has but once.
TEST_F(GatewayTest, MessageThatWouldFillTheMemoryIsCutOff) {
  const std::string megabyte(kLargest, 'x');
  const std::vector<grpc::Slice> slices(400, grpc::Slice(megabyte.data(), megabyte.size(), grpc::Slice::STATIC_SLICE));
  Countdown done(1);
  Talk talk("Collect", {}, done);
  Prepare(talk.context);
  talk.Start(door_, Script("Collect"), grpc::ByteBuffer(slices.data(), slices.size()));
  ASSERT_TRUE(done.Await(std::chrono::seconds(30)));
  EXPECT_EQ(talk.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << talk.status.error_message();
  EXPECT_THAT(Call(Script("Echo"), "x"), IsOk());
}

TEST_F(GatewayTest, CallerMayEndBeforeTheBackendAnswers) {
  grpc::ClientContext context;
  Prepare(context);
  ByteStream stream(*door_, Script("Collect"), context);
  EXPECT_TRUE(stream.Write("a"));
  EXPECT_TRUE(stream.Write("b"));
  EXPECT_TRUE(stream.WritesDone());
  std::string answer;
  ASSERT_TRUE(stream.Read(answer));
  EXPECT_EQ(answer, "ab");
  EXPECT_FALSE(stream.Read(answer));
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(GatewayTest, BackendMayEndBeforeTheCaller) {
  grpc::ClientContext context;
  Prepare(context);
  ByteStream stream(*door_, Script("Three"), context);
  std::string answer;
  for (const char* const text : {"a", "b", "c"}) {
    ASSERT_TRUE(stream.Write(text));
    ASSERT_TRUE(stream.Read(answer));
    EXPECT_EQ(answer, text);
  }
  EXPECT_FALSE(stream.Read(answer));
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(GatewayTest, BackendMayEndWithoutReading) {
  grpc::ClientContext context;
  Prepare(context);
  ByteStream stream(*door_, Script("Refuse"), context);
  while (stream.Write(std::string(100'000, 'x'))) {
  }
  const grpc::Status status = stream.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(status.error_message(), "not now");
  EXPECT_EQ(status.error_details(), std::string("\1details", 8));
  const auto trailer = context.GetServerTrailingMetadata().find("refused-by");
  ASSERT_NE(trailer, context.GetServerTrailingMetadata().end());
  EXPECT_EQ(trailer->second, "backend");
}

TEST_F(GatewayTest, BackendThatNeverReadsHoldsTheCallerBack) {
  grpc::ClientContext context;
  Prepare(context, testing::Steering(), absl::Seconds(1));
  ByteStream stream(*door_, Script("Unread"), context);
  size_t taken = 0;
  while (taken < (64u << 20) && stream.Write(std::string(100'000, 'x'))) taken += 100'000;
  EXPECT_LT(taken, 64u << 20);  // the windows on the way fill, and no more is taken
  EXPECT_EQ(stream.Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(casefile_.AwaitCancellations(1));
}

TEST_F(GatewayTest, BackendsMetadataComesBeforeItsFirstMessage) {
  grpc::ClientContext context;
  Prepare(context);
  ByteStream stream(*door_, Script("Greet"), context);
  stream.AwaitMetadata();  // nothing was sent yet, so nothing was answered
  const auto greeting = context.GetServerInitialMetadata().find("greeting");
  ASSERT_NE(greeting, context.GetServerInitialMetadata().end());
  EXPECT_EQ(greeting->second, "salam");
  stream.WritesDone();
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(GatewayTest, MetadataPassesAndWhatBelongsToTheConnectionDoesNot) {
  grpc::ClientContext context;
  Prepare(context);
  context.AddMetadata("mosbat-purpose", "home visit");
  context.AddMetadata("accept-language", "fa");
  context.AddMetadata("twice", "1");
  context.AddMetadata("twice", "2");
  context.AddMetadata("seal-bin", std::string("\0\xff", 2));
  std::string answer;
  ASSERT_TRUE(CallUnary(*door_, Script("Echo"), context, "x", answer).ok());
  std::multimap<std::string, std::string> metadata = casefile_.metadata();
  EXPECT_EQ(metadata.count("user-agent"), 1u);  // the gateway's own
  metadata.erase("user-agent");
  EXPECT_EQ(metadata.count("authorization"), 1u);
  metadata.erase("authorization");
  EXPECT_THAT(metadata,
              UnorderedElementsAre(Pair("mosbat-purpose", "home visit"), Pair("accept-language", "fa"),
                                   Pair("twice", "1"), Pair("twice", "2"), Pair("seal-bin", std::string("\0\xff", 2))));
}

TEST_F(GatewayTest, DeadlinePasses) {
  grpc::ClientContext context;
  Prepare(context, testing::Steering(), absl::Seconds(20));
  std::string answer;
  ASSERT_TRUE(CallUnary(*door_, Script("Echo"), context, "x", answer).ok());
  EXPECT_GT(casefile_.time_left(), absl::Seconds(10));
  EXPECT_LE(casefile_.time_left(), absl::Seconds(21));  // the wire rounds it up
}

TEST_F(GatewayTest, BackendSeesThatTheCallerCancelled) {
  grpc::ClientContext context;
  Prepare(context);
  ByteStream stream(*door_, Script("Echo"), context);
  std::string answer;
  ASSERT_TRUE(stream.Write("a") && stream.Read(answer));
  context.TryCancel();
  EXPECT_EQ(stream.Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(casefile_.AwaitCancellations(1));
}

// A half of what was meant must not look like the whole: the backend would keep it.
TEST_F(GatewayTest, CallThatIsCutOffNeverLooksFinished) {
  constexpr int kCalls = 200;
  for (int i = 0; i < kCalls; ++i) {
    grpc::ClientContext context;
    Prepare(context);
    ByteStream stream(*door_, Script("Collect"), context);
    ASSERT_TRUE(stream.Write("half"));
    ASSERT_TRUE(casefile_.AwaitStarted(i + 1));
    context.TryCancel();
    stream.Finish();
  }
  ASSERT_TRUE(casefile_.AwaitCancellations(kCalls));
  EXPECT_EQ(casefile_.ends(), 0);
}

TEST_F(GatewayTest, BackendThatGoesInTheMiddleIsUnavailable) {
  grpc::ClientContext context;
  Prepare(context);
  ByteStream stream(*door_, Script("Echo"), context);
  std::string answer;
  ASSERT_TRUE(stream.Write("a") && stream.Read(answer));
  casefile_.Stop();
  EXPECT_FALSE(stream.Read(answer));
  EXPECT_THAT(rpc::FromGrpcStatus(stream.Finish()), FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(GatewayTest, BackendThatIsDownIsUnavailableAtOnceAndFoundWhenItIsBack) {
  const int port = casefile_.port();
  ASSERT_THAT(Call(Script("Echo"), "x"), IsOk());
  casefile_.Stop();
  for (int i = 0; i < 5; ++i) {
    const absl::Time before = absl::Now();
    const auto answer = Call(Script("Echo"), "x");
    EXPECT_THAT(answer, FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
    EXPECT_THAT(std::string(answer.status().message()), ::testing::Not(::testing::HasSubstr("127.0.0.1")));
    EXPECT_LT(absl::Now() - before, absl::Seconds(1));
  }
  testing::ScriptedBackend back(absl::StrCat("127.0.0.1:", port));
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  while (!Call(Script("Echo"), "x").ok() && absl::Now() < give_up) {
  }
  EXPECT_THAT(Call(Script("Echo"), "x"), IsOk());
}

// A port where connections are taken and nothing is ever said: a process that hangs, or a host that swallows packets.
TEST_F(GatewayTest, BackendThatNeverSpeaksIsUnavailableSoon) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 8), 0);
  ASSERT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  world_.channels().SetAddress("casefile", absl::StrCat("127.0.0.1:", ntohs(address.sin_port)));
  const absl::Time before = absl::Now();
  EXPECT_THAT(Call(Script("Echo"), "x"), FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  EXPECT_LT(absl::Now() - before, absl::Seconds(5));
  close(listener);
}

TEST_F(GatewayTest, DrainRefusesNewCallsAndLetsThoseInFlightFinish) {
  grpc::ClientContext context;
  Prepare(context);
  ByteStream stream(*door_, Script("Echo"), context);
  std::string answer;
  ASSERT_TRUE(stream.Write("a") && stream.Read(answer));
  std::thread drain([&] { gateway_->Drain(absl::Now() + absl::Seconds(30)); });
  while (true) {  // until the door is closed to others
    grpc::ClientContext other;
    Prepare(other);
    std::string ignored;
    if (!CallUnary(*Connect(), Script("Echo"), other, "x", ignored).ok()) break;
  }
  EXPECT_TRUE(stream.Write("b") && stream.Read(answer));
  EXPECT_EQ(answer, "b");
  EXPECT_TRUE(stream.WritesDone());
  EXPECT_TRUE(stream.Finish().ok());
  drain.join();
}

// Some watch the health of a server for as long as it lives, and no call is in flight.
TEST_F(GatewayTest, DrainDoesNotWaitForThoseWhoWatchHealth) {
  grpc::ClientContext context;
  Prepare(context, testing::Steering(), absl::Minutes(2));
  ByteStream watch(*door_, "/grpc.health.v1.Health/Watch", context);
  std::string state;
  ASSERT_TRUE(watch.Write("") && watch.WritesDone() && watch.Read(state));
  const absl::Time begun = absl::Now();
  gateway_->Drain(begun + absl::Minutes(1));
  EXPECT_LT(absl::Now() - begun, absl::Seconds(30));
  while (watch.Read(state)) {
  }
  EXPECT_FALSE(watch.Finish().ok());
}

TEST_F(GatewayTest, DrainEndsAtItsDeadline) {
  grpc::ClientContext context;
  Prepare(context);
  ByteStream stream(*door_, Script("Unread"), context);
  ASSERT_TRUE(casefile_.AwaitStarted(1));
  gateway_->Drain(absl::Now() + absl::Milliseconds(50));
  EXPECT_FALSE(stream.Finish().ok());
  EXPECT_TRUE(casefile_.AwaitCancellations(1));
}

}  // namespace
}  // namespace mosbat
