#include "services/registry/domain/day_ranges.h"

#include "common/iran/tehran_day.h"

namespace mosbat::registry::domain {

void Begin(DayRanges& ranges, absl::CivilDay day) {
  if (!ranges.empty() && iran::StoredDay(ranges.rbegin()->until()) == day - 1) {
    ranges.rbegin()->clear_until();
    return;
  }
  *ranges.Add()->mutable_from() = iran::ToDate(day);
}

void EndBefore(DayRanges& ranges, absl::CivilDay day) {
  while (!ranges.empty() && iran::StoredDay(ranges.rbegin()->from()) >= day) ranges.RemoveLast();
  if (ranges.empty()) return;
  common::v1::DayRange& last = *ranges.rbegin();
  if (!last.has_until() || iran::StoredDay(last.until()) >= day) *last.mutable_until() = iran::ToDate(day - 1);
}

}  // namespace mosbat::registry::domain
