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

using DayRanges = google::protobuf::RepeatedPtrField<common::v1::DayRange>;

inline bool Contains(const DayRanges& ranges, absl::CivilDay day) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const auto& range) { return Contains(range, day); });
}

// The ranges, of which those without an end last until `last`, that day included; without it they stay as they are.
inline DayRanges LastingUntil(DayRanges ranges, const google::type::Date* last) {
  for (common::v1::DayRange& range : ranges) {
    if (last != nullptr && !range.has_until()) *range.mutable_until() = *last;
  }
  return ranges;
}

}  // namespace mosbat::iran
