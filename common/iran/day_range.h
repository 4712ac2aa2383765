// mosbat.common.v1.DayRange: days in a row, the first and the last included.
#pragma once

#include <algorithm>

#include "absl/time/civil_time.h"
#include "google/protobuf/repeated_field.h"

#include "common/iran/tehran_day.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::iran {

// Whether the day is one of a range's out of a store.
inline bool Contains(const common::v1::DayRange& range, absl::CivilDay day) {
  return StoredDay(range.from()) <= day && (!range.has_until() || day <= StoredDay(range.until()));
}

inline bool Contains(const google::protobuf::RepeatedPtrField<common::v1::DayRange>& ranges, absl::CivilDay day) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const auto& range) { return Contains(range, day); });
}

}  // namespace mosbat::iran
