// A feed over real gRPC: what its streams refuse and say, and the source that a follower reads from.
#include "common/feed/feed_rpc.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/feed/rpc_feed_source.h"
#include "common/testing/backends.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"

namespace mosbat::feed {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::HasCode;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::UnorderedElementsAre;

const absl::Time kNow = absl::FromUnixMillis(1'770'000'000'000);
using Reactor = grpc::ServerWriteReactor<v1::FollowResponse>;

class FeedRpcTest : public ::testing::Test, protected v1::FeedService::CallbackService {
 protected:
  FeedRpcTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
  }
  ~FeedRpcTest() override {
    streams_.Stop();
    server_->Shutdown();
  }

  Reactor* Follow(grpc::CallbackServerContext*, const v1::FollowRequest* request) override {
    return silent_ ? NewSilence() : streams_.Follow(*request);
  }

  // A stream that is open and says nothing.
  static Reactor* NewSilence() {
    class Silence final : public Reactor {
     public:
      void OnCancel() override { Finish(grpc::Status::CANCELLED); }
      void OnDone() override { delete this; }
    };
    return new Silence;
  }

  void Emit(int count) {
    for (int i = 0; i < count; ++i) {
      v1::Event event;
      event.set_subject("a");
      event.set_type(absl::StrCat("E", i));
      ASSERT_THAT(database_->Transact([&](db::Session& session) { return outbox_.Append(session, {event}, kNow); }),
                  IsOk());
    }
    ASSERT_THAT(sequencer_.NumberNow(absl::InfiniteFuture()), IsOk());
  }

  std::unique_ptr<FeedSource> NewSource(absl::Duration longest_silence = kLongestSilence) {
    return NewRpcFeedSource([this] { return channel_; }, [] { return std::string("token"); }, longest_silence);
  }

  v1::FollowRequest RequestOf(int64_t after_seq, const std::string& follower = "casefile") {
    v1::FollowRequest request;
    request.set_follower(follower);
    request.set_feed_id(*outbox_.FeedId(*database_));
    request.set_after_seq(after_seq);
    return request;
  }

  absl::Status Refusal(const v1::FollowRequest& request) {
    return NewSource()->Follow(request, [](const v1::FollowResponse&) { return false; });
  }

  std::vector<std::pair<std::string, int64_t>> Followers() const {
    std::vector<std::pair<std::string, int64_t>> followers;
    for (const v1::FollowerPosition& position : streams_.followers()) {
      followers.emplace_back(position.follower(), position.seq());
    }
    return followers;
  }

  SystemIds ids_;
  std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  std::unique_ptr<db::Database> database_ = testing::SqliteMemory().Open({{"feed", &Migrations()}});
  Outbox outbox_{ids_, *keyring_};
  Sequencer sequencer_{*database_, outbox_};
  FeedStreams streams_{*database_, outbox_, sequencer_};
  bool silent_ = false;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(FeedRpcTest, EventsComeInOrderThenSignsOfLife) {
  Emit(3);
  std::vector<std::string> types;
  int alive = 0;
  EXPECT_THAT(NewSource()->Follow(RequestOf(1),
                                  [&](const v1::FollowResponse& batch) {
                                    for (const v1::Event& event : batch.events()) types.push_back(event.type());
                                    EXPECT_EQ(batch.last_seq(), 3);
                                    return !batch.events().empty() || ++alive < 2;
                                  }),
              IsOk());
  EXPECT_THAT(types, ElementsAre("E1", "E2"));
}

TEST_F(FeedRpcTest, OwnerThatSaysNothingIsGivenUp) {
  silent_ = true;
  EXPECT_THAT(NewSource(absl::Milliseconds(50))->Follow(RequestOf(0), [](const v1::FollowResponse&) { return true; }),
              FailsWith(absl::StatusCode::kUnavailable, "FEED_SILENT"));
}

TEST_F(FeedRpcTest, OwnerThatIsNotThereIsUnavailable) {
  server_->Shutdown();
  EXPECT_THAT(Refusal(RequestOf(0)), HasCode(absl::StatusCode::kUnavailable));
}

TEST_F(FeedRpcTest, SourceIsCancelledWhileItWaits) {
  silent_ = true;
  const auto source = NewSource();
  std::thread follower([&] {
    EXPECT_THAT(source->Follow(RequestOf(0), [](const v1::FollowResponse&) { return true; }),
                HasCode(absl::StatusCode::kCancelled));
  });
  source->Cancel();
  follower.join();
}

TEST_F(FeedRpcTest, CursorOfAFeedBeforeARestoreIsRefused) {
  Emit(3);
  v1::FollowRequest foreign = RequestOf(1);
  foreign.set_feed_id("01970000-0000-7000-8000-00000000ffff");
  EXPECT_THAT(Refusal(foreign), FailsWith(absl::StatusCode::kFailedPrecondition, "FEED_RESTARTED"));
  EXPECT_THAT(Refusal(RequestOf(4)), FailsWith(absl::StatusCode::kFailedPrecondition, "FEED_RESTARTED"));
  EXPECT_THAT(Refusal(RequestOf(3)), IsOk());
}

TEST_F(FeedRpcTest, CursorBelowWhatIsKeptIsRefused) {
  Emit(3);
  ASSERT_THAT(Outbox::Truncate(*database_, kNow + absl::Hours(1), absl::InfiniteFuture()), IsOk());
  EXPECT_THAT(Refusal(RequestOf(0)), FailsWith(absl::StatusCode::kOutOfRange, "FEED_TRUNCATED"));
  EXPECT_THAT(Refusal(RequestOf(2)), IsOk());
}

TEST_F(FeedRpcTest, EachConnectionOfAFollowerIsShown) {
  Emit(2);
  const auto follow = [&](int64_t after, absl::Notification& heard, absl::Notification& until) {
    int batches = 0;
    return NewSource()->Follow(RequestOf(after), [&](const v1::FollowResponse&) {
      // The second message shows that the first was counted.
      if (++batches == 2) {
        heard.Notify();
        until.WaitForNotification();
        return false;
      }
      return true;
    });
  };
  absl::Notification first_heard;
  absl::Notification first_leaves;
  absl::Notification second_heard;
  absl::Notification second_leaves;
  std::thread first([&] { EXPECT_THAT(follow(0, first_heard, first_leaves), IsOk()); });
  std::thread second([&] { EXPECT_THAT(follow(1, second_heard, second_leaves), IsOk()); });
  first_heard.WaitForNotification();
  second_heard.WaitForNotification();
  using Follower = std::pair<std::string, int64_t>;
  EXPECT_THAT(Followers(), UnorderedElementsAre(Follower("casefile", 2), Follower("casefile", 2)));
  first_leaves.Notify();
  first.join();
  while (Followers().size() == 2) std::this_thread::yield();
  EXPECT_THAT(Followers(), ElementsAre(Follower("casefile", 2)));
  second_leaves.Notify();
  second.join();
}

}  // namespace
}  // namespace mosbat::feed
