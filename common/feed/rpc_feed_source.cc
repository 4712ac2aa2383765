#include "common/feed/rpc_feed_source.h"

#include <chrono>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/support/async_stream.h"

#include "common/base/status_macros.h"
#include "common/feed/errors.h"
#include "common/rpc/status_conversion.h"
#include "mosbat/feed/v1/feed.grpc.pb.h"

namespace mosbat::feed {
namespace {

using Channel = std::shared_ptr<grpc::Channel>;

// One stream. A completion queue, because a blocking read could not be given up.
class ReadStream {
 public:
  ReadStream(const Channel& channel, grpc::ClientContext& context, const v1::FollowRequest& request,
             absl::Duration longest_silence)
      : context_(context),
        longest_silence_(longest_silence),
        stub_(v1::FeedService::NewStub(channel)),
        reader_(stub_->AsyncFollow(&context, request, &queue_, this)) {
    open_ = Await();
  }

  // False when the stream is over.
  bool Read(v1::FollowResponse& batch) {
    if (!open_) return false;
    reader_->Read(&batch, this);
    open_ = Await();
    return open_;
  }

  // Why it is over; to be called once, at the end.
  absl::Status Finish() {
    if (open_) context_.TryCancel();
    grpc::Status status;
    reader_->Finish(&status, this);
    Drain();
    return is_silent_ ? errors::FeedSilent(longest_silence_) : rpc::FromGrpcStatus(status);
  }

 private:
  // Waits for the one operation that is under way; whether the stream goes on.
  bool Await() {
    void* tag = nullptr;
    bool ok = false;
    const auto until = std::chrono::system_clock::now() + absl::ToChronoNanoseconds(longest_silence_);
    if (queue_.AsyncNext(&tag, &ok, until) == grpc::CompletionQueue::GOT_EVENT) return ok;
    is_silent_ = true;
    context_.TryCancel();
    queue_.Next(&tag, &ok);
    return false;
  }

  void Drain() {
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  grpc::ClientContext& context_;
  const absl::Duration longest_silence_;
  grpc::CompletionQueue queue_;
  const std::unique_ptr<v1::FeedService::Stub> stub_;
  const std::unique_ptr<grpc::ClientAsyncReader<v1::FollowResponse>> reader_;
  bool open_ = false;
  bool is_silent_ = false;
};

class RpcFeedSource final : public FeedSource {
 public:
  RpcFeedSource(std::function<absl::StatusOr<Channel>()> channel, std::function<std::string()> token,
                absl::Duration longest_silence)
      : channel_(std::move(channel)), token_(std::move(token)), longest_silence_(longest_silence) {}

  absl::Status Follow(const v1::FollowRequest& request,
                      absl::FunctionRef<bool(const v1::FollowResponse&)> on_batch) override {
    MOSBAT_ASSIGN_OR_RETURN(const Channel channel, channel_());
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token_()));
    {
      const std::lock_guard lock(mutex_);
      if (cancelled_) return absl::CancelledError("stopping");
      context_ = &context;
    }
    ReadStream stream(channel, context, request, longest_silence_);
    v1::FollowResponse batch;
    bool wanted = true;
    while (wanted && stream.Read(batch)) wanted = on_batch(batch);
    const absl::Status ended = stream.Finish();
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
    return wanted ? ended : absl::OkStatus();
  }

  void Cancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }

 private:
  const std::function<absl::StatusOr<Channel>()> channel_;
  const std::function<std::string()> token_;
  const absl::Duration longest_silence_;
  std::mutex mutex_;
  bool cancelled_ = false;
  grpc::ClientContext* context_ = nullptr;
};

}  // namespace

std::unique_ptr<FeedSource> NewRpcFeedSource(std::function<absl::StatusOr<Channel>()> channel,
                                             std::function<std::string()> token, absl::Duration longest_silence) {
  return std::make_unique<RpcFeedSource>(std::move(channel), std::move(token), longest_silence);
}

}  // namespace mosbat::feed
