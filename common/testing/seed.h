// Randomness that a failed test can be run again with.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "absl/strings/numbers.h"

#include "common/base/ids.h"

namespace mosbat::testing {

// A number of the environment, `usual` where it has none.
inline int FromEnvironment(const char* name, int usual) {
  int number = usual;
  if (const char* const given = std::getenv(name); given != nullptr) (void)absl::SimpleAtoi(given, &number);
  return number;
}

// MOSBAT_TEST_SEED of the environment, else a new one; says it.
inline uint32_t Seed() {
  uint32_t seed = static_cast<uint32_t>(SystemIds().Random(uint64_t{1} << 32));
  if (const char* const given = std::getenv("MOSBAT_TEST_SEED"); given != nullptr) (void)absl::SimpleAtoi(given, &seed);
  std::cout << "MOSBAT_TEST_SEED=" << seed << "\n";
  return seed;
}

}  // namespace mosbat::testing
