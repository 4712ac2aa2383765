#include "tests/load/measure.h"

#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mosbat::load {
namespace {

struct Spread {
  double lowest = 0;
  double median = 0;
  double highest = 0;
};

Spread SpreadOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return {.lowest = values.front(), .median = median, .highest = values.back()};
}

Spread RatioOf(const std::vector<double>& over, const std::vector<double>& under) {
  std::vector<double> ratios;
  for (size_t round = 0; round < over.size(); ++round) ratios.push_back(over[round] / under[round]);
  Spread ratio = SpreadOf(std::move(ratios));
  ratio.median = SpreadOf(over).median / SpreadOf(under).median;
  return ratio;
}

}  // namespace

Rates RunInTurn(const std::vector<Contestant>& contestants, int rounds) {
  Rates rates(contestants.size());
  for (int round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < contestants.size(); ++i) rates[i].push_back(contestants[i].run());
  }
  return rates;
}

void PrintRates(const std::vector<Contestant>& contestants, const Rates& rates) {
  std::printf("  %-48s %10s %10s %10s\n", "calls per second", "median", "lowest", "highest");
  for (size_t i = 0; i < contestants.size(); ++i) {
    const Spread rate = SpreadOf(rates[i]);
    std::printf("  %-48s %10.0f %10.0f %10.0f\n", contestants[i].name.c_str(), rate.median, rate.lowest, rate.highest);
  }
}

void PrintRatios(const std::vector<Comparison>& comparisons, const Rates& rates) {
  std::printf("  %-48s %10s %10s %10s %10s\n", "ratio", "of medians", "lowest", "highest", "target");
  for (const Comparison& comparison : comparisons) {
    const Spread ratio = RatioOf(rates[comparison.over], rates[comparison.under]);
    const std::string target =
        comparison.target > 0 ? absl::StrFormat("%s %.1f", comparison.at_most ? "<=" : ">=", comparison.target) : "";
    const bool reached = comparison.at_most ? ratio.median <= comparison.target : ratio.median >= comparison.target;
    const char* const verdict = comparison.target <= 0 ? "" : reached ? "reached" : "missed";
    std::printf("  %-48s %10.2f %10.2f %10.2f %10s %s\n", comparison.name.c_str(), ratio.median, ratio.lowest,
                ratio.highest, target.c_str(), verdict);
  }
  std::printf("\n");
}

std::string Circumstances(int rounds) {
  double average = 0;
  const bool known = getloadavg(&average, 1) == 1;
  return absl::StrCat(rounds, rounds == 1 ? " round" : " rounds",
                      known ? absl::StrFormat("; load average %.2f", average) : "", "; ",
                      std::thread::hardware_concurrency(), " processors");
}

void Fail(absl::string_view what) {
  std::fflush(stdout);
  std::fprintf(stderr, "failed: %s\n", std::string(what).c_str());
  std::exit(1);
}

void Require(const absl::Status& status, absl::string_view what) {
  if (!status.ok()) Fail(absl::StrCat(what, ": ", status.ToString()));
}

}  // namespace mosbat::load
