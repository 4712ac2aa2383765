// Events that cannot be applied, on every store: they stop their subject and nothing else, and are tried again.
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/feed/errors.h"
#include "common/feed/follower_fixture.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"

namespace mosbat::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using ::testing::Pair;

class ParkedEventsConformance : public FollowerFixture {};

TEST_P(ParkedEventsConformance, EventThatFailsStopsItsSubjectAndNothingElse) {
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

TEST_P(ParkedEventsConformance, ManyStuckSubjectsDoNotStarveAnother) {
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
TEST_P(ParkedEventsConformance, RoundOverParkedEventsEndsWhenItIsToldToStop) {
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

TEST_P(ParkedEventsConformance, RoundOverParkedEventsEndsWhenTheStoreIsGone) {
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

TEST_P(ParkedEventsConformance, LongTailOfOneStuckSubjectDoesNotStarveAnother) {
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

TEST_P(ParkedEventsConformance, EventThatAlwaysLosesIsParkedToo) {
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

TEST_P(ParkedEventsConformance, ParkedEventIsSealedAndItsReasonIsText) {
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

TEST_P(ParkedEventsConformance, WhatAnotherReplicaParkedIsTriedToo) {
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

// What they wait for may come by another feed.
TEST_P(ParkedEventsConformance, ParkedEventsAreTriedWhileTheOwnerRefuses) {
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

INSTANTIATE_TEST_SUITE_P(AllBackends, ParkedEventsConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::feed
