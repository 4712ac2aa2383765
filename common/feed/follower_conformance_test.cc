// The follower on every store: the cursor, the fence between two of them, and parked events.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/feed/errors.h"
#include "common/feed/follower.h"
#include "common/feed/outbox.h"
#include "common/testing/backends.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"

namespace mosbat::feed {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using ::testing::Pair;

constexpr char kFeedId[] = "01970000-0000-7000-8000-000000000001";
constexpr char kOtherFeedId[] = "01970000-0000-7000-8000-00000000ffff";

// The copy that the tests keep: every applied event, and a unique key that an event applied twice would violate.
constexpr char kCopy[] =
    "CREATE TABLE IF NOT EXISTS copied_events (seq BIGINT NOT NULL PRIMARY KEY, subject VARCHAR(64) NOT NULL)";
const std::vector<db::Migration>& CopyMigrations() {
  static const auto* const migrations = new std::vector<db::Migration>{{.name = "0001_copied_events", .sql = kCopy}};
  return *migrations;
}

// A feed that is a list; streams it in batches from wherever the follower stands.
class ListSource final : public FeedSource {
 public:
  explicit ListSource(std::vector<v1::Event> events, int batch = 7) : events_(std::move(events)), batch_(batch) {}

  absl::Status Follow(const v1::FollowRequest& request,
                      absl::FunctionRef<bool(const v1::FollowResponse&)> on_batch) override {
    size_t next = static_cast<size_t>(request.after_seq());
    while (true) {
      {
        const std::lock_guard lock(mutex_);
        if (cancelled_) return absl::CancelledError("cancelled");
      }
      v1::FollowResponse batch;
      batch.set_feed_id(kFeedId);
      batch.set_last_seq(static_cast<int64_t>(events_.size()));
      for (int i = 0; i < batch_ && next < events_.size(); ++i) *batch.add_events() = events_[next++];
      if (!on_batch(batch)) return absl::OkStatus();
      if (next < events_.size()) continue;
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, std::chrono::milliseconds(20), [&] { return cancelled_; });
    }
  }

  void Cancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    changed_.notify_all();
  }

 private:
  const std::vector<v1::Event> events_;
  const int batch_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool cancelled_ = false;
};

std::vector<v1::Event> Events(int count, int subjects = 5) {
  std::vector<v1::Event> events;
  for (int i = 1; i <= count; ++i) {
    v1::Event event;
    event.set_id(absl::StrCat("id", i));
    event.set_seq(i);
    event.set_subject(absl::StrCat("s", i % subjects));
    events.push_back(event);
  }
  return events;
}

absl::Status Copy(db::Session& session, const v1::Event& event) {
  return session.Execute("INSERT INTO copied_events (seq, subject) VALUES (?, ?)", {event.seq(), event.subject()})
      .status();
}

class FollowerConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  std::unique_ptr<Follower> NewFollower(std::vector<v1::Event> events, ApplyEvent apply = Copy) {
    return NewFollower(std::make_unique<ListSource>(std::move(events)), std::move(apply), clock_);
  }
  std::unique_ptr<Follower> NewFollower(std::unique_ptr<FeedSource> source, ApplyEvent apply, const Clock& clock,
                                        absl::Duration refused_after = absl::Milliseconds(1)) {
    return std::make_unique<Follower>(
        FollowerOptions{.follower = "test", .feed = "catalog", .refused_after = refused_after}, *database_, *keyring_,
        clock, std::move(source), std::move(apply));
  }

  std::vector<db::Row> Rows(absl::string_view sql) {
    std::vector<db::Row> rows;
    EXPECT_THAT(database_->Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(rows, session.Query(sql));
      return absl::OkStatus();
    }),
                IsOk());
    return rows;
  }

  v1::CopyPosition Described(const Follower& follower) {
    v1::CopyPosition copy;
    EXPECT_THAT(database_->Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(copy, follower.Describe(session));
      return absl::OkStatus();
    }),
                IsOk());
    return copy;
  }

  std::vector<int64_t> Copied() {
    std::vector<int64_t> copied;
    for (const db::Row& row : Rows("SELECT seq FROM copied_events ORDER BY seq")) copied.push_back(row.Int(0));
    return copied;
  }

  static absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

  // Whether it comes true soon.
  static bool Eventually(const std::function<bool()>& condition) {
    const absl::Time until = Soon();
    while (!condition()) {
      if (absl::Now() > until) return false;
      std::this_thread::yield();
    }
    return true;
  }

  SystemClock clock_;
  std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();

  std::unique_ptr<db::Database> database_ = GetParam().Open({{"feed", &Migrations()}, {"copy", &CopyMigrations()}});
};

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

TEST_P(FollowerConformance, EventThatFailsStopsItsSubjectAndNothingElse) {
  bool mended = false;
  std::mutex mutex;
  const auto apply = [&](db::Session& session, const v1::Event& event) -> absl::Status {
    const std::lock_guard lock(mutex);
    MOSBAT_RETURN_IF_ERROR(Copy(session, event));  // written before it fails: the write must not stay
    if (event.seq() == 3 && !mended) return absl::InternalError("broken");
    return absl::OkStatus();
  };
  const auto follower = NewFollower(Events(13, 5), apply);
  follower->Start();
  ASSERT_THAT(follower->WaitFor(kFeedId, 13, Soon()), IsOk());
  // 3, 8 and 13 are of one subject.
  EXPECT_THAT(Copied(), ElementsAre(1, 2, 4, 5, 6, 7, 9, 10, 11, 12));
  {
    const std::lock_guard lock(mutex);
    mended = true;
  }
  EXPECT_TRUE(Eventually([&] { return Copied().size() == 13; }));
}

TEST_P(FollowerConformance, ManyStuckSubjectsDoNotStarveAnother) {
  constexpr int kStuck = 250;
  std::atomic<bool> mended = false;
  const auto apply = [&](db::Session& session, const v1::Event& event) -> absl::Status {
    if (event.seq() <= kStuck || !mended) return absl::InternalError("broken");
    return Copy(session, event);
  };
  std::vector<v1::Event> events = Events(kStuck + 1, kStuck + 1);
  events.back().set_subject("z");
  const auto follower = NewFollower(events, apply);
  follower->Start();
  ASSERT_THAT(follower->WaitFor(kFeedId, kStuck + 1, Soon()), IsOk());
  mended = true;
  EXPECT_TRUE(Eventually([&] { return Copied() == std::vector<int64_t>{kStuck + 1}; }));
}

// What is parked may be much, and each may wait for the store: neither a stop nor a store that is gone waits for all.
TEST_P(FollowerConformance, RoundOverParkedEventsEndsWhenItIsToldToStop) {
  std::atomic<bool> parked = false;
  std::atomic<int> tried = 0;
  Follower* itself = nullptr;
  const auto apply = [&](db::Session&, const v1::Event&) {
    if (parked && ++tried == 1) itself->BeginStop();
    return absl::InternalError("broken");
  };
  testing::FakeClock clock;
  const auto follower = NewFollower(std::make_unique<ListSource>(Events(20, 20)), apply, clock);
  itself = follower.get();
  follower->Start();
  ASSERT_TRUE(Eventually([&] { return follower->state().parked == 20; }));
  parked = true;
  clock.Advance(absl::Seconds(2));
  EXPECT_TRUE(Eventually([&] { return tried > 0; }));
  follower->Stop();
  EXPECT_EQ(tried, 1);
}

TEST_P(FollowerConformance, RoundOverParkedEventsEndsWhenTheStoreIsGone) {
  std::atomic<bool> gone = false;
  std::atomic<int64_t> tried = 0;  // bits, by number
  const auto apply = [&](db::Session&, const v1::Event& event) -> absl::Status {
    if (!gone) return absl::InternalError("broken");
    tried |= int64_t{1} << event.seq();
    return MakeError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE", {.en = "gone", .fa = "."});
  };
  testing::FakeClock clock;
  const auto follower = NewFollower(std::make_unique<ListSource>(Events(20, 20)), apply, clock);
  follower->Start();
  ASSERT_TRUE(Eventually([&] { return follower->state().parked == 20; }));
  gone = true;
  clock.Advance(absl::Seconds(2));
  EXPECT_TRUE(Eventually([&] { return follower->state().failures.contains("STORE_UNAVAILABLE"); }));
  EXPECT_EQ(tried, int64_t{1} << 20) << "the only event of the first subject, s0";
}

TEST_P(FollowerConformance, LongTailOfOneStuckSubjectDoesNotStarveAnother) {
  constexpr int kStuck = 250;
  std::atomic<bool> mended = false;
  const auto apply = [&](db::Session& session, const v1::Event& event) -> absl::Status {
    if (event.seq() == 1 || !mended) return absl::InternalError("broken");
    return Copy(session, event);
  };
  std::vector<v1::Event> events = Events(kStuck + 1, 1);
  events.back().set_subject("z");
  const auto follower = NewFollower(events, apply);
  follower->Start();
  ASSERT_THAT(follower->WaitFor(kFeedId, kStuck + 1, Soon()), IsOk());
  mended = true;
  EXPECT_TRUE(Eventually([&] { return Copied() == std::vector<int64_t>{kStuck + 1}; }));
}

TEST_P(FollowerConformance, EventThatAlwaysLosesIsParkedToo) {
  const std::vector<absl::Status> lost = {absl::AbortedError("row version"), absl::UnavailableError("not now"),
                                          absl::DeadlineExceededError("late")};
  const auto apply = [&](db::Session& session, const v1::Event& event) -> absl::Status {
    MOSBAT_RETURN_IF_ERROR(Copy(session, event));
    if (event.seq() == 20) return Copy(session, event);  // a unique violation each time
    return event.seq() % 5 == 3 && event.seq() < 18 ? lost[static_cast<size_t>(event.seq() / 5)] : absl::OkStatus();
  };
  // Each of 3, 8 and 13 is first of its subject.
  const auto follower = NewFollower(Events(40, 40), apply);
  follower->Start();
  ASSERT_THAT(follower->WaitFor(kFeedId, 40, Soon()), IsOk());
  EXPECT_EQ(Copied().size(), 36u);
  std::vector<std::pair<int64_t, std::string>> parked;
  for (const db::Row& row : Rows("SELECT seq, reason FROM feed_parked ORDER BY seq")) {
    parked.emplace_back(row.Int(0), row.Text(1));
  }
  EXPECT_THAT(parked, ElementsAre(Pair(3, "ABORTED"), Pair(8, "UNAVAILABLE"), Pair(13, "DEADLINE_EXCEEDED"),
                                  Pair(20, "LOST_RACE")));
}

TEST_P(FollowerConformance, ParkedEventIsSealedAndItsReasonIsText) {
  std::string persian;
  while (persian.size() < 600) persian += "آ";
  const auto apply = [&](db::Session&, const v1::Event& event) -> absl::Status {
    switch (event.seq()) {
      case 1:
        return MakeError(absl::StatusCode::kFailedPrecondition, "NOT_SEEN_YET", {.en = "a" + persian, .fa = "."});
      case 2:
        return absl::InternalError("half a letter: \xD9");
      default:
        return absl::OkStatus();
    }
  };
  std::vector<v1::Event> events = Events(2);
  events[0].set_type("SecretHappened");
  const auto follower = NewFollower(events, apply);
  follower->Start();
  ASSERT_THAT(follower->WaitFor(kFeedId, 2, Soon()), IsOk());
  const std::vector<db::Row> rows = Rows("SELECT reason, detail, body FROM feed_parked ORDER BY seq");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].Text(0), "NOT_SEEN_YET");
  EXPECT_EQ(rows[0].Text(1), "a" + persian.substr(0, 254));
  EXPECT_THAT(rows[0].Bytes(2), Not(HasSubstr("SecretHappened")));
  EXPECT_EQ(rows[1].Text(0), "INTERNAL");
  EXPECT_EQ(rows[1].Text(1), "half a letter: ");
}

TEST_P(FollowerConformance, WhatAnotherReplicaParkedIsTriedToo) {
  testing::FakeClock clock;
  std::atomic<bool> mended = false;
  const auto apply = [&](db::Session& session, const v1::Event& event) {
    return mended ? Copy(session, event) : absl::InternalError("broken");
  };
  const auto survivor = NewFollower(std::make_unique<ListSource>(Events(1)), apply, clock);
  survivor->Start();
  EXPECT_TRUE(Eventually([&] { return survivor->state().parked == 1; }));
  mended = true;
  clock.Advance(absl::Seconds(2));
  EXPECT_TRUE(Eventually([&] { return survivor->state().parked == 0; }));
  // The clock stands, and the survivor has nothing parked that it knows of.
  const auto broken = [](db::Session&, const v1::Event&) { return absl::InternalError("broken"); };
  v1::FollowResponse batch;
  batch.set_feed_id(kFeedId);
  *batch.add_events() = Events(2).back();
  ASSERT_THAT(NewFollower({}, broken)->ApplyBatch(batch), IsOk());
  EXPECT_EQ(Described(*survivor).parked(), 1);
  clock.Advance(absl::Seconds(2));
  EXPECT_TRUE(Eventually([&] { return Copied().size() == 2; }));
}

// An owner that refuses, until it does not.
class RefusingSource final : public FeedSource {
 public:
  RefusingSource(absl::Status refusal, const std::atomic<bool>& refuses)
      : refusal_(std::move(refusal)), refuses_(refuses) {}

  absl::Status Follow(const v1::FollowRequest& request,
                      absl::FunctionRef<bool(const v1::FollowResponse&)> on_batch) override {
    return refuses_ ? refusal_ : list_.Follow(request, on_batch);
  }
  void Cancel() override { list_.Cancel(); }

 private:
  const absl::Status refusal_;
  const std::atomic<bool>& refuses_;
  ListSource list_{Events(3)};
};

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

// What they wait for may come by another feed.
TEST_P(FollowerConformance, ParkedEventsAreTriedWhileTheOwnerRefuses) {
  std::atomic<bool> mended = false;
  const auto apply = [&](db::Session& session, const v1::Event& event) {
    return mended ? Copy(session, event) : absl::InternalError("broken");
  };
  v1::FollowResponse batch;
  batch.set_feed_id(kFeedId);
  *batch.add_events() = Events(1).front();
  testing::FakeClock clock;
  const std::atomic<bool> refuses = true;
  const auto follower = NewFollower(std::make_unique<RefusingSource>(errors::FeedTruncated(), refuses), apply, clock,
                                    /*refused_after=*/absl::Hours(1));
  ASSERT_THAT(follower->ApplyBatch(batch), IsOk());
  follower->Start();
  // The refusal's round over what is parked is done, and the owner is not asked again.
  ASSERT_TRUE(Eventually([&] { return follower->state().parked == 1; }));
  EXPECT_EQ(follower->state().refused, "FEED_TRUNCATED");
  mended = true;
  clock.Advance(absl::Seconds(1));
  EXPECT_TRUE(Eventually([&] { return Copied() == std::vector<int64_t>{1}; }));
  EXPECT_EQ(follower->state().failures["FEED_TRUNCATED"], 1);
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
