// Publishes service types, good and broken, through one gateway of a replicated suite while others work through the
// other, and says what everybody saw.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "tests/integration/replicated_suite.h"
#include "tests/load/broken_types.h"
#include "tests/load/other_calls.h"
#include "tests/load/watch.h"

namespace mosbat::load {

struct PublishOptions {
  int types = 500;
  int broken = 20;
  int publishers = 2;
  int callers = 4;
  double calls_per_second = 200;  // of all callers together
};

struct PublishReport {
  size_t other_types = 0;  // that were there before
  absl::Duration took;     // from the first text to the last entrustment
  OtherCalls::Result others;
  int published = 0;
  std::vector<std::string> not_published;  // what a step of theirs was answered
  // The same caller's next calls through the other gateway: how long the first request for the service took after
  // the answer to the activation, with all that lies between; and those that did not know the type.
  std::vector<absl::Duration> at_once;
  std::vector<std::string> not_at_once;
  std::vector<Watch::Result> watches;  // of everybody else
  std::vector<BrokenOutcome> broken;
};

// Of a suite that was just started.
absl::StatusOr<PublishReport> PublishUnderLoad(const testing::ReplicatedSuite& suite, const PublishOptions& options);

// 0 of none.
absl::Duration Percentile(std::vector<absl::Duration> durations, double percent);

}  // namespace mosbat::load
