// The day from which an entry counts: today, or, where steering enters what was there before, an earlier one.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

#include "common/iran/historical.h"

namespace mosbat::registry::domain {

struct EntryDay {
  absl::CivilDay day;
  bool historical = false;  // what the record is marked with
};

// `date` is what the caller named for `field`; one without a year is left out and means today.
//   INVALID_ARGUMENT / DATE_INVALID
//   INVALID_ARGUMENT / DATE_IN_FUTURE
//   and those of iran::IsHistorical()
absl::StatusOr<EntryDay> DecideEntryDay(absl::string_view field, const google::type::Date& date,
                                        const iran::Entry& entry);

}  // namespace mosbat::registry::domain
