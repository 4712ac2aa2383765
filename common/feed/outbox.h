// The outbox of one service: events written in the transaction that causes them, numbered after commit.
//
// Commit order is not known inside a transaction, so a cursor over ids or counters misses events that commit late.
// Number() gives committed events their places in transactions of its own; the unique key on `seq` is the fence, so any
// number of processes may number at once and none needs to lead. Numbers have no gaps and nothing appears below the
// last one.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

#include "common/base/ids.h"
#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/db/migration.h"
#include "mosbat/feed/v1/feed.pb.h"

namespace mosbat::feed {

// The tables of common/feed: outbox_events, feed_state, feed_cursors, feed_parked, feed_skipped.
const std::vector<db::Migration>& Migrations();

// Thread-safe.
class Outbox {
 public:
  static constexpr absl::Duration kKept = absl::Hours(24 * 30);
  static constexpr int kMostNumbered = 500;

  Outbox(IdGenerator& ids, const crypto::Keyring& keyring) : ids_(ids), keyring_(keyring) {}

  // Writes the events in the caller's transaction, in their order, and gives them their ids. An id's time is
  // max(real_now, time of the last id of its subject + 1 ms), so that events of one subject keep their order whatever
  // the clocks say.
  absl::Status Append(db::Session& session, absl::Span<const v1::Event> events, absl::Time real_now);

  // Numbers at most kMostNumbered committed events, oldest id first, in a transaction of its own; how many.
  absl::StatusOr<int> Number(db::Database& database);

  // Numbered events above `after_seq`, in order, at most `limit`. OUT_OF_RANGE / FEED_TRUNCATED if the first of them is
  // no longer kept; FAILED_PRECONDITION / FEED_RESTARTED if `after_seq` is above the last number, so that it must have
  // been read before the store was restored.
  absl::StatusOr<std::vector<v1::Event>> List(db::Session& session, int64_t after_seq, int limit);

  // Deletes numbered events written before `before`, oldest first, in small transactions, until none is left or the
  // clock says `until`; how many. The last numbered one stays, so that numbers go on from it.
  static absl::StatusOr<int64_t> Truncate(db::Database& database, absl::Time before, absl::Time until);

  // The id of this feed, made when it is first asked for; new after a restore.
  absl::StatusOr<std::string> FeedId(db::Database& database);

  // The last number; 0 before the first.
  absl::StatusOr<int64_t> LastSeq(db::Session& session);

  absl::StatusOr<int64_t> CountUnnumbered(db::Session& session);

 private:
  IdGenerator& ids_;
  const crypto::Keyring& keyring_;
  std::mutex mutex_;
  std::string feed_id_;  // as read once
};

}  // namespace mosbat::feed
