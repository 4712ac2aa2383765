#include "services/casefile/domain/places.h"

#include <algorithm>

namespace mosbat::casefile::domain {

CapChange PlanCapChange(const std::vector<Place>& places, int64_t cap) {
  CapChange change;
  std::vector<int64_t> free;
  int64_t next = 1;
  for (const Place& place : places) {
    if (place.number > cap) break;
    for (; next < place.number; ++next) change.added.push_back(next);
    next = place.number + 1;
    if (place.free()) free.push_back(place.number);
  }
  for (; next <= cap; ++next) change.added.push_back(next);
  free.insert(free.end(), change.added.begin(), change.added.end());
  std::sort(free.begin(), free.end());

  auto to = free.begin();
  for (const Place& place : places) {
    if (place.number <= cap) continue;
    if (place.free()) {
      change.removed.push_back(place.number);
    } else if (to != free.end()) {
      change.moves.push_back({.case_file = place.case_file, .from = place.number, .to = *to++});
    }
  }
  return change;
}

}  // namespace mosbat::casefile::domain
