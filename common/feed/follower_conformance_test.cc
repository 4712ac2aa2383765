// The follower on every store: the cursor, the fence between two of them, refusals, waiting.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/feed/errors.h"
#include "common/feed/follower_fixture.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"

namespace mosbat::feed {
namespace {

using testing::FailsWith;
using testing::IsOk;

class FollowerConformance : public FollowerFixture {};

TEST_P(FollowerConformance, AppliesEveryEventOnceAndRemembersWhereItIs) {
  {
    const auto follower = NewFollower(Events(100));
    follower->Start();
    ASSERT_THAT(follower->WaitFor(kFeedId, 100, Soon()), IsOk());
  }
  EXPECT_EQ(Copied().size(), 100u);
  // Started again with more to read, it goes on; a second application would violate the copy's key.
  const auto follower = NewFollower(Events(150));
  follower->Start();
  ASSERT_THAT(follower->WaitFor(kFeedId, 150, Soon()), IsOk());
  EXPECT_EQ(Copied().size(), 150u);
  EXPECT_EQ(follower->state().parked, 0);
}

TEST_P(FollowerConformance, TwoThatRaceApplyEachEventOnce) {
  const auto one = NewFollower(Events(500));
  const auto two = NewFollower(Events(500));
  one->Start();
  two->Start();
  ASSERT_THAT(one->WaitFor(kFeedId, 500, Soon()), IsOk());
  ASSERT_THAT(two->WaitFor(kFeedId, 500, Soon()), IsOk());
  EXPECT_EQ(Copied().size(), 500u);
}

TEST_P(FollowerConformance, RefusalOfTheOwnerIsToldUntilTheCopyIsRebuilt) {
  std::atomic<bool> refuses = true;
  const auto follower = NewFollower(std::make_unique<RefusingSource>(errors::FeedTruncated(), refuses), Copy, clock_);
  follower->Start();
  EXPECT_TRUE(Eventually([&] { return follower->state().refused == "FEED_TRUNCATED"; }));
  EXPECT_EQ(Described(*follower).refused(), "FEED_TRUNCATED");
  EXPECT_GE(follower->state().failures["FEED_TRUNCATED"], 1);
  refuses = false;
  EXPECT_TRUE(Eventually([&] { return follower->state().refused.empty(); }));
  EXPECT_THAT(follower->WaitFor(kFeedId, 3, Soon()), IsOk());
}

TEST_P(FollowerConformance, LostFeedIsCountedAndIsNoRefusal) {
  std::atomic<bool> refuses = true;
  const auto follower =
      NewFollower(std::make_unique<RefusingSource>(absl::UnavailableError("down"), refuses), Copy, clock_);
  follower->Start();
  EXPECT_TRUE(Eventually([&] { return follower->state().failures.contains("UNAVAILABLE"); }));
  EXPECT_EQ(follower->state().refused, "");
}

TEST_P(FollowerConformance, SaysWhenTheOwnerWasLastHeard) {
  testing::FakeClock clock;
  const auto follower = NewFollower(std::make_unique<ListSource>(std::vector<v1::Event>()), Copy, clock);
  EXPECT_EQ(follower->state().heard, clock.Now());
  clock.Advance(absl::Minutes(1));
  v1::FollowResponse alive;
  alive.set_feed_id(kFeedId);
  ASSERT_THAT(follower->ApplyBatch(alive), IsOk());
  EXPECT_EQ(follower->state().heard, clock.Now());
}

TEST_P(FollowerConformance, PlaceInOneFeedSaysNothingOfAnother) {
  const auto follower = NewFollower({});
  v1::FollowResponse batch;
  batch.set_feed_id(kFeedId);
  batch.set_last_seq(10);
  for (const v1::Event& event : Events(10)) *batch.add_events() = event;
  ASSERT_THAT(follower->ApplyBatch(batch), IsOk());
  // The copy is rebuilt, from another feed.
  ASSERT_THAT(database_->Transact([](db::Session& session) -> absl::Status {
    MOSBAT_RETURN_IF_ERROR(session.Execute("DELETE FROM copied_events").status());
    return session.Execute("DELETE FROM feed_cursors").status();
  }),
              IsOk());
  batch.Clear();
  batch.set_feed_id(kOtherFeedId);
  batch.set_last_seq(3);
  for (const v1::Event& event : Events(3)) *batch.add_events() = event;
  ASSERT_THAT(follower->ApplyBatch(batch), IsOk());
  EXPECT_EQ(follower->state().position, 3);
  EXPECT_EQ(follower->state().last_seq, 3);
  EXPECT_THAT(follower->WaitFor(kOtherFeedId, 4, absl::Now()),
              FailsWith(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
}

TEST_P(FollowerConformance, AnotherFeedIsRefused) {
  const auto follower = NewFollower({});
  v1::FollowResponse batch;
  batch.set_feed_id(kFeedId);
  ASSERT_THAT(follower->ApplyBatch(batch), IsOk());
  batch.set_feed_id(kOtherFeedId);
  EXPECT_THAT(follower->ApplyBatch(batch), FailsWith(absl::StatusCode::kFailedPrecondition, "FEED_RESTARTED"));
  EXPECT_THAT(follower->WaitFor(kOtherFeedId, 1, Soon()),
              FailsWith(absl::StatusCode::kFailedPrecondition, "FEED_RESTARTED"));
}

TEST_P(FollowerConformance, WaitingForWhatHasNotComeEnds) {
  const auto follower = NewFollower(Events(3));
  follower->Start();
  EXPECT_THAT(follower->WaitFor(kFeedId, 4, absl::Now() + absl::Milliseconds(50)),
              FailsWith(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
}

TEST_P(FollowerConformance, NobodyIsLeftWaitingWhenItIsToldToStop) {
  const auto follower = NewFollower(Events(3));
  follower->Start();
  const absl::Time until = Soon();
  std::thread waiting([&] {
    EXPECT_THAT(follower->WaitFor(kFeedId, 4, until), FailsWith(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
  });
  follower->BeginStop();
  waiting.join();
  EXPECT_LT(absl::Now(), until);
}

// Counts what is read.
class CountedReads final : public db::Database {
 public:
  explicit CountedReads(db::Database& database) : database_(database) {}

  absl::Status Read(Body body, absl::Time deadline) override {
    ++reads;
    return database_.Read(body, deadline);
  }
  absl::Status Transact(Body body, absl::Time deadline) override { return database_.Transact(body, deadline); }
  int useful_threads() const override { return database_.useful_threads(); }
  db::DatabaseCounts counts() const override { return database_.counts(); }

  std::atomic<int> reads = 0;

 private:
  db::Database& database_;
};

TEST_P(FollowerConformance, OneLooksAtTheStoreForAllWhoWait) {
  CountedReads database(*database_);
  Follower follower({.follower = "test", .feed = "catalog"}, database, *keyring_, clock_,
                    std::make_unique<ListSource>(Events(0)), Copy);
  const absl::Time begun = absl::Now();
  std::vector<std::thread> waiting;
  for (int i = 0; i < 16; ++i) {
    waiting.emplace_back([&] {
      EXPECT_THAT(follower.WaitFor(kFeedId, 1, begun + absl::Milliseconds(100)),
                  FailsWith(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
    });
  }
  for (std::thread& one : waiting) one.join();
  EXPECT_GE(database.reads, 1);
  EXPECT_LE(database.reads, (absl::Now() - begun) / absl::Milliseconds(20) + 1);
}

TEST_P(FollowerConformance, CopyIsCurrentWhileItHasAllThatTheOwnerSaidMomentsAgo) {
  testing::FakeClock clock;
  const auto follower = NewFollower(std::make_unique<ListSource>(Events(0)), Copy, clock);
  EXPECT_FALSE(follower->IsCurrent()) << "never heard";
  v1::FollowResponse batch;
  batch.set_feed_id(kFeedId);
  batch.set_last_seq(4);
  for (const v1::Event& event : Events(3)) *batch.add_events() = event;
  ASSERT_THAT(follower->ApplyBatch(batch), IsOk());
  EXPECT_FALSE(follower->IsCurrent()) << "there is a fourth";
  *batch.mutable_events() = {};
  *batch.add_events() = Events(4).back();
  ASSERT_THAT(follower->ApplyBatch(batch), IsOk());
  EXPECT_TRUE(follower->IsCurrent());
  clock.Advance(absl::Seconds(1));
  EXPECT_FALSE(follower->IsCurrent());
}

TEST_P(FollowerConformance, PositionNamesTheFeedAndThePlace) {
  const auto follower = NewFollower(Events(4));
  follower->Start();
  ASSERT_THAT(follower->WaitFor(kFeedId, 4, Soon()), IsOk());
  EXPECT_THAT(database_->Read([&](db::Session& session) -> absl::Status {
    MOSBAT_ASSIGN_OR_RETURN(const std::string position, Follower::Position(session, "catalog"));
    EXPECT_EQ(position, absl::StrCat("catalog@", kFeedId, ":4"));
    return absl::OkStatus();
  }),
              IsOk());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, FollowerConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::feed
