#include "services/purchasing/domain/standing.h"

#include <algorithm>

#include "common/iran/day_range.h"
#include "common/iran/tehran_day.h"

namespace mosbat::purchasing::domain {
namespace {

// From one day until the day before another.
Standing::Days DaysUntil(const google::type::Date& first, bool ends, const google::type::Date& end) {
  Standing::Days days{.first = iran::StoredDay(first), .last = std::nullopt};
  if (ends) days.last = iran::StoredDay(end) - 1;
  return days;
}

}  // namespace

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

Standing StandingOf(const guideline::v1::SubGuideline& sub_guideline) {
  Standing standing;
  for (const guideline::v1::SubGuideline::InForce& span : sub_guideline.in_force()) {
    const Standing::Days days = DaysUntil(span.effective_date(), span.has_end_date(), span.end_date());
    // That one revision follows another changes nothing for a claim.
    if (!standing.ranges.empty() && standing.ranges.back().last == days.first - 1) {
      standing.ranges.back().last = days.last;
    } else {
      standing.ranges.push_back(days);
    }
  }
  return standing;
}

Standing StandingOf(const guideline::v1::Directive& directive) {
  return {.ranges = {DaysUntil(directive.effective_date(), directive.has_repeal_date(), directive.repeal_date())}};
}

}  // namespace mosbat::purchasing::domain
