#include "common/rpc/owner_position.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"

#include "common/base/status_macros.h"
#include "common/feed/errors.h"
#include "common/observe/log.h"
#include "common/rpc/errors.h"
#include "common/rpc/metadata.h"
#include "common/rpc/status_conversion.h"
#include "mosbat/feed/v1/feed.grpc.pb.h"

namespace mosbat::rpc {

OwnerPosition::OwnerPosition(std::string asker, std::string feed, Channels& channels,
                             std::function<std::string()> token)
    : asker_(std::move(asker)), feed_(std::move(feed)), channels_(channels), token_(std::move(token)) {}

absl::StatusOr<feed::Position> OwnerPosition::Get(absl::Time deadline) {
  std::unique_lock lock(mutex_);
  const int64_t next = questions_ + 1;  // the first that is put from now on
  const int64_t seen = answers_;
  while (answers_ < next) {
    if (answers_ > seen && !answer_.ok()) break;
    if (answers_ == questions_) {
      ++questions_;
      lock.unlock();
      absl::StatusOr<feed::Position> answer = Ask();
      lock.lock();
      ++answers_;
      LogFailure(answer.status());
      answer_ = answer.ok() ? std::move(answer) : errors::ServiceUnreachable(feed_);
      answered_.notify_all();
    } else if (answered_.wait_until(lock, absl::ToChronoTime(deadline)) == std::cv_status::timeout) {
      return errors::ServiceUnreachable(feed_);
    }
  }
  return answer_;
}

absl::StatusOr<feed::Position> OwnerPosition::Ask() {
  MOSBAT_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> owner, channels_.To(feed_));
  grpc::ClientContext context;
  context.AddMetadata(kAuthorizationKey, absl::StrCat("Bearer ", token_()));
  context.set_deadline(absl::ToChronoTime(absl::Now() + kLongestAnswer));
  feed::v1::GetPositionResponse position;
  MOSBAT_RETURN_IF_ERROR(FromGrpcStatus(feed::v1::FeedService::NewStub(owner)->GetPosition(&context, {}, &position)));
  return feed::Position{.feed = feed_, .feed_id = position.feed_id(), .seq = position.last_seq()};
}

void OwnerPosition::LogFailure(const absl::Status& status) {
  const std::string reason = status.ok() ? "" : feed::errors::ReasonOrCode(status);
  const bool is_news = reason != std::exchange(last_failure_, reason);
  if (!is_news || status.ok()) return;
  observe::LogWarning(asker_, "the owner of a feed does not say how far it has got",
                      {{"feed", feed_}, {"reason", reason}, {"error", status.message()}});
}

}  // namespace mosbat::rpc
