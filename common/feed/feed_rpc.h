// The feed of a service over gRPC: what its FeedService answers.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "common/db/database.h"
#include "common/feed/outbox.h"
#include "common/feed/sequencer.h"
#include "mosbat/feed/v1/feed.grpc.pb.h"

namespace mosbat::feed {

// Streams an outbox to followers; each stream has a thread of its own, and a service has few followers. Thread-safe.
class FeedStreams {
 public:
  static constexpr size_t kMostStreams = 64;

  FeedStreams(db::Database& database, Outbox& outbox, Sequencer& sequencer)
      : database_(database), outbox_(outbox), sequencer_(sequencer) {}

  // A stream after the cursor of `request`. The caller has checked who asks.
  grpc::ServerWriteReactor<v1::FollowResponse>* Follow(const v1::FollowRequest& request);

  // A stream that ends at once with `status`.
  static grpc::ServerWriteReactor<v1::FollowResponse>* Refuse(const grpc::Status& status);

  // Ends the streams that are open, and every later one: UNAVAILABLE / SERVER_STOPPING.
  void Stop();

  // The open streams, and what each was sent.
  std::vector<v1::FollowerPosition> followers() const;

 private:
  class Stream;

  bool IsStopped() const;

  db::Database& database_;
  Outbox& outbox_;
  Sequencer& sequencer_;
  mutable std::mutex mutex_;
  bool stopped_ = false;
  std::map<const Stream*, v1::FollowerPosition> open_;
};

// Where the feed stands, for GetPosition.
absl::StatusOr<v1::GetPositionResponse> PositionOf(db::Session& session, const std::string& feed_id, Outbox& outbox,
                                                   const FeedStreams& streams);

}  // namespace mosbat::feed
