#include "services/purchasing/domain/standing.h"

#include <algorithm>

#include "common/iran/day_range.h"
#include "common/iran/tehran_day.h"

namespace mosbat::purchasing::domain {

bool Standing::Covers(absl::CivilDay day) const {
  return std::any_of(ranges.begin(), ranges.end(), [day](const Days& days) {
    return day >= days.first && (!days.last.has_value() || day <= *days.last);
  });
}

Standing StandingOf(const registry::v1::Centre& centre) {
  Standing standing;
  for (const common::v1::DayRange& range :
       iran::LastingUntil(centre.operating_days(), centre.has_licensed_until() ? &centre.licensed_until() : nullptr)) {
    Standing::Days days{.first = iran::StoredDay(range.from()), .last = std::nullopt};
    if (range.has_until()) days.last = iran::StoredDay(range.until());
    standing.ranges.push_back(days);
  }
  return standing;
}

Standing StandingOf(const catalog::v1::ServiceType& type) {
  Standing::Days days{.first = absl::CivilDay::min(), .last = std::nullopt};
  if (type.state() == catalog::v1::ServiceType::RETIRED) days.last = iran::TehranDay(type.update_time());
  return {.ranges = {days}};
}

}  // namespace mosbat::purchasing::domain
