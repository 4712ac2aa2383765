// The follower on every store: the cursor, the fence between two of them, and parked events.
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/feed/follower.h"
#include "common/feed/outbox.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"

namespace mosbat::feed {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

constexpr char kFeedId[] = "01970000-0000-7000-8000-000000000001";

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
    return std::make_unique<Follower>(FollowerOptions{.follower = "test", .feed = "catalog"}, *database_,
                                      std::make_unique<ListSource>(std::move(events)), std::move(apply));
  }

  std::vector<int64_t> Copied() {
    std::vector<int64_t> copied;
    EXPECT_THAT(database_->Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query("SELECT seq FROM copied_events ORDER BY seq"));
      copied.clear();
      for (const db::Row& row : rows) copied.push_back(row.Int(0));
      return absl::OkStatus();
    }),
                IsOk());
    return copied;
  }

  static absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

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
  while (Copied().size() < 13 && absl::Now() < Soon()) std::this_thread::yield();
  EXPECT_EQ(Copied().size(), 13u);
}

TEST_P(FollowerConformance, AnotherFeedIsRefused) {
  const auto follower = NewFollower({});
  v1::FollowResponse batch;
  batch.set_feed_id(kFeedId);
  ASSERT_THAT(follower->ApplyBatch(batch), IsOk());
  batch.set_feed_id("01970000-0000-7000-8000-00000000ffff");
  EXPECT_THAT(follower->ApplyBatch(batch), FailsWith(absl::StatusCode::kFailedPrecondition, "FEED_RESTARTED"));
  EXPECT_THAT(follower->WaitFor("01970000-0000-7000-8000-00000000ffff", 1, Soon()),
              FailsWith(absl::StatusCode::kFailedPrecondition, "FEED_RESTARTED"));
}

TEST_P(FollowerConformance, WaitingForWhatHasNotComeEnds) {
  const auto follower = NewFollower(Events(3));
  follower->Start();
  EXPECT_THAT(follower->WaitFor(kFeedId, 4, absl::Now() + absl::Milliseconds(50)),
              FailsWith(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
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
