// What can go wrong between a feed and its followers.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/base/error.h"

namespace mosbat::feed::errors {

absl::Status FeedRestarted(ErrorMetadata metadata = {});  // FAILED_PRECONDITION / FEED_RESTARTED
absl::Status FeedTruncated();                             // OUT_OF_RANGE / FEED_TRUNCATED
absl::Status FeedSilent(absl::Duration silence);          // UNAVAILABLE / FEED_SILENT
absl::Status TooManyFollowers();                          // RESOURCE_EXHAUSTED / TOO_MANY_FOLLOWERS
absl::Status ServerStopping();                            // UNAVAILABLE / SERVER_STOPPING
absl::Status CopyBehind(absl::string_view feed);          // UNAVAILABLE / COPY_BEHIND
// NOT_FOUND / PARKED_EVENT_NOT_FOUND
absl::Status ParkedEventNotFound(absl::string_view feed, int64_t seq);
// FAILED_PRECONDITION / EARLIER_EVENT_PARKED: `first_seq` of its subject is to be skipped before it.
absl::Status EarlierEventParked(absl::string_view feed, int64_t seq, int64_t first_seq);

// The reason of an error, or the name of its code if it has none.
std::string ReasonOrCode(const absl::Status& status);

// Whether the owner refuses the cursor, so that asking again does not help and the copy must be rebuilt.
bool IsRefusal(const absl::Status& status);

}  // namespace mosbat::feed::errors
