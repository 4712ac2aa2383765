#include "common/rpc/positions.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

#include "common/base/status_macros.h"
#include "common/feed/errors.h"
#include "common/rpc/errors.h"

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

Copies::Copies(std::string service, Channels& channels, std::function<std::string()> token, int workers)
    : service_(std::move(service)),
      channels_(channels),
      token_(std::move(token)),
      waiting_(std::max(1, workers / 2)),
      catching_up_(std::max(1, workers / 4)) {}

void Copies::Add(feed::Follower& follower) {
  copies_[follower.feed()] = {
      .follower = &follower,
      .owner = std::make_unique<OwnerPosition>(service_, follower.feed(), channels_, token_),
  };
}

absl::Status Copies::WaitFor(absl::string_view after, absl::Time deadline) {
  if (after.empty()) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Position> positions, ParsePositions(after));
  const absl::Time until = std::min(deadline, absl::Now() + kLongestWait);
  for (const Position& position : positions) {
    const auto copy = copies_.find(position.feed);
    if (copy == copies_.end()) continue;  // this service decides nothing by that feed
    feed::Follower& follower = *copy->second.follower;
    if (follower.Holds(position.feed_id, position.seq)) continue;
    if (!waiting_.try_acquire()) return feed::errors::CopyBehind(position.feed);
    const absl::Cleanup release = [this] { waiting_.release(); };
    MOSBAT_RETURN_IF_ERROR(follower.WaitFor(position.feed_id, position.seq, until));
  }
  return absl::OkStatus();
}

absl::Status Copies::CatchUp(absl::string_view feed, absl::Time deadline) {
  const auto copy = copies_.find(feed);
  if (copy == copies_.end()) return absl::InternalError(absl::StrCat("no copy of ", feed));
  const auto& [follower, owner] = copy->second;
  if (!catching_up_.try_acquire()) {
    return follower->IsCurrent() ? absl::OkStatus() : feed::errors::CopyBehind(feed);
  }
  const absl::Cleanup release = [this] { catching_up_.release(); };
  const absl::Time until = std::min(deadline, absl::Now() + kLongestWait);
  MOSBAT_ASSIGN_OR_RETURN(const Position position, owner->Get(until));
  const absl::Status reached = follower->WaitFor(position.feed_id, position.seq, until);
  // A copy of the feed as it was before its owner was restored: the follower raises the alarm.
  return feed::errors::IsRefusal(reached) ? feed::errors::CopyBehind(feed) : reached;
}

}  // namespace mosbat::rpc
