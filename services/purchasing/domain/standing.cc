#include "services/purchasing/domain/standing.h"

#include <algorithm>

#include "common/iran/tehran_day.h"

namespace mosbat::purchasing::domain {
namespace {

void EndBy(absl::CivilDay last, Standing::Days& days) { days.last = std::min(days.last.value_or(last), last); }

}  // namespace

bool Standing::Covers(absl::CivilDay day) const {
  return std::any_of(ranges.begin(), ranges.end(), [day](const Days& days) {
    return day >= days.first && (!days.last.has_value() || day <= *days.last);
  });
}

Standing StandingOf(const registry::v1::Centre& centre) {
  Standing standing;
  for (const common::v1::DayRange& range : centre.operating_days()) {
    Standing::Days days{.first = iran::StoredDay(range.from()), .last = std::nullopt};
    if (range.has_until()) {
      days.last = iran::StoredDay(range.until());
    } else if (centre.has_licensed_until()) {
      days.last = iran::StoredDay(centre.licensed_until());
    }
    if (centre.has_closing_date()) EndBy(iran::StoredDay(centre.closing_date()) - 1, days);
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
