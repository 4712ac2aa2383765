#include "common/rpc/positions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

#include "common/base/status_macros.h"
#include "common/rpc/errors.h"

namespace mosbat::rpc {
namespace {

// A client has at most one position of each service.
constexpr size_t kMostPositions = 8;

}  // namespace

std::string Position::ToString() const { return absl::StrCat(feed, "@", feed_id, ":", seq); }

absl::StatusOr<std::vector<Position>> ParsePositions(absl::string_view text) {
  std::vector<Position> positions;
  for (const absl::string_view part : absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    const std::pair<absl::string_view, absl::string_view> feed =
        absl::StrSplit(absl::StripAsciiWhitespace(part), absl::MaxSplits('@', 1));
    const std::pair<absl::string_view, absl::string_view> place = absl::StrSplit(feed.second, absl::MaxSplits(':', 1));
    Position position{.feed = std::string(feed.first), .feed_id = std::string(place.first)};
    if (position.feed.empty() || position.feed_id.empty() || !absl::SimpleAtoi(place.second, &position.seq) ||
        position.seq < 0 || positions.size() == kMostPositions) {
      return errors::PositionInvalid(text);
    }
    positions.push_back(std::move(position));
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

}  // namespace mosbat::rpc
