// The feed of a service over gRPC: the FeedService that streams an outbox, and the source that a follower reads from.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/channel.h"

#include "common/db/database.h"
#include "common/feed/follower.h"
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

  // Ends the streams that are open, and every later one.
  void Stop();

  std::map<std::string, int64_t> followers() const;

 private:
  class Stream;

  db::Database& database_;
  Outbox& outbox_;
  Sequencer& sequencer_;
  mutable std::mutex mutex_;
  bool stopped_ = false;
  size_t open_ = 0;
  std::map<std::string, int64_t> sent_;
};

// Where the feed stands, for GetPosition.
absl::StatusOr<v1::GetPositionResponse> PositionOf(db::Session& session, const std::string& feed_id, Outbox& outbox,
                                                   const FeedStreams& streams);

// Reads a feed over a channel that is asked for at each connection. `token` gives the service's bearer token.
std::unique_ptr<FeedSource> NewRpcFeedSource(std::function<absl::StatusOr<std::shared_ptr<grpc::Channel>>()> channel,
                                             std::function<std::string()> token);

}  // namespace mosbat::feed
