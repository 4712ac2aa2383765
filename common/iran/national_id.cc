#include "common/iran/national_id.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"

namespace mosbat::iran {
namespace {

bool IsDigits(absl::string_view text, size_t count) {
  return text.size() == count && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

bool AllZero(absl::string_view digits) {
  return std::all_of(digits.begin(), digits.end(), [](char c) { return c == '0'; });
}

bool AllEqual(absl::string_view digits) {
  return std::all_of(digits.begin(), digits.end(), [&](char c) { return c == digits.front(); });
}

}  // namespace

bool IsNationalId(absl::string_view id) {
  // All ten repeated-digit strings pass the check digit and none of them is ever given out.
  if (!IsDigits(id, 10) || AllEqual(id) || AllZero(id.substr(3, 6))) return false;
  int sum = 0;
  for (int i = 0; i < 9; ++i) sum += (id[i] - '0') * (10 - i);
  const int rest = sum % 11;
  return id[9] - '0' == (rest < 2 ? rest : 11 - rest);
}

bool IsLegalId(absl::string_view id) {
  if (!IsDigits(id, 11) || AllZero(id.substr(3, 6))) return false;
  constexpr std::array kWeights = {29, 27, 23, 19, 17};
  const int shift = id[9] - '0' + 2;
  int sum = 0;
  for (size_t i = 0; i < 10; ++i) sum += (shift + id[i] - '0') * kWeights[i % kWeights.size()];
  return id[10] - '0' == sum % 11 % 10;
}

bool IsForeignerCode(absl::string_view code) { return IsDigits(code, 12); }

}  // namespace mosbat::iran
