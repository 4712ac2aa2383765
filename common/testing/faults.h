// Tests of requests that are refused with the path of what is wrong in them.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

#include "common/base/error.h"

namespace mosbat::testing {

// The paths of an error's faults, in their order.
inline std::vector<std::string> FaultyFields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& fault : FaultsOf(status, Language::kEnglish)) fields.push_back(fault.first);
  return fields;
}

// One way to spoil what is right, and the path by which the fault is then named.
template <typename Message>
struct FaultyCase {
  std::string label;
  std::string field;
  std::function<void(Message&)> spoil;
};

template <typename Message>
void PrintTo(const FaultyCase<Message>& faulty, std::ostream* out) {
  *out << faulty.label;
}

template <typename Case>
std::string LabelOf(const ::testing::TestParamInfo<Case>& row) {
  return row.param.label;
}

}  // namespace mosbat::testing
