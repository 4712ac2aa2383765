#include "common/base/nearest.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace mosbat {

size_t LettersBetween(absl::string_view first, absl::string_view second) {
  const std::string a = absl::AsciiStrToLower(first);
  const std::string b = absl::AsciiStrToLower(second);
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

std::string NearestTo(absl::string_view word, const std::vector<std::string>& known) {
  // A third of the letters may differ.
  size_t nearest = word.size() / 3 + 2;
  std::string found;
  for (const std::string& candidate : known) {
    const size_t distance = LettersBetween(word, candidate);
    if (distance >= nearest) continue;
    nearest = distance;
    found = candidate;
  }
  return found;
}

}  // namespace mosbat
