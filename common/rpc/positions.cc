#include "common/rpc/positions.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

#include "common/base/status_macros.h"
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
