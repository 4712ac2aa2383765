// The outbox on every store: order, gaps, and what a plain cursor over ids would miss.
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/feed/outbox.h"
#include "common/feed/sequencer.h"
#include "common/testing/backends.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"

namespace mosbat::feed {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

const absl::Time kNow = absl::FromUnixMillis(1'770'000'000'000);

v1::Event EventOf(const std::string& subject, const std::string& type) {
  v1::Event event;
  event.set_subject(subject);
  event.set_type(type);
  return event;
}

class OutboxConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  absl::Status Append(const std::vector<v1::Event>& events, absl::Time now = kNow) {
    return database_->Transact([&](db::Session& session) { return outbox_.Append(session, events, now); });
  }

  std::vector<v1::Event> Listed(int64_t after = 0, int limit = 100'000) {
    std::vector<v1::Event> events;
    EXPECT_THAT(database_->Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(events, outbox_.List(session, after, limit));
      return absl::OkStatus();
    }),
                IsOk());
    return events;
  }

  absl::Status ListStatus(int64_t after) {
    return database_->Read([&](db::Session& session) { return outbox_.List(session, after, 1000).status(); });
  }

  absl::StatusOr<int64_t> Truncate(absl::Time before) {
    return Outbox::Truncate(*database_, before, absl::InfiniteFuture());
  }

  absl::StatusOr<int64_t> LastSeq() {
    int64_t last = 0;
    MOSBAT_RETURN_IF_ERROR(database_->Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(last, outbox_.LastSeq(session));
      return absl::OkStatus();
    }));
    return last;
  }

  std::vector<std::string> ListedTypes(int64_t after = 0, int limit = 1000) {
    std::vector<std::string> types;
    for (const v1::Event& event : Listed(after, limit)) types.push_back(event.type());
    return types;
  }

  std::unique_ptr<db::Database> database_ = GetParam().Open({{"feed", &Migrations()}});
  SystemIds ids_;
  std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  Outbox outbox_{ids_, *keyring_};
};

TEST_P(OutboxConformance, EventsAreListedOnlyOnceNumbered) {
  ASSERT_THAT(Append({EventOf("a", "First"), EventOf("b", "Second")}), IsOk());
  EXPECT_THAT(ListedTypes(), ElementsAre());
  EXPECT_EQ(*outbox_.Number(*database_), 2);
  EXPECT_EQ(*outbox_.Number(*database_), 0);
  EXPECT_THAT(ListedTypes(1), ElementsAre(::testing::_));
  EXPECT_THAT(ListedTypes(0, 1), ElementsAre(::testing::_));
}

TEST_P(OutboxConformance, NumbersBeginAtOneAndHaveNoGaps) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(Append({EventOf("a", absl::StrCat(i))}), IsOk());
    ASSERT_THAT(outbox_.Number(*database_), IsOk());
  }
  const std::vector<v1::Event> events = Listed();
  ASSERT_EQ(events.size(), 3u);
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].seq(), static_cast<int64_t>(i) + 1);
    EXPECT_EQ(events[i].type(), absl::StrCat(i));
  }
}

TEST_P(OutboxConformance, EventsOfOneSubjectKeepTheirOrderWhenTheClockGoesBack) {
  for (int i = 0; i < 20; ++i)
    ASSERT_THAT(Append({EventOf("a", absl::StrCat(i))}, kNow - absl::Milliseconds(50 * i)), IsOk());
  ASSERT_THAT(outbox_.Number(*database_), IsOk());
  const std::vector<v1::Event> events = Listed();
  ASSERT_EQ(events.size(), 20u);
  for (size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].type(), absl::StrCat(i));
}

TEST_P(OutboxConformance, RolledBackEventNeverAppears) {
  const absl::Status failed = database_->Transact([&](db::Session& session) -> absl::Status {
    MOSBAT_RETURN_IF_ERROR(outbox_.Append(session, {EventOf("a", "Lost")}, kNow));
    return absl::FailedPreconditionError("changed my mind");
  });
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(*outbox_.Number(*database_), 0);
  EXPECT_THAT(ListedTypes(), ElementsAre());
}

TEST_P(OutboxConformance, FeedIdIsMadeOnceAndKept) {
  const auto id = outbox_.FeedId(*database_);
  ASSERT_THAT(id, IsOk());
  Outbox other(ids_, *keyring_);
  EXPECT_EQ(*other.FeedId(*database_), *id);
}

TEST_P(OutboxConformance, CursorAboveTheLastNumberIsOfAFeedThatWasRestored) {
  EXPECT_THAT(ListStatus(1), FailsWith(absl::StatusCode::kFailedPrecondition, "FEED_RESTARTED"));
  ASSERT_THAT(Append({EventOf("a", "First"), EventOf("a", "Second")}), IsOk());
  ASSERT_THAT(outbox_.Number(*database_), IsOk());
  EXPECT_THAT(ListStatus(2), IsOk());
  EXPECT_THAT(ListStatus(3), FailsWith(absl::StatusCode::kFailedPrecondition, "FEED_RESTARTED"));
}

TEST_P(OutboxConformance, OldEventsAreDeletedAndCursorsBelowTheRestAreRefused) {
  constexpr int kOld = 250;
  for (int i = 0; i < kOld; ++i) ASSERT_THAT(Append({EventOf("a", "Old")}), IsOk());
  ASSERT_THAT(Append({EventOf("b", "Young")}, kNow + absl::Hours(1)), IsOk());
  ASSERT_THAT(Append({EventOf("c", "Younger")}, kNow + absl::Hours(2)), IsOk());
  ASSERT_THAT(outbox_.Number(*database_), IsOk());
  EXPECT_EQ(*Truncate(kNow + absl::Hours(1)), kOld);
  EXPECT_EQ(*Truncate(kNow + absl::Hours(1)), 0);
  EXPECT_THAT(ListStatus(0), FailsWith(absl::StatusCode::kOutOfRange, "FEED_TRUNCATED"));
  EXPECT_THAT(ListStatus(kOld - 1), FailsWith(absl::StatusCode::kOutOfRange, "FEED_TRUNCATED"));
  EXPECT_THAT(ListedTypes(kOld), ElementsAre("Young", "Younger"));
}

TEST_P(OutboxConformance, NumbersGoOnWhenEverythingIsOld) {
  ASSERT_THAT(Append({EventOf("a", "First"), EventOf("b", "Second"), EventOf("c", "Third")}), IsOk());
  ASSERT_THAT(outbox_.Number(*database_), IsOk());
  ASSERT_THAT(Append({EventOf("d", "NotNumbered")}), IsOk());
  EXPECT_EQ(*Truncate(kNow + absl::Hours(24 * 365)), 2);
  EXPECT_EQ(*LastSeq(), 3);
  ASSERT_THAT(outbox_.Number(*database_), IsOk());
  EXPECT_EQ(*LastSeq(), 4);
  EXPECT_THAT(ListedTypes(3), ElementsAre("NotNumbered"));
}

TEST_P(OutboxConformance, NumberingOfAFewTakesOneTransaction) {
  ASSERT_THAT(Append({EventOf("a", "First")}), IsOk());
  Sequencer sequencer(*database_, outbox_);
  const int64_t before = database_->counts().transactions;
  EXPECT_EQ(*sequencer.NumberNow(absl::Now() + absl::Seconds(30)), 1);
  EXPECT_EQ(database_->counts().transactions, before + 1);
}

TEST_P(OutboxConformance, NumberingGoesOnUntilNothingIsLeft) {
  std::vector<v1::Event> events(Outbox::kMostNumbered + 1, EventOf("a", "E"));
  ASSERT_THAT(Append(events), IsOk());
  Sequencer sequencer(*database_, outbox_);
  EXPECT_EQ(*sequencer.NumberNow(absl::Now() + absl::Seconds(30)), Outbox::kMostNumbered + 1);
}

// A writer that draws its ids and commits late is what a cursor over ids misses: the reader below passes its id before
// it is there. The numbered feed shows it, and shows nothing twice and nothing below what was read.
TEST_P(OutboxConformance, SixteenWritersWithSlowCommitsLoseNothing) {
  constexpr int kWriters = 16;
  constexpr int kEach = 40;
  std::atomic<bool> writing = true;
  std::atomic<int> failures = 0;

  Sequencer sequencer(*database_, outbox_);
  sequencer.Start();
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kEach; ++i) {
        const absl::Status status = database_->Transact([&](db::Session& session) -> absl::Status {
          MOSBAT_RETURN_IF_ERROR(
              outbox_.Append(session, {EventOf(absl::StrCat("s", w), absl::StrCat(i))}, absl::Now()));
          // The slow commit: every other transaction stays open while others draw later ids and commit.
          if (i % 4 == 0) absl::SleepFor(absl::Milliseconds(3));
          return absl::OkStatus();
        });
        if (!status.ok()) ++failures;
        sequencer.Wake();
      }
    });
  }

  std::vector<v1::Event> seen;
  std::thread reader([&] {
    while (writing || static_cast<int64_t>(seen.size()) < sequencer.last_seq()) {
      const int64_t after = seen.empty() ? 0 : seen.back().seq();
      for (v1::Event& event : Listed(after, 100)) seen.push_back(std::move(event));
      if (writing) sequencer.WaitAbove(seen.empty() ? 0 : seen.back().seq(), absl::Now() + absl::Milliseconds(20));
    }
  });
  for (std::thread& writer : writers) writer.join();
  ASSERT_THAT(sequencer.NumberNow(absl::Now() + absl::Seconds(30)), IsOk());
  writing = false;
  reader.join();

  EXPECT_EQ(failures, 0);
  ASSERT_EQ(seen.size(), static_cast<size_t>(kWriters * kEach));
  std::map<std::string, int> next;
  std::string highest_id;
  int passed_by = 0;
  for (size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].seq(), static_cast<int64_t>(i) + 1);
    EXPECT_EQ(seen[i].type(), absl::StrCat(next[seen[i].subject()]++)) << seen[i].subject();
    if (seen[i].id() < highest_id) ++passed_by;
    highest_id = std::max(highest_id, seen[i].id());
  }
  // What a cursor over ids would have passed by. SQLite commits one group after another, so there it may be none.
  if (GetParam().name == "MariaDb") {
    EXPECT_GT(passed_by, 0) << "the test did not make a late commit";
  }
}

TEST_P(OutboxConformance, FourSequencersAtOnceNumberEachEventOnce) {
  constexpr int kEvents = 400;
  for (int i = 0; i < kEvents; ++i) ASSERT_THAT(Append({EventOf(absl::StrCat("s", i % 7), "E")}), IsOk());
  std::vector<std::thread> sequencers;
  for (int s = 0; s < 4; ++s) {
    sequencers.emplace_back([&] {
      Outbox mine(ids_, *keyring_);
      Sequencer sequencer(*database_, mine);
      EXPECT_THAT(sequencer.NumberNow(absl::Now() + absl::Seconds(60)), IsOk());
    });
  }
  for (std::thread& sequencer : sequencers) sequencer.join();
  const std::vector<v1::Event> events = Listed();
  ASSERT_EQ(events.size(), static_cast<size_t>(kEvents));
  std::set<std::string> ids;
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].seq(), static_cast<int64_t>(i) + 1);
    ids.insert(events[i].id());
  }
  EXPECT_EQ(ids.size(), static_cast<size_t>(kEvents));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, OutboxConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::feed
