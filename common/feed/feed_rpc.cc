#include "common/feed/feed_rpc.h"

#include <condition_variable>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"

#include "common/base/status_macros.h"
#include "common/feed/errors.h"
#include "common/rpc/status_conversion.h"

namespace mosbat::feed {
namespace {

constexpr int kMostEvents = 200;
// An empty message this often shows that the feed is alive, and that the follower still listens.
constexpr absl::Duration kHeartbeat = absl::Milliseconds(250);

}  // namespace

// Writes from a thread of its own, one message at a time; deletes itself when gRPC is done with it.
class FeedStreams::Stream final : public grpc::ServerWriteReactor<v1::FollowResponse> {
 public:
  Stream(FeedStreams& feed, v1::FollowRequest request) : feed_(feed), request_(std::move(request)) {}

  void Start() {
    thread_ = std::thread([this] { Finish(rpc::ToGrpcStatus(Run(), {})); });
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    if (!ok) cancelled_ = true;
    written_.notify_all();
  }

  void OnCancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    written_.notify_all();
  }

  void OnDone() override {
    thread_.join();
    {
      const std::lock_guard lock(feed_.mutex_);
      feed_.open_.erase(this);
    }
    delete this;
  }

 private:
  absl::Status Run() {
    MOSBAT_ASSIGN_OR_RETURN(const std::string feed_id, feed_.outbox_.FeedId(feed_.database_));
    if (!request_.feed_id().empty() && request_.feed_id() != feed_id) return errors::FeedRestarted();
    int64_t seq = request_.after_seq();
    while (!IsCancelled()) {
      if (feed_.IsStopped()) return errors::ServerStopping();
      v1::FollowResponse batch;
      batch.set_feed_id(feed_id);
      MOSBAT_RETURN_IF_ERROR(feed_.database_.Read([&](db::Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::Event> events, feed_.outbox_.List(session, seq, kMostEvents));
        MOSBAT_ASSIGN_OR_RETURN(const int64_t last, feed_.outbox_.LastSeq(session));
        batch.clear_events();
        for (v1::Event& event : events) *batch.add_events() = std::move(event);
        batch.set_last_seq(last);
        return absl::OkStatus();
      }));
      if (batch.events_size() > 0) seq = batch.events(batch.events_size() - 1).seq();
      if (!Write(batch)) break;
      {
        const std::lock_guard lock(feed_.mutex_);
        feed_.open_[this].set_seq(seq);
      }
      if (batch.events_size() < kMostEvents) feed_.sequencer_.WaitAbove(seq, absl::Now() + kHeartbeat);
    }
    return absl::OkStatus();
  }

  bool IsCancelled() {
    const std::lock_guard lock(mutex_);
    return cancelled_;
  }

  // Blocks until the message is on its way; false if the follower is gone.
  bool Write(const v1::FollowResponse& batch) {
    {
      const std::lock_guard lock(mutex_);
      if (cancelled_) return false;
      writing_ = true;
    }
    StartWrite(&batch);
    std::unique_lock lock(mutex_);
    written_.wait(lock, [this] { return !writing_; });
    return !cancelled_;
  }

  FeedStreams& feed_;
  const v1::FollowRequest request_;
  std::mutex mutex_;
  std::condition_variable written_;
  bool writing_ = false;
  bool cancelled_ = false;
  std::thread thread_;
};

grpc::ServerWriteReactor<v1::FollowResponse>* FeedStreams::Follow(const v1::FollowRequest& request) {
  const std::lock_guard lock(mutex_);
  if (stopped_) return Refuse(rpc::ToGrpcStatus(errors::ServerStopping(), {}));
  if (open_.size() == kMostStreams) return Refuse(rpc::ToGrpcStatus(errors::TooManyFollowers(), {}));
  auto* const stream = new Stream(*this, request);
  v1::FollowerPosition& position = open_[stream];
  position.set_follower(request.follower());
  position.set_seq(request.after_seq());
  stream->Start();
  return stream;
}

grpc::ServerWriteReactor<v1::FollowResponse>* FeedStreams::Refuse(const grpc::Status& status) {
  class Refusal final : public grpc::ServerWriteReactor<v1::FollowResponse> {
   public:
    explicit Refusal(const grpc::Status& refused) { Finish(refused); }
    void OnDone() override { delete this; }
  };
  return new Refusal(status);
}

void FeedStreams::Stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
}

bool FeedStreams::IsStopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

std::vector<v1::FollowerPosition> FeedStreams::followers() const {
  const std::lock_guard lock(mutex_);
  std::vector<v1::FollowerPosition> followers;
  for (const auto& [stream, position] : open_) followers.push_back(position);
  return followers;
}

absl::StatusOr<v1::GetPositionResponse> PositionOf(db::Session& session, const std::string& feed_id, Outbox& outbox,
                                                   const FeedStreams& streams) {
  v1::GetPositionResponse position;
  position.set_feed_id(feed_id);
  MOSBAT_ASSIGN_OR_RETURN(const int64_t last, outbox.LastSeq(session));
  MOSBAT_ASSIGN_OR_RETURN(const int64_t unnumbered, outbox.CountUnnumbered(session));
  position.set_last_seq(last);
  position.set_unnumbered(unnumbered);
  for (v1::FollowerPosition& follower : streams.followers()) *position.add_followers() = std::move(follower);
  return position;
}

}  // namespace mosbat::feed
