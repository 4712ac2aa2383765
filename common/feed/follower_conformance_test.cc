// The follower on every store: the cursor, the fence between two of them, refusals, waiting.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/feed/errors.h"
#include "common/feed/follower_fixture.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"

namespace mosbat::feed {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
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

TEST_P(FollowerConformance, WhatAnotherHasAppliedIsNotAppliedAgain) {
  const auto one = NewFollower({});
  const auto two = NewFollower({});
  const auto moves_on = [](Follower& follower, int64_t first, int64_t last) {
    v1::FollowResponse batch;
    batch.set_feed_id(kFeedId);
    for (const v1::Event& event : Events(20)) {
      if (event.seq() >= first && event.seq() <= last) *batch.add_events() = event;
    }
    const absl::StatusOr<bool> mine = follower.ApplyBatch(batch);
    EXPECT_THAT(mine, IsOk());
    return mine.ok() && *mine;
  };
  EXPECT_TRUE(moves_on(*one, 1, 7));
  EXPECT_FALSE(moves_on(*two, 1, 5));
  EXPECT_EQ(two->state().position, 7) << "taken up where the other left it";
  EXPECT_TRUE(moves_on(*two, 8, 9));
  EXPECT_FALSE(moves_on(*one, 8, 14));
  EXPECT_EQ(one->state().position, 9);
  EXPECT_THAT(Copied(), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_EQ(Described(*one).parked(), 0);
}

// Both are handed the same events at the same moment all the way, in batches of different lengths: a cursor without the
// fence would go back to where the shorter one ends.
TEST_P(FollowerConformance, TwoThatRaceApplyEachEventOnce) {
  constexpr int kEvents = 400;
  std::vector<int64_t> cursors;  // wherever neither follower is at work
  Meeting meeting(2, [&] {
    for (const db::Row& row : Rows("SELECT position FROM feed_cursors")) cursors.push_back(row.Int(0));
  });
  // A row per follower and event: what both apply is there twice, under the number and under its negative.
  const auto start = [&](int sign, int batch) {
    auto follower = std::make_unique<Follower>(
        FollowerOptions{.follower = "test", .feed = "catalog", .reconnect_after = absl::ZeroDuration()}, *database_,
        *keyring_, clock_, std::make_unique<RacingSource>(Events(kEvents), batch, meeting),
        [sign](db::Session& session, const v1::Event& event) {
          return session
              .Execute("INSERT INTO copied_events (seq, subject) VALUES (?, ?)", {sign * event.seq(), event.subject()})
              .status();
        });
    follower->Start();
    return follower;
  };
  const auto one = start(1, 2);
  const auto two = start(-1, 3);
  ASSERT_THAT(one->WaitFor(kFeedId, kEvents, Soon()), IsOk());
  ASSERT_THAT(two->WaitFor(kFeedId, kEvents, Soon()), IsOk());
  EXPECT_EQ(Described(*one).parked(), 0);
  EXPECT_TRUE(std::is_sorted(cursors.begin(), cursors.end())) << "a cursor goes forward only";
  EXPECT_GE(cursors.size(), static_cast<size_t>(kEvents / 3));

  const std::vector<int64_t> applied = Copied();
  std::vector<int64_t> times(kEvents + 1);
  for (const int64_t seq : applied) ++times[static_cast<size_t>(std::abs(seq))];
  EXPECT_EQ(times[0], 0);
  EXPECT_THAT(absl::MakeSpan(times).subspan(1), Each(1)) << "how often each event was applied";
  ASSERT_EQ(applied.size(), static_cast<size_t>(kEvents));
  EXPECT_GT(applied.back(), 0) << "one won none of the races";
  EXPECT_LT(applied.front(), 0) << "two won none of the races";
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
