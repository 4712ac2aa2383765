// The events that could not be applied to a copy: how they are kept, and how an operator sees and skips them. The
// follower parks them and tries them again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "mosbat/feed/v1/parked.pb.h"

namespace mosbat::feed {

// Where an event waits behind an earlier one of its subject.
inline constexpr char kEarlierEventParked[] = "EARLIER_EVENT_PARKED";

// Who gives an event up, when and why.
struct Skipping {
  std::string by;
  absl::Time time;
  std::string reason;
};

// Thread-safe; runs in the caller's transaction.
class ParkedEvents {
 public:
  explicit ParkedEvents(const crypto::Keyring& keyring) : keyring_(keyring) {}

  // Keeps the event, sealed, with the beginning of `detail`.
  absl::Status Park(db::Session& session, absl::string_view feed, const v1::Event& event, absl::string_view reason,
                    absl::string_view detail) const;

  // The first parked event of each subject after `after_subject`, by subject, at most `limit`. One whose body is
  // damaged is shown without its type and time.
  absl::StatusOr<std::vector<v1::ParkedEvent>> List(db::Session& session, absl::string_view feed,
                                                    absl::string_view after_subject, int limit) const;

  // Moves the event to feed_skipped, its body as it was sealed for feed_parked. NOT_FOUND / PARKED_EVENT_NOT_FOUND;
  // FAILED_PRECONDITION / EARLIER_EVENT_PARKED if it is not the first of its subject.
  absl::StatusOr<v1::ParkedEvent> Skip(db::Session& session, absl::string_view feed, int64_t seq,
                                       const Skipping& skipping) const;

  // The event of a row of feed_parked; DATA_LOSS if its body cannot be opened.
  absl::StatusOr<v1::Event> Open(absl::string_view feed, int64_t seq, absl::string_view body) const;

 private:
  v1::ParkedEvent ToMessage(absl::string_view feed, const db::Row& row) const;

  const crypto::Keyring& keyring_;
};

}  // namespace mosbat::feed
