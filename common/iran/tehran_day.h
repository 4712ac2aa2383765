// Days: which one it is in Tehran, to and from google.type.Date, and what a Period adds to one.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

#include "mosbat/common/v1/common.pb.h"

namespace mosbat::iran {

// FAILED_PRECONDITION / TIME_ZONE_MISSING if the machine has no data about Asia/Tehran. A server asks before it starts.
absl::Status RequireTimeZone();

// The day that it is in Tehran at `time`. Ends the process with one line where RequireTimeZone() fails: there is no
// other answer that would not be wrong for some hours of the day.
absl::CivilDay TehranDay(absl::Time time);
absl::CivilDay TehranDay(const google::protobuf::Timestamp& time);

// The moment at which a day begins in Tehran.
absl::Time StartOfTehranDay(absl::CivilDay day);

// INVALID_ARGUMENT / DATE_INVALID for `field` if the calendar has no such day, or a part of it is missing.
absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const google::type::Date& date);

// The day of a date out of a store, which was checked when it was written.
absl::CivilDay StoredDay(const google::type::Date& date);

google::type::Date ToDate(absl::CivilDay day);

// INVALID_ARGUMENT / FIELD_INVALID, for `field` and below, unless n is 1 to 1200 and the unit is known.
absl::Status CheckPeriod(absl::string_view field, const common::v1::Period& period);

// The day on which a checked period that begins on `day` has passed:
//   CALENDAR_DAYS  the n-th day after it
//   WORKING_DAYS   the n-th after it that is neither a Friday nor one of `holidays`
//   MONTHS         the same day of the n-th Jalali month after it, or that month's last
absl::CivilDay AddPeriod(absl::CivilDay day, const common::v1::Period& period,
                         absl::Span<const absl::CivilDay> holidays = {});

}  // namespace mosbat::iran
