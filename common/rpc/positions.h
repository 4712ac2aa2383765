// Seeing one's own write: a write of a policy service answers with the place in its feed where it stands, and a caller
// that sends it back is served only by a replica whose copy has got there.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/feed/follower.h"
#include "common/feed/position.h"

namespace mosbat::rpc {

inline constexpr char kPositionKey[] = "mosbat-position";
inline constexpr char kAfterKey[] = "mosbat-after";

using feed::Position;

// Positions separated by commas; INVALID_ARGUMENT / POSITION_INVALID.
absl::StatusOr<std::vector<Position>> ParsePositions(absl::string_view text);

// The copies that one service keeps of others. Filled before the service starts; thread-safe from then on.
class Copies {
 public:
  static constexpr absl::Duration kLongestWait = absl::Seconds(2);

  void Add(feed::Follower& follower) { followers_[follower.feed()] = &follower; }

  // Blocks until the copies hold every position of a feed that this service follows, at most 2 s: UNAVAILABLE /
  // COPY_BEHIND.
  absl::Status WaitFor(absl::string_view after, absl::Time deadline) const;

 private:
  absl::flat_hash_map<std::string, feed::Follower*> followers_;
};

}  // namespace mosbat::rpc
