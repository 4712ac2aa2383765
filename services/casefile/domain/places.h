// What happens to the places of an owner (a centre or a social worker) when its cap changes. Places are numbered from
// 1; those up to the cap exist, and above it only such as are still held since before a lower cap. While any of those
// is held, none at or below the cap is free.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mosbat::casefile::domain {

struct Place {
  int64_t number = 0;
  std::string case_file;  // "" while it is free

  bool free() const { return case_file.empty(); }
};

// To be done in this order.
struct CapChange {
  struct Move {
    std::string case_file;
    int64_t from = 0;
    int64_t to = 0;
  };

  std::vector<int64_t> added;    // numbers up to the cap that did not exist
  std::vector<Move> moves;       // from above the cap down to free ones; `from` goes
  std::vector<int64_t> removed;  // free ones above the cap
};

// `places` are all of the owner's, in the order of their numbers.
CapChange PlanCapChange(const std::vector<Place>& places, int64_t cap);

}  // namespace mosbat::casefile::domain
