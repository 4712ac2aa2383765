// What the benchmark programs share: contestants that run in turn, medians, and the tables that they print.
//
// Absolute figures say more about the machine than about the code; ratios between contestants of one run hold. They run
// in turn, round by round, so that whatever else the machine does meets all of them alike.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mosbat::load {

struct Contestant {
  std::string name;
  std::function<double()> run;  // one round; calls per second
};

// rates[contestant][round]
using Rates = std::vector<std::vector<double>>;

Rates RunInTurn(const std::vector<Contestant>& contestants, int rounds);

// One contestant held against another, by their places in the list.
struct Comparison {
  std::string name;
  size_t over = 0;
  size_t under = 0;
  double target = 0;     // 0: for information
  bool at_most = false;  // the target; at least, if not
};

void PrintRates(const std::vector<Contestant>& contestants, const Rates& rates);
// The ratio of the medians, and the lowest and highest ratio within one round.
void PrintRatios(const std::vector<Comparison>& comparisons, const Rates& rates);

// "7 rounds; load average 1.32; 2 processors": what a reader must know of the machine.
std::string Circumstances(int rounds);

// A benchmark that cannot do its work ends the process: a figure of something else is worse than none.
[[noreturn]] void Fail(absl::string_view what);
void Require(const absl::Status& status, absl::string_view what);
template <typename T>
T Require(absl::StatusOr<T> answer, absl::string_view what) {
  Require(answer.status(), what);
  return *std::move(answer);
}

}  // namespace mosbat::load
