// Entries that are made after the event: what was so before today. Only steering makes them, and says so by
// `historical: true`; the record is marked, because it was not there when others decided.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "common/iran/tehran_day.h"
#include "mosbat/access/v1/access.pb.h"

namespace mosbat::iran {

// What a request says about its day, and who says it.
struct Entry {
  bool said_historical = false;
  access::v1::Role role = access::v1::ROLE_UNSPECIFIED;
  absl::CivilDay today;
};

template <typename Request>
Entry EntryOf(const Request& request, access::v1::Role role, absl::Time now) {
  return {.said_historical = request.historical(), .role = role, .today = TehranDay(now)};
}

// Whether the record is to be marked as historical: it counts from `day`, which lies before today. Saying so of another
// day changes nothing.
//   PERMISSION_DENIED / HISTORICAL_NOT_ALLOWED  said by another role than steering, whatever the day
//   INVALID_ARGUMENT  / HISTORICAL_NOT_SAID     for `field`: a day before today, and not said
absl::StatusOr<bool> IsHistorical(absl::string_view field, absl::CivilDay day, const Entry& entry);

}  // namespace mosbat::iran
