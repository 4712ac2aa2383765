// What can go wrong between a feed and its followers.
#pragma once

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

// The reason of an error, or the name of its code if it has none.
std::string ReasonOrCode(const absl::Status& status);

// Whether the owner refuses the cursor, so that asking again does not help and the copy must be rebuilt.
bool IsRefusal(const absl::Status& status);

}  // namespace mosbat::feed::errors
