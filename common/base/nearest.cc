#include "common/base/nearest.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace mosbat {
namespace {

// A longer word is no name that somebody mistyped, and may have come to cost time.
constexpr size_t kLongestWord = 64;

}  // namespace

size_t LettersBetween(absl::string_view first, absl::string_view second) {
  const std::string a = absl::AsciiStrToLower(first);
  const std::string b = absl::AsciiStrToLower(second);
  // What each beginning of `b` costs against a beginning of `a`, against the one shorter by a letter, and by two.
  std::vector<size_t> cost(b.size() + 1);
  std::vector<size_t> one_less(b.size() + 1);
  std::vector<size_t> two_less(b.size() + 1);
  std::iota(cost.begin(), cost.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    two_less.swap(one_less);
    one_less.swap(cost);
    cost[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[j] = std::min({one_less[j] + 1, cost[j - 1] + 1, one_less[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[j] = std::min(cost[j], two_less[j - 2] + 1);
      }
    }
  }
  return cost[b.size()];
}

std::string NearestTo(absl::string_view word, const std::vector<std::string>& known) {
  if (word.size() > kLongestWord) return "";
  // A third of the letters may differ.
  size_t nearest = word.size() / 3 + 2;
  std::string found;
  for (const std::string& candidate : known) {
    const auto [shorter, longer] = std::minmax({word.size(), candidate.size()});
    if (longer - shorter >= nearest) continue;
    const size_t distance = LettersBetween(word, candidate);
    if (distance >= nearest) continue;
    nearest = distance;
    found = candidate;
  }
  return found;
}

Words DidYouMean(absl::string_view meant) {
  if (meant.empty()) return {};
  return {.en = absl::StrCat("did you mean ", meant, "?"), .fa = absl::StrCat("منظورتان ", meant, " است؟")};
}

Words DidYouMean(absl::Span<const std::string> any) {
  return {.en = DidYouMean(absl::StrJoin(any, " or ")).en, .fa = DidYouMean(absl::StrJoin(any, " یا ")).fa};
}

}  // namespace mosbat
