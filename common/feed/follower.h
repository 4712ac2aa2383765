// Follows another service's feed and applies its events to a local copy.
//
// The cursor moves by UPDATE … WHERE position = ? in the transaction that applies the batch, so of two replicas that
// follow at once one wins and the other takes up the cursor where it is. An event that cannot be applied is parked with
// everything later about its subject; the feed goes on, and the first parked event of each subject is tried again after
// each batch and every second. An owner that refuses the cursor stops the copy, with an alarm: README.md says what
// then.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/base/clock.h"
#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "mosbat/feed/v1/feed.pb.h"

namespace mosbat::feed {

// Where a feed comes from: the owner's FeedService over a channel, or a test's list.
class FeedSource {
 public:
  virtual ~FeedSource() = default;

  // Streams what is after the cursor into `on_batch` until that returns false (OK), the owner is not heard for too
  // long (UNAVAILABLE / FEED_SILENT), Cancel() is called or the stream ends; says why it ended.
  virtual absl::Status Follow(const v1::FollowRequest& request,
                              absl::FunctionRef<bool(const v1::FollowResponse& batch)> on_batch) = 0;

  // Ends a Follow() that another thread is in, now and for ever.
  virtual void Cancel() = 0;
};

// Applies one event to the copy, in the transaction that moves the cursor. It may run again. An error parks the event
// (one that a second run could mend only after a few tries): use errors::NotSeenYet for one that rests on a revision
// that has not come yet.
using ApplyEvent = std::function<absl::Status(db::Session& session, const v1::Event& event)>;

struct FollowerOptions {
  std::string follower;  // who follows, "casefile"
  std::string feed;      // whose feed, "catalog"
  absl::Duration reconnect_after = absl::Milliseconds(200);
  // An owner that refuses the cursor is asked again after this: a rebuilt copy goes on without a restart.
  absl::Duration refused_after = absl::Seconds(10);
};

struct FollowerState {
  std::string feed_id;
  int64_t position = 0;  // the last number applied or parked
  int64_t last_seq = 0;  // the last number that the owner said
  int64_t parked = 0;
  absl::Time heard;                         // when the owner last said anything; the start before that
  std::string refused;                      // FEED_RESTARTED or FEED_TRUNCATED while the owner refuses the cursor
  std::map<std::string, int64_t> failures;  // how often following failed, by reason
};

// Thread-safe. Its thread runs from Start() to Stop().
class Follower {
 public:
  Follower(FollowerOptions options, db::Database& database, const crypto::Keyring& keyring, const Clock& clock,
           std::unique_ptr<FeedSource> source, ApplyEvent apply);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  void Start();
  // Does not wait: the follower ends after the event that it is at.
  void BeginStop();
  // The copy stays as it is from now on.
  void Stop();

  // Blocks until the copy holds `seq` of feed `feed_id`, looking at the stored cursor, which another replica may move
  // too; one looks for all who wait. UNAVAILABLE / COPY_BEHIND when `deadline` passes first or the follower is to stop;
  // FAILED_PRECONDITION / FEED_RESTARTED for another feed id.
  absl::Status WaitFor(const std::string& feed_id, int64_t seq, absl::Time deadline);

  // Whether the copy is known to hold it, without looking at the store.
  bool Holds(const std::string& feed_id, int64_t seq) const;

  // Whether the copy holds all that the owner has said, and the owner said something moments ago.
  bool IsCurrent() const;

  FollowerState state() const;

  // How far the copy goes, for GetPosition.
  absl::StatusOr<v1::CopyPosition> Describe(db::Session& session) const;

  // `catalog@<feed_id>:<seq>`: how far the copy goes, for the positions that a decision stores; read in its
  // transaction.
  static absl::StatusOr<std::string> Position(db::Session& session, const std::string& feed);

  const std::string& feed() const { return options_.feed; }

  // Applies one batch; true if the stream should go on, false if the cursor was moved by another replica. Public for
  // tests.
  absl::StatusOr<bool> ApplyBatch(const v1::FollowResponse& batch);

 private:
  // Events of one batch that are parked without being tried: number → why.
  using Faults = std::map<int64_t, absl::Status>;
  struct Slice {  // of the events of a batch
    int begin = 0;
    int count = 0;
  };
  struct Applied {
    bool mine = false;
    int64_t position = 0;
  };

  void Run();
  absl::Status FollowOnce();
  // Notes why following ended; how long to wait until it is tried again.
  absl::Duration Ended(const absl::Status& status);
  // Notes that the owner was heard; whether the batch is of the feed whose cursor is kept.
  bool Heard(const v1::FollowResponse& batch);
  absl::StatusOr<Applied> TryApply(const v1::FollowResponse& batch, Slice slice, Faults& faults);
  absl::Status ApplyOrPark(db::Session& session, const v1::Event& event, Faults& faults);
  absl::Status Park(db::Session& session, const v1::Event& event, absl::string_view reason, absl::string_view detail);
  void LogParked(const v1::FollowResponse& batch, Slice slice, const Faults& faults) const;
  absl::Status RetryParked();
  absl::Status RetryParkedOf(const std::string& subject);
  bool IsStopping() const;
  // Takes up where the stored cursor is. `lock` is of mutex_, and is given back while the store is read.
  absl::Status Look(std::unique_lock<std::mutex>& lock);
  bool HasReached(const std::string& feed_id, int64_t seq) const {
    return state_.feed_id == feed_id && state_.position >= seq;
  }

  const FollowerOptions options_;
  db::Database& database_;
  const crypto::Keyring& keyring_;
  const Clock& clock_;
  const std::unique_ptr<FeedSource> source_;
  const ApplyEvent apply_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  FollowerState state_;
  bool looking_ = false;  // at the stored cursor
  absl::Time looked_ = absl::InfinitePast();
  // Of the thread that follows.
  std::string last_failure_;  // the reason that was logged and has lasted since
  absl::Time parked_tried_ = absl::InfinitePast();
  std::string parked_tried_up_to_;  // the last subject of that round; "" if it came to the end
  std::thread thread_;
};

}  // namespace mosbat::feed
