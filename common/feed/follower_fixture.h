// Followers over a copy that the tests can see, on a store of the parameter's kind.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"

#include "common/base/clock.h"
#include "common/base/status_macros.h"
#include "common/feed/follower.h"
#include "common/feed/outbox.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"

namespace mosbat::feed {

inline constexpr char kFeedId[] = "01970000-0000-7000-8000-000000000001";
inline constexpr char kOtherFeedId[] = "01970000-0000-7000-8000-00000000ffff";

// The copy that the tests keep: every applied event, and a unique key that an event applied twice would violate.
inline constexpr char kCopy[] =
    "CREATE TABLE IF NOT EXISTS copied_events (seq BIGINT NOT NULL PRIMARY KEY, subject VARCHAR(64) NOT NULL)";
inline const std::vector<db::Migration>& CopyMigrations() {
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

// Where the sources of several followers meet before each batch, so that all hand on the same events at once. While
// they are here, none of the followers is in a transaction.
class Meeting {
 public:
  Meeting(int members, std::function<void()> all_are_here)
      : members_(members), all_are_here_(std::move(all_are_here)) {}

  // Blocks until every member has come or has left.
  void Meet() {
    std::unique_lock lock(mutex_);
    const int round = round_;
    ++here_;
    OpenIfAllAreHere();
    changed_.wait(lock, [&] { return round != round_; });
  }

  void Leave() {
    const std::lock_guard lock(mutex_);
    --members_;
    OpenIfAllAreHere();
  }

 private:
  void OpenIfAllAreHere() {
    if (here_ == 0 || here_ < members_) return;
    all_are_here_();
    here_ = 0;
    ++round_;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int members_;
  int here_ = 0;
  int round_ = 0;
  const std::function<void()> all_are_here_;
};

// A list that hands on its batches in step with the other members of a meeting.
class RacingSource final : public FeedSource {
 public:
  RacingSource(std::vector<v1::Event> events, int batch, Meeting& meeting)
      : list_(std::move(events), batch), meeting_(meeting) {}

  absl::Status Follow(const v1::FollowRequest& request,
                      absl::FunctionRef<bool(const v1::FollowResponse&)> on_batch) override {
    return list_.Follow(request, [&](const v1::FollowResponse& batch) {
      if (batch.events().empty()) {
        Leave();  // it has handed on the whole list
      } else {
        meeting_.Meet();
      }
      return on_batch(batch);
    });
  }

  void Cancel() override {
    list_.Cancel();
    Leave();
  }

 private:
  void Leave() {
    if (!left_.exchange(true)) meeting_.Leave();
  }

  ListSource list_;
  Meeting& meeting_;
  std::atomic<bool> left_ = false;
};

inline std::vector<v1::Event> Events(int count, int subjects = 5) {
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

inline absl::Status Copy(db::Session& session, const v1::Event& event) {
  return session.Execute("INSERT INTO copied_events (seq, subject) VALUES (?, ?)", {event.seq(), event.subject()})
      .status();
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

class FollowerFixture : public ::testing::TestWithParam<testing::Backend> {
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
                testing::IsOk());
    return rows;
  }

  v1::CopyPosition Described(const Follower& follower) {
    v1::CopyPosition copy;
    EXPECT_THAT(database_->Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(copy, follower.Describe(session));
      return absl::OkStatus();
    }),
                testing::IsOk());
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

}  // namespace mosbat::feed
