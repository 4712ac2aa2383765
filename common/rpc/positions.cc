#include "common/rpc/positions.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"

#include "common/base/status_macros.h"
#include "common/rpc/client.h"
#include "common/rpc/errors.h"
#include "common/rpc/metadata.h"
#include "mosbat/feed/v1/feed.grpc.pb.h"

namespace mosbat::rpc {
namespace {

// A client has at most one position of each service.
constexpr size_t kMostPositions = 8;

}  // namespace

absl::StatusOr<std::vector<Position>> ParsePositions(absl::string_view text) {
  std::vector<Position> positions;
  for (const absl::string_view part : absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    std::optional<Position> position = Position::Parse(absl::StripAsciiWhitespace(part));
    if (!position.has_value() || positions.size() == kMostPositions) return errors::PositionInvalid(text);
    positions.push_back(*std::move(position));
  }
  return positions;
}

absl::Status Copies::WaitFor(absl::string_view after, absl::Time deadline) const {
  if (after.empty()) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Position> positions, ParsePositions(after));
  const absl::Time until = std::min(deadline, absl::Now() + kLongestWait);
  for (const Position& position : positions) {
    const auto found = followers_.find(position.feed);
    if (found == followers_.end()) continue;  // this service decides nothing by that feed
    MOSBAT_RETURN_IF_ERROR(found->second->WaitFor(position.feed_id, position.seq, until));
  }
  return absl::OkStatus();
}

absl::Status Copies::CatchUp(absl::string_view feed, absl::Time deadline) const {
  const auto found = followers_.find(feed);
  if (found == followers_.end()) return absl::InternalError(absl::StrCat("no copy of ", feed));
  const absl::Time until = std::min(deadline, absl::Now() + kLongestWait);
  MOSBAT_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> owner, channels_.To(feed));
  grpc::ClientContext context;
  context.AddMetadata(kAuthorizationKey, absl::StrCat("Bearer ", token_()));
  context.set_deadline(absl::ToChronoTime(until));
  feed::v1::GetPositionResponse position;
  MOSBAT_RETURN_IF_ERROR(AnswerOf(feed, feed::v1::FeedService::NewStub(owner)->GetPosition(&context, {}, &position)));
  return found->second->WaitFor(position.feed_id(), position.last_seq(), until);
}

}  // namespace mosbat::rpc
