// Seeing one's own write: a write of a policy service answers with the place in its feed where it stands, and a caller
// that sends it back is served only by a replica whose copy has got there. Without it, what a copy does not know is
// looked for again when the copy has caught up with its owner.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/feed/follower.h"
#include "common/feed/position.h"
#include "common/rpc/channels.h"

namespace mosbat::rpc {

inline constexpr char kPositionKey[] = "mosbat-position";
inline constexpr char kAfterKey[] = "mosbat-after";

using feed::Position;

// Positions separated by commas; INVALID_ARGUMENT / POSITION_INVALID.
absl::StatusOr<std::vector<Position>> ParsePositions(absl::string_view text);

// A kind of resource that a service knows by a copy: the reason of its errors for one that is missing there
// ("CENTRE_NOT_FOUND"), and the feed that brings it ("registry").
struct CopiedKind {
  absl::string_view missing;
  absl::string_view feed;
};

// The copies that one service keeps of others. Filled before the service starts; thread-safe from then on.
class Copies {
 public:
  static constexpr absl::Duration kLongestWait = absl::Seconds(2);

  // `token` proves this service to the owners.
  Copies(Channels& channels, std::function<std::string()> token) : channels_(channels), token_(std::move(token)) {}

  void Add(feed::Follower& follower) { followers_[follower.feed()] = &follower; }

  // Blocks until the copies hold every position of a feed that this service follows, at most 2 s: UNAVAILABLE /
  // COPY_BEHIND.
  absl::Status WaitFor(absl::string_view after, absl::Time deadline) const;

  // Asks the owner of a feed how far it goes, and blocks until the copy has got there, at most 2 s: UNAVAILABLE /
  // COPY_BEHIND, or SERVICE_UNREACHABLE where the owner does not answer.
  absl::Status CatchUp(absl::string_view feed, absl::Time deadline) const;

 private:
  Channels& channels_;
  const std::function<std::string()> token_;
  absl::flat_hash_map<std::string, feed::Follower*> followers_;
};

}  // namespace mosbat::rpc
