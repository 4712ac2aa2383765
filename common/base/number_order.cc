#include "common/base/number_order.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace mosbat {
namespace {

// Cuts the longest beginning that is all digits, or all other characters, off `text`.
absl::string_view TakeRun(absl::string_view& text) {
  const bool digits = absl::ascii_isdigit(text.front());
  const auto end = std::find_if(text.begin(), text.end(), [&](char c) { return absl::ascii_isdigit(c) != digits; });
  const absl::string_view run = text.substr(0, static_cast<size_t>(end - text.begin()));
  text.remove_prefix(run.size());
  return run;
}

absl::string_view WithoutLeadingZeros(absl::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

}  // namespace

bool NumberLess(absl::string_view a, absl::string_view b) {
  while (!a.empty() && !b.empty()) {
    absl::string_view run_a = TakeRun(a);
    absl::string_view run_b = TakeRun(b);
    if (absl::ascii_isdigit(run_a.front()) && absl::ascii_isdigit(run_b.front())) {
      run_a = WithoutLeadingZeros(run_a);
      run_b = WithoutLeadingZeros(run_b);
      if (run_a.size() != run_b.size()) return run_a.size() < run_b.size();
    }
    if (run_a != run_b) return run_a < run_b;
  }
  return a.size() < b.size();
}

}  // namespace mosbat
