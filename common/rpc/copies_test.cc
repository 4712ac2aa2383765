// One service follows another: what callers of the copy get to see.
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "grpcpp/create_channel.h"

#include "common/rpc/counter_fixture.h"
#include "common/rpc/errors.h"
#include "common/rpc/server_start.h"
#include "mosbat/feed/v1/feed.grpc.pb.h"

namespace mosbat::rpc {
namespace {

using testing::FailsWith;
using testing::IsOk;

constexpr CopiedKind kCounters[] = {{.missing = "COUNTER_NOT_FOUND", .feed = "counter"}};

// Says in the owner's place how far its feed goes.
class StandIn final : public feed::v1::FeedService::Service {
 public:
  explicit StandIn(std::function<absl::StatusOr<Position>()> answer) : answer_(std::move(answer)) {}

  grpc::Status GetPosition(grpc::ServerContext*, const feed::v1::GetPositionRequest*,
                           feed::v1::GetPositionResponse* response) override {
    const absl::StatusOr<Position> position = answer_();
    if (!position.ok()) return ToGrpcStatus(position.status(), {});
    response->set_feed_id(position->feed_id);
    response->set_last_seq(position->seq);
    return grpc::Status::OK;
  }

 private:
  const std::function<absl::StatusOr<Position>()> answer_;
};

class CopiesTest : public CounterFixture {
 protected:
  void SetUp() override {
    StartBackend(256, testing::SqliteMemory());
    const std::vector<db::MigrationSet> schema = SchemaOf("counter", CounterMigrations());
    auto copier = Backend::Open(world_.environment("copier"), {.service = "copier", .schema = schema},
                                testing::SqliteMemory().Open(schema));
    ASSERT_THAT(copier, IsOk());
    copier_ = *std::move(copier);
    copier_->Follow("counter", [this](db::Session& session, const feed::v1::Event& event) -> absl::Status {
      v1::Counter counter;
      if (!event.payload().UnpackTo(&counter)) return absl::OkStatus();
      return table_.Insert(session, counter).status();
    });
    auto role = std::make_unique<CounterRole>(*copier_, kCounters);
    copy_ = role.get();
    ASSERT_THAT(copier_->Start(std::move(role)), IsOk());
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", copier_->port()), grpc::InsecureChannelCredentials());
  }

  // As the copy has it.
  absl::StatusOr<v1::Counter> GetCopy(const std::string& name, const Sent& sent = {}) {
    grpc::ClientContext context;
    Prepare(context, sent);
    v1::GetCounterRequest request;
    request.set_name(name);
    v1::Counter counter;
    const grpc::Status status = v1::CounterService::NewStub(channel_)->GetCounter(&context, request, &counter);
    if (!status.ok()) return FromGrpcStatus(status);
    return counter;
  }

  // The feed that is followed already stays the owner's.
  void AskInstead(std::function<absl::StatusOr<Position>()> answer) {
    stand_in_ = std::make_unique<StandIn>(std::move(answer));
    auto server = StartServer("stand-in", "127.0.0.1:0",
                              [this](grpc::ServerBuilder& builder) { builder.RegisterService(stand_in_.get()); });
    ASSERT_THAT(server, IsOk());
    stand_in_server_ = *std::move(server);
    world_.channels().SetAddress("counter", absl::StrCat("127.0.0.1:", stand_in_server_.port));
  }

  const db::MessageTable<v1::Counter> table_{"counters"};
  std::unique_ptr<StandIn> stand_in_;
  StartedServer stand_in_server_;
  std::unique_ptr<Backend> copier_;
  CounterRole* copy_ = nullptr;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(CopiesTest, CallerIsServedOnlyAfterWhatItSaw) {
  copier_->StartFollowing();
  for (int i = 0; i < 20; ++i) {
    const std::string name = absl::StrCat("c", i);
    ASSERT_THAT(Raise(RequestOf(name)), IsOk());
    Sent sent;
    sent.after = position_;
    EXPECT_THAT(GetCopy(name, sent), IsOk()) << i;
  }
  EXPECT_EQ(copy_->reads, 20);

  grpc::ClientContext context;
  Prepare(context, Sent{});
  feed::v1::GetPositionResponse position;
  ASSERT_THAT(FromGrpcStatus(feed::v1::FeedService::NewStub(channel_)->GetPosition(&context, {}, &position)), IsOk());
  ASSERT_EQ(position.copies_size(), 1);
  EXPECT_EQ(position.copies(0).feed(), "counter");
  EXPECT_EQ(position.copies(0).seq(), 20);
  EXPECT_TRUE(position.copies(0).has_heard_time());
  EXPECT_EQ(position.copies(0).refused(), "");
}

// The copy follows only once it was found to lack what is there.
TEST_F(CopiesTest, WhatIsOnItsWayIsLookedForAgain) {
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  absl::Notification looked;
  copy_->on_read = [&] {
    if (!looked.HasBeenNotified()) looked.Notify();
  };
  std::thread follow([&] {
    looked.WaitForNotification();
    copier_->StartFollowing();
  });
  EXPECT_THAT(GetCopy("c"), IsOk());
  EXPECT_EQ(copy_->reads, 2);
  follow.join();
}

TEST_F(CopiesTest, WhatTheOwnerHasNotEitherIsNotFound) {
  copier_->StartFollowing();
  EXPECT_THAT(GetCopy("none"), FailsWith(absl::StatusCode::kNotFound, "COUNTER_NOT_FOUND"));
  EXPECT_EQ(copy_->reads, 2);
  EXPECT_THAT(GetCopy("none", From(testing::As(access::v1::COUNTY, "k", kCounty))),
              FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

TEST_F(CopiesTest, WithoutItsOwnerNothingIsSaidToBeMissing) {
  copier_->StartFollowing();
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  ASSERT_THAT(GetCopy("c"), IsOk());
  backend_->Drain(absl::Now());
  EXPECT_THAT(GetCopy("none"), FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  EXPECT_THAT(GetCopy("c"), IsOk()) << "what is known needs nobody";
}

TEST_F(CopiesTest, CopyThatStaysBehindSaysSo) {
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  EXPECT_THAT(GetCopy("c"), FailsWith(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
}

// What this service is told is not meant for its callers.
TEST_F(CopiesTest, OwnerThatRefusesThisServiceIsUnreachableToItsCallers) {
  copier_->StartFollowing();
  absl::Status refusal;
  AskInstead([&] { return refusal; });
  refusal = MakeError(absl::StatusCode::kUnauthenticated, "TOKEN_MALFORMED", {.en = "bad", .fa = "بد"});
  EXPECT_THAT(GetCopy("none"), FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  refusal = errors::ServerBusy("counter");
  EXPECT_THAT(GetCopy("none"), FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(CopiesTest, CopyOfAnOwnerThatWasRestoredIsBehind) {
  copier_->StartFollowing();
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  ASSERT_THAT(GetCopy("c"), IsOk());
  AskInstead([] { return Position{.feed = "counter", .feed_id = "another", .seq = 0}; });
  EXPECT_THAT(GetCopy("none"), FailsWith(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
}

TEST_F(CopiesTest, OwnerIsAskedOneQuestionAtATimeForAllWhoWait) {
  constexpr int kCallers = 10;
  copier_->StartFollowing();
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  ASSERT_THAT(GetCopy("c"), IsOk());
  copy_->reads = 0;
  const absl::StatusOr<std::string> feed_id = backend_->outbox().FeedId(backend_->database());
  ASSERT_THAT(feed_id, IsOk());
  std::atomic<int> asked = 0;
  std::atomic<int> under_way = 0;
  std::atomic<bool> at_once = false;
  AskInstead([&] {
    ++asked;
    if (++under_way > 1) at_once = true;
    while (copy_->reads < kCallers) std::this_thread::yield();
    --under_way;
    return Position{.feed = "counter", .feed_id = *feed_id, .seq = 0};
  });
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back(
        [this] { EXPECT_THAT(GetCopy("none"), FailsWith(absl::StatusCode::kNotFound, "COUNTER_NOT_FOUND")); });
    while (copy_->reads <= i) std::this_thread::yield();
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_FALSE(at_once);
  EXPECT_GE(asked, 2) << "whoever came after the first question may know of more than its answer does";
}

// Calls that may wait for a copy, as many as there are workers, while it is behind and until `refused` of them were
// told so; how many of them waited.
class WorkersTest : public CopiesTest {
 protected:
  void SetUp() override {
    CopiesTest::SetUp();
    ASSERT_THAT(Raise(RequestOf("new")), IsOk());
    v1::Counter known;
    known.set_name("known");
    ASSERT_THAT(
        copier_->database().Transact([&](db::Session& session) { return table_.Insert(session, known).status(); }),
        IsOk());
  }

  int workers() const { return copier_->database().useful_threads(); }

  int CountWaiting(int refused, const std::function<absl::Status()>& call, absl::string_view answer) {
    std::atomic<int> behind = 0;
    std::atomic<int> waited = 0;
    absl::Notification all_refused;
    std::vector<std::thread> callers;
    for (int i = 0; i < workers(); ++i) {
      callers.emplace_back([&] {
        const std::string reason = ReasonOf(call());
        if (reason == "COPY_BEHIND" && ++behind == refused) all_refused.Notify();
        if (reason == answer) ++waited;
      });
    }
    all_refused.WaitForNotification();
    EXPECT_THAT(GetCopy("known"), IsOk()) << "there is a worker left";
    copier_->StartFollowing();
    for (std::thread& caller : callers) caller.join();
    return waited;
  }
};

TEST_F(WorkersTest, OnlyAQuarterWaitForWhatIsNotKnown) {
  const int waited = CountWaiting(
      workers() - workers() / 4, [this] { return GetCopy("none").status(); }, "COUNTER_NOT_FOUND");
  EXPECT_EQ(waited, workers() / 4);
}

TEST_F(WorkersTest, OnlyHalfWaitForAPosition) {
  Sent sent;
  sent.after = position_;
  const int waited = CountWaiting(
      workers() - workers() / 2, [&] { return GetCopy("new", sent).status(); }, "");
  EXPECT_EQ(waited, workers() / 2);
}

// The owner gives no answer, so nobody who asks is told that something is missing.
TEST_F(WorkersTest, WhereAQuarterAskWhatTheFeedSaidMomentsAgoIsEnough) {
  copier_->StartFollowing();
  ASSERT_THAT(GetCopy("new"), IsOk());
  std::atomic<bool> found_missing = false;
  absl::Notification over;
  AskInstead([&]() -> absl::StatusOr<Position> {
    over.WaitForNotification();
    return absl::CancelledError("over");
  });
  const absl::Time until = absl::Now() + absl::Seconds(30);
  std::vector<std::thread> callers;
  for (int i = 0; i < workers() / 4 + 1; ++i) {
    callers.emplace_back([&] {
      while (!found_missing && absl::Now() < until) {
        if (absl::IsNotFound(GetCopy("none").status())) found_missing = true;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  over.Notify();
  stand_in_server_.Drain(absl::InfiniteFuture());  // questions that were given up
  EXPECT_TRUE(found_missing);
}

}  // namespace
}  // namespace mosbat::rpc
