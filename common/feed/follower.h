// Follows another service's feed and applies its events to a local copy.
//
// The cursor moves by UPDATE … WHERE position = ? in the transaction that applies the batch, so of two replicas that
// follow at once one wins and the other takes up the cursor where it is. An event that cannot be applied is parked with
// everything later about its subject; the feed goes on, and parked events are tried again after each batch and every
// second.
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
#include "absl/time/time.h"

#include "common/db/database.h"
#include "mosbat/feed/v1/feed.pb.h"

namespace mosbat::feed {

// Where a feed comes from: the owner's FeedService over a channel, or a test's list.
class FeedSource {
 public:
  virtual ~FeedSource() = default;

  // Streams what is after the cursor into `on_batch` until that returns false, Cancel() is called or the stream ends;
  // says why it ended.
  virtual absl::Status Follow(const v1::FollowRequest& request,
                              absl::FunctionRef<bool(const v1::FollowResponse& batch)> on_batch) = 0;

  // Ends a Follow() that another thread is in, now and for ever.
  virtual void Cancel() = 0;
};

// Applies one event to the copy, in the transaction that moves the cursor. It may run again. An error parks the event:
// use errors::NotSeenYet for one that rests on a revision that has not come yet.
using ApplyEvent = std::function<absl::Status(db::Session& session, const v1::Event& event)>;

struct FollowerOptions {
  std::string follower;  // who follows, "casefile"
  std::string feed;      // whose feed, "catalog"
};

struct FollowerState {
  std::string feed_id;
  int64_t position = 0;  // the last number applied or parked
  int64_t last_seq = 0;  // the last number that the owner said
  int64_t parked = 0;
};

// Thread-safe. Its thread runs from Start() to destruction.
class Follower {
 public:
  Follower(FollowerOptions options, db::Database& database, std::unique_ptr<FeedSource> source, ApplyEvent apply);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  void Start();

  // Blocks until the copy holds `seq` of feed `feed_id`, looking at the stored cursor, which another replica may move
  // too. UNAVAILABLE / COPY_BEHIND when `deadline` passes first; FAILED_PRECONDITION / FEED_RESTARTED for another feed
  // id.
  absl::Status WaitFor(const std::string& feed_id, int64_t seq, absl::Time deadline);

  FollowerState state() const;

  // `catalog@<feed_id>:<seq>`: how far the copy goes, for the positions that a decision stores; read in its
  // transaction.
  static absl::StatusOr<std::string> Position(db::Session& session, const std::string& feed);

  const std::string& feed() const { return options_.feed; }

  // Applies one batch; true if the stream should go on, false if the cursor was moved by another replica. Public for
  // tests.
  absl::StatusOr<bool> ApplyBatch(const v1::FollowResponse& batch);

 private:
  // Events of one batch that cannot be applied: number → reason.
  using Failures = std::map<int64_t, std::string>;
  struct Applied {
    bool mine = false;
    int64_t position = 0;
  };

  void Run();
  // Whether the batch is of the feed whose cursor is kept; takes note of how far the feed goes.
  bool IsKnown(const v1::FollowResponse& batch);
  absl::StatusOr<Applied> TryBatch(const v1::FollowResponse& batch, Failures& failures);
  absl::Status ApplyOrPark(db::Session& session, const v1::Event& event, Failures& failures);
  absl::Status Park(db::Session& session, const v1::Event& event, const std::string& reason);
  absl::Status RetryParked();
  static bool Retriable(const absl::Status& status);

  FollowerOptions options_;
  db::Database& database_;
  std::unique_ptr<FeedSource> source_;
  ApplyEvent apply_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  FollowerState state_;
  bool maybe_parked_ = true;  // only the thread that applies looks at it
  std::thread thread_;
};

}  // namespace mosbat::feed
