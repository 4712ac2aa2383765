// Days as columns hold them: text of fixed width, so that byte order is the order of days.
#pragma once

#include <string>

#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

#include "common/iran/tehran_day.h"

namespace mosbat::iran {

inline std::string DayText(absl::CivilDay day) { return absl::FormatCivilTime(day); }
inline std::string DayText(const google::type::Date& date) { return DayText(StoredDay(date)); }

}  // namespace mosbat::iran
