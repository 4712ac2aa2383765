#include "common/feed/feed_rpc.h"

#include <condition_variable>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/rpc/status_conversion.h"

namespace mosbat::feed {
namespace {

constexpr int kMostEvents = 200;
// An empty message this often shows that the feed is alive, and that the follower still listens.
constexpr absl::Duration kHeartbeat = absl::Milliseconds(250);

absl::Status FeedRestarted() {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "FEED_RESTARTED",
      {.en = "The cursor is of another feed: the store was restored; rebuild the copy.",
       .fa =
           "مکان‌نما از خوراک دیگری است: پایگاه داده بازیابی شده؛ رونوشت را دوباره بسازید."});
}

absl::Status TooManyStreams() {
  return MakeError(absl::StatusCode::kResourceExhausted, "TOO_MANY_FOLLOWERS",
                   {.en = "This feed has as many followers as it can serve.",
                    .fa = "این خوراک بیش از این دنبال‌کننده نمی‌پذیرد."});
}

}  // namespace

// Writes from a thread of its own, one message at a time; deletes itself when gRPC is done with it.
class FeedStreams::Stream final : public grpc::ServerWriteReactor<v1::FollowResponse> {
 public:
  Stream(FeedStreams& feed, v1::FollowRequest request) : feed_(feed), request_(std::move(request)) {
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
      --feed_.open_;
      feed_.sent_.erase(request_.follower());
    }
    delete this;
  }

 private:
  absl::Status Run() {
    MOSBAT_ASSIGN_OR_RETURN(const std::string feed_id, feed_.outbox_.FeedId(feed_.database_));
    if (!request_.feed_id().empty() && request_.feed_id() != feed_id) return FeedRestarted();
    int64_t seq = request_.after_seq();
    while (!Ended()) {
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
        feed_.sent_[request_.follower()] = seq;
      }
      if (batch.events_size() < kMostEvents) feed_.sequencer_.WaitAbove(seq, absl::Now() + kHeartbeat);
    }
    return absl::OkStatus();
  }

  bool Ended() {
    {
      const std::lock_guard lock(feed_.mutex_);
      if (feed_.stopped_) return true;
    }
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
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || open_ == kMostStreams) return Refuse(rpc::ToGrpcStatus(TooManyStreams(), {}));
    ++open_;
    sent_[request.follower()] = request.after_seq();
  }
  return new Stream(*this, request);
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

std::map<std::string, int64_t> FeedStreams::followers() const {
  const std::lock_guard lock(mutex_);
  return sent_;
}

absl::StatusOr<v1::GetPositionResponse> PositionOf(db::Session& session, const std::string& feed_id, Outbox& outbox,
                                                   const FeedStreams& streams) {
  v1::GetPositionResponse position;
  position.set_feed_id(feed_id);
  MOSBAT_ASSIGN_OR_RETURN(const int64_t last, outbox.LastSeq(session));
  MOSBAT_ASSIGN_OR_RETURN(const int64_t unnumbered, outbox.CountUnnumbered(session));
  position.set_last_seq(last);
  position.set_unnumbered(unnumbered);
  for (const auto& [follower, seq] : streams.followers()) {
    v1::FollowerPosition* const sent = position.add_followers();
    sent->set_follower(follower);
    sent->set_seq(seq);
  }
  return position;
}

namespace {

class RpcFeedSource final : public FeedSource {
 public:
  RpcFeedSource(std::function<absl::StatusOr<std::shared_ptr<grpc::Channel>>()> channel,
                std::function<std::string()> token)
      : channel_(std::move(channel)), token_(std::move(token)) {}

  absl::Status Follow(const v1::FollowRequest& request,
                      absl::FunctionRef<bool(const v1::FollowResponse&)> on_batch) override {
    MOSBAT_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, channel_());
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token_()));
    {
      const std::lock_guard lock(mutex_);
      if (cancelled_) return absl::CancelledError("stopping");
      context_ = &context;
    }
    const auto stub = v1::FeedService::NewStub(channel);
    const auto reader = stub->Follow(&context, request);
    v1::FollowResponse batch;
    bool wanted = true;
    while (wanted && reader->Read(&batch)) wanted = on_batch(batch);
    if (!wanted) context.TryCancel();
    const grpc::Status status = reader->Finish();
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
    return rpc::FromGrpcStatus(status);
  }

  void Cancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }

 private:
  const std::function<absl::StatusOr<std::shared_ptr<grpc::Channel>>()> channel_;
  const std::function<std::string()> token_;
  std::mutex mutex_;
  bool cancelled_ = false;
  grpc::ClientContext* context_ = nullptr;
};

}  // namespace

std::unique_ptr<FeedSource> NewRpcFeedSource(std::function<absl::StatusOr<std::shared_ptr<grpc::Channel>>()> channel,
                                             std::function<std::string()> token) {
  return std::make_unique<RpcFeedSource>(std::move(channel), std::move(token));
}

}  // namespace mosbat::feed
