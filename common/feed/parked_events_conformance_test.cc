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
#include "common/feed/parked_events.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"

namespace mosbat::feed {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using ::testing::Pair;

class ParkedEventsConformance : public FollowerFixture {
 protected:
  // One that could be applied stands behind 250 events of `subjects` others, which never can.
  void ExpectOneIsServedBehind(int subjects) {
    constexpr int kStuck = 250;
    std::atomic<bool> mended = false;
    const auto apply = [&](db::Session& session, const v1::Event& event) -> absl::Status {
      if (event.subject() != "z" || !mended) return absl::InternalError("broken");
      return Copy(session, event);
    };
    std::vector<v1::Event> events = Events(kStuck + 1, subjects);
    events.back().set_subject("z");
    const auto follower = NewFollower(events, apply);
    follower->Start();
    ASSERT_THAT(follower->WaitFor(kFeedId, kStuck + 1, Soon()), IsOk());
    mended = true;
    EXPECT_TRUE(Eventually([&] { return Copied() == std::vector<int64_t>{kStuck + 1}; }));
  }
};

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

TEST_P(ParkedEventsConformance, ManyStuckSubjectsDoNotStarveAnother) { ExpectOneIsServedBehind(250); }

TEST_P(ParkedEventsConformance, LongTailOfOneStuckSubjectDoesNotStarveAnother) { ExpectOneIsServedBehind(1); }

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

// Events 1 to `count` of two subjects, s0 and s1, of which the follower can apply none.
class SkippingConformance : public FollowerFixture {
 protected:
  void Park(int count) {
    v1::FollowResponse batch;
    batch.set_feed_id(kFeedId);
    for (v1::Event& event : Events(count, 2)) {
      event.set_type("Broken");
      *batch.add_events() = std::move(event);
    }
    const auto broken = [](db::Session&, const v1::Event&) {
      return MakeError(absl::StatusCode::kFailedPrecondition, "NOT_SEEN_YET", {.en = "not yet", .fa = "."});
    };
    ASSERT_THAT(NewFollower({}, broken)->ApplyBatch(batch), IsOk());
  }

  std::vector<v1::ParkedEvent> List(const std::string& after = "", int limit = 100) {
    std::vector<v1::ParkedEvent> listed;
    EXPECT_THAT(database_->Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(listed, parked_.List(session, "catalog", after, limit));
      return absl::OkStatus();
    }),
                IsOk());
    return listed;
  }

  absl::StatusOr<v1::ParkedEvent> Skip(int64_t seq) {
    v1::ParkedEvent skipped;
    MOSBAT_RETURN_IF_ERROR(database_->Transact([&](db::Session& session) -> absl::Status {
      const Skipping skipping = {.by = "operator", .time = absl::FromUnixSeconds(7), .reason = "never mended"};
      MOSBAT_ASSIGN_OR_RETURN(skipped, parked_.Skip(session, "catalog", seq, skipping));
      return absl::OkStatus();
    }));
    return skipped;
  }

  const ParkedEvents parked_{*keyring_};
};

TEST_P(SkippingConformance, TheFirstOfEachSubjectIsListed) {
  Park(5);
  const std::vector<v1::ParkedEvent> listed = List();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].subject(), "s0");
  EXPECT_EQ(listed[0].seq(), 2);
  EXPECT_EQ(listed[0].waiting(), 1);
  EXPECT_EQ(listed[1].subject(), "s1");
  EXPECT_EQ(listed[1].seq(), 1);
  EXPECT_EQ(listed[1].waiting(), 2);
  EXPECT_EQ(listed[1].feed(), "catalog");
  EXPECT_EQ(listed[1].type(), "Broken");
  EXPECT_EQ(listed[1].reason(), "NOT_SEEN_YET");
  EXPECT_EQ(listed[1].detail(), "not yet");
  EXPECT_EQ(List("", 1).size(), 1u);
  ASSERT_EQ(List("s0").size(), 1u);
  EXPECT_EQ(List("s0")[0].subject(), "s1");
}

TEST_P(SkippingConformance, WhatWaitsBehindASkippedEventGoesOn) {
  Park(5);
  const auto skipped = Skip(1);
  ASSERT_THAT(skipped, IsOk());
  EXPECT_EQ(skipped->subject(), "s1");
  EXPECT_EQ(skipped->waiting(), 2);
  // Both subjects could be applied now, and what was skipped is not.
  const auto follower = NewFollower({});
  follower->Start();
  EXPECT_TRUE(Eventually([&] { return Copied() == std::vector<int64_t>{2, 3, 4, 5}; }));
  EXPECT_EQ(Described(*follower).parked(), 0);
}

TEST_P(SkippingConformance, SkippedEventIsKeptWithWhoSkippedItAndWhy) {
  Park(2);
  ASSERT_THAT(Skip(2), IsOk());
  const std::vector<db::Row> rows =
      Rows("SELECT feed, seq, subject, reason, detail, body, skipped_by, skip_reason, skipped_us FROM feed_skipped");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].Text(0), "catalog");
  EXPECT_EQ(rows[0].Int(1), 2);
  EXPECT_EQ(rows[0].Text(2), "s0");
  EXPECT_EQ(rows[0].Text(3), "NOT_SEEN_YET");
  EXPECT_EQ(rows[0].Text(4), "not yet");
  const auto event = parked_.Open("catalog", 2, rows[0].Bytes(5));
  ASSERT_THAT(event, IsOk());
  EXPECT_EQ(event->type(), "Broken");
  EXPECT_EQ(rows[0].Text(6), "operator");
  EXPECT_EQ(rows[0].Text(7), "never mended");
  EXPECT_EQ(rows[0].Int(8), 7'000'000);
}

TEST_P(SkippingConformance, OnlyTheFirstOfASubjectIsSkippedAndOnlyOnce) {
  Park(5);
  const auto behind = Skip(3);
  EXPECT_THAT(behind, FailsWith(absl::StatusCode::kFailedPrecondition, "EARLIER_EVENT_PARKED"));
  EXPECT_THAT(MetadataOf(behind.status()), Contains(Pair("first_seq", "1")));
  ASSERT_THAT(Skip(1), IsOk());
  EXPECT_THAT(Skip(1), FailsWith(absl::StatusCode::kNotFound, "PARKED_EVENT_NOT_FOUND"));
  EXPECT_THAT(Skip(3), IsOk());
  EXPECT_THAT(Skip(6), FailsWith(absl::StatusCode::kNotFound, "PARKED_EVENT_NOT_FOUND"));
}

TEST_P(SkippingConformance, DamagedEventIsSeenAndSkippedToo) {
  Park(1);
  ASSERT_THAT(database_->Transact([](db::Session& session) {
    return session.Execute("UPDATE feed_parked SET body = ?", {db::Bytes{"no seal"}}).status();
  }),
              IsOk());
  ASSERT_EQ(List().size(), 1u);
  EXPECT_EQ(List()[0].type(), "");
  EXPECT_EQ(List()[0].subject(), "s1");
  EXPECT_THAT(Skip(1), IsOk());
  EXPECT_THAT(List(), ::testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(AllBackends, SkippingConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);
INSTANTIATE_TEST_SUITE_P(AllBackends, ParkedEventsConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::feed
