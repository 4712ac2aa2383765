// Seeing one's own write: a write of a policy service answers with the place in its feed where it stands, and a caller
// that sends it back is served only by a replica whose copy has got there. Without it, what a copy does not know is
// looked for again when the copy has caught up with its owner.
#pragma once

#include <functional>
#include <memory>
#include <semaphore>
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
#include "common/rpc/owner_position.h"

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
//
// Who waits for a copy holds a worker of the service, and a copy may stay behind for long. So only some of the workers
// may wait; the rest are for calls that need not.
class Copies {
 public:
  static constexpr absl::Duration kLongestWait = absl::Seconds(2);

  // `token` proves `service` to the owners; `workers` is the size of its pool.
  Copies(std::string service, Channels& channels, std::function<std::string()> token, int workers);

  void Add(feed::Follower& follower);

  // Blocks until the copies hold every position of a feed that this service follows, at most 2 s: UNAVAILABLE /
  // COPY_BEHIND, at once where half of the workers wait here already; FAILED_PRECONDITION / FEED_RESTARTED for a
  // position of another feed id.
  absl::Status WaitFor(absl::string_view after, absl::Time deadline);

  // Asks the owner of a feed how far it goes, and blocks until the copy has got there, at most 2 s: UNAVAILABLE /
  // COPY_BEHIND, or SERVICE_UNREACHABLE where the owner does not answer. Where a quarter of the workers are at it
  // already it does neither: what the feed itself said moments ago is then enough, and a copy without it is behind.
  absl::Status CatchUp(absl::string_view feed, absl::Time deadline);

 private:
  struct Copy {
    feed::Follower* follower;
    std::unique_ptr<OwnerPosition> owner;
  };

  const std::string service_;
  Channels& channels_;
  const std::function<std::string()> token_;
  std::counting_semaphore<> waiting_;      // how many more may wait for positions
  std::counting_semaphore<> catching_up_;  // how many more may catch up
  absl::flat_hash_map<std::string, Copy> copies_;
};

}  // namespace mosbat::rpc
