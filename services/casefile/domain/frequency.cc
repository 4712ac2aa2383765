#include "services/casefile/domain/frequency.h"

#include <algorithm>
#include <vector>

#include "common/iran/tehran_day.h"

namespace mosbat::casefile::domain {

bool WouldExceed(absl::Span<const absl::CivilDay> days, absl::CivilDay day, int at_most, const common::v1::Period& per,
                 absl::Span<const absl::CivilDay> holidays) {
  std::vector<absl::CivilDay> all(days.begin(), days.end());
  all.push_back(day);
  std::sort(all.begin(), all.end());
  const size_t span = static_cast<size_t>(at_most);
  for (size_t first = 0; first + span < all.size(); ++first) {
    const absl::CivilDay end = iran::AddPeriod(all[first], per, holidays);
    const bool holds_day = all[first] <= day && day < end;
    if (holds_day && all[first + span] < end) return true;
  }
  return false;
}

}  // namespace mosbat::casefile::domain
