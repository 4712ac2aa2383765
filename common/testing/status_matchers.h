// Matchers for absl::Status and absl::StatusOr.
//
//   EXPECT_THAT(Approve(), IsOk());
//   EXPECT_THAT(Approve(), FailsWith(absl::StatusCode::kFailedPrecondition, "NOT_SUBMITTED"));
#pragma once

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"

#include "common/base/error.h"

namespace mosbat::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString();
  return status.ok();
}

// The code and the stable reason; never the words.
MATCHER_P2(FailsWith, code, reason, std::string("fails with ") + absl::StatusCodeToString(code) + " / " + reason) {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString() << " / " << ReasonOf(status);
  return status.code() == code && ReasonOf(status) == reason;
}

// A code without a reason: what stores and libraries return for technical faults.
MATCHER_P(HasCode, code, std::string("has code ") + absl::StatusCodeToString(code)) {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status.ToString();
  return status.code() == code;
}

}  // namespace mosbat::testing
