// Publishes service types live, good and broken, while others work: on two replicas each of catalog, casefile and
// gateway, processes of their own on one private MariaDB. Says how late everybody knew, and what broke.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "CLI/CLI.hpp"
#include "common/testing/mariadb_server.h"
#include "tests/integration/replicated_suite.h"
#include "tests/load/measure.h"
#include "tests/load/publishing.h"

namespace mosbat::load {
namespace {

constexpr absl::Duration kLatest = absl::Seconds(1);
constexpr size_t kMostTold = 10;

void PrintDurations(const std::string& of, const std::vector<absl::Duration>& durations) {
  std::printf("  %-52s %7zu %9.0f %9.0f %9.0f\n", of.c_str(), durations.size(),
              absl::ToDoubleMilliseconds(Percentile(durations, 50)),
              absl::ToDoubleMilliseconds(Percentile(durations, 99)),
              absl::ToDoubleMilliseconds(Percentile(durations, 100)));
}

// Tells what must not be; whether there is nothing.
bool PrintNone(const char* of, const std::vector<std::string>& told) {
  std::printf("  %-52s %7zu %s\n", of, told.size(), told.empty() ? "as promised" : "BROKEN");
  for (size_t i = 0; i < std::min(told.size(), kMostTold); ++i) std::printf("    %s\n", told[i].c_str());
  return told.empty();
}

// `latest`: how late everybody may know, at the 99th percentile.
bool Print(const PublishReport& report, const PublishOptions& options, absl::Duration latest) {
  std::printf(
      "%d types and %zu broken ones published in %.1f s by %d publishers through gateway A, while %d callers made\n"
      "%zu calls on %zu other types through gateway B; %s\n",
      report.published, report.broken.size(), absl::ToDoubleSeconds(report.took), options.publishers, options.callers,
      report.others.latencies.size() + report.others.failed.size(), report.other_types, Circumstances(1).c_str());
  std::printf("  %-52s %7s %9s %9s %9s\n", "milliseconds", "number", "median", "p99", "longest");
  for (const Watch::Result& watch : report.watches) {
    PrintDurations(absl::StrCat("known to everybody at ", watch.who), watch.lateness);
  }
  PrintDurations("activated until requested by the same caller at B", report.at_once);
  PrintDurations("calls on other types", report.others.latencies);

  std::printf("  %-52s %7s\n", "what must not be", "number");
  bool kept = PrintNone("failed calls on other types", report.others.failed);
  kept = PrintNone("types that could not be published", report.not_published) && kept;
  kept = PrintNone("types not known in the same caller's next call", report.not_at_once) && kept;
  std::vector<std::string> late;
  for (const Watch::Result& watch : report.watches) {
    for (const std::string& type : watch.never) late.push_back(absl::StrCat(watch.who, ": ", type));
    if (Percentile(watch.lateness, 99) > latest) late.push_back(absl::StrCat(watch.who, ": p99"));
  }
  kept = PrintNone(absl::StrCat("known later than ", absl::FormatDuration(latest), " (p99), or never").c_str(), late) &&
         kept;
  std::vector<std::string> in_use;
  for (const BrokenOutcome& broken : report.broken) {
    if (broken.by.empty()) in_use.push_back(absl::StrCat(broken.type, ", ", broken.how, ": ", broken.reason));
  }
  kept = PrintNone("broken types that nothing stopped", in_use) && kept;

  std::printf("  broken types: how, what stopped them, why\n");
  for (size_t i = 0; i < std::min(report.broken.size(), size_t{12}); ++i) {
    const BrokenOutcome& broken = report.broken[i];
    std::printf("    %-34s %-11s %s\n", broken.how.c_str(), broken.by.c_str(), broken.reason.c_str());
  }
  return kept;
}

int Main(int argc, char** argv) {
  PublishOptions options;
  bool is_short = false;
  CLI::App app("Publishes service types under load, on two replicas of catalog, casefile and gateway.");
  app.add_option("--types", options.types, "Good types")->check(CLI::Range(1, 5000))->capture_default_str();
  app.add_option("--broken", options.broken, "Broken types")->check(CLI::Range(0, 500))->capture_default_str();
  app.add_option("--publishers", options.publishers, "Who publish")->check(CLI::Range(1, 32))->capture_default_str();
  app.add_option("--callers", options.callers, "Who work on other types")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--rate", options.calls_per_second, "Calls per second of all callers together")
      ->check(CLI::Range(1.0, 1e6))
      ->capture_default_str();
  app.add_flag("--short", is_short, "A few types, and commits that need not be durable: whether it runs");
  CLI11_PARSE(app, argc, argv);
  if (is_short) {
    options.types = 4;
    options.broken = 4;
  }
  const auto suite =
      Require(testing::ReplicatedSuite::Start(is_short ? testing::Durability::kNone : testing::Durability::kFull),
              "cannot start the suite");
  const PublishReport report = Require(PublishUnderLoad(*suite, options), "cannot publish");
  return Print(report, options, is_short ? Watch::kPatience : kLatest) ? 0 : 1;
}

}  // namespace
}  // namespace mosbat::load

int main(int argc, char** argv) { return mosbat::load::Main(argc, argv); }
