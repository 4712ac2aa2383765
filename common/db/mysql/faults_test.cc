#include "common/db/mysql/faults.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/db/database.h"
#include "common/testing/status_matchers.h"

namespace mosbat::db::mysql {
namespace {

using testing::FailsWith;

struct FaultCase {
  std::string label;
  int code;
  Fault fault;
  bool certainly_not_committed;
};

class FaultTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(FaultTest, IsClassified) {
  EXPECT_EQ(FaultOf(GetParam().code), GetParam().fault);
  EXPECT_EQ(CertainlyNotCommitted(GetParam().code), GetParam().certainly_not_committed);
}

INSTANTIATE_TEST_SUITE_P(All, FaultTest,
                         ::testing::Values(FaultCase{"Deadlock", 1213, Fault::kConflict, true},
                                           FaultCase{"LockWaitTimeout", 1205, Fault::kConflict, true},
                                           FaultCase{"ChangedSinceSnapshot", 1020, Fault::kConflict, true},
                                           FaultCase{"NotInPrimaryComponent", 1047, Fault::kConflict, true},
                                           FaultCase{"ReadOnlyServer", 1290, Fault::kConflict, true},
                                           FaultCase{"ClusterDidNotVote", 1180, Fault::kConflict, false},
                                           FaultCase{"CannotConnect", 2002, Fault::kConnection, false},
                                           FaultCase{"GoneAway", 2006, Fault::kConnection, false},
                                           FaultCase{"LostDuringQuery", 2013, Fault::kConnection, false},
                                           FaultCase{"MalformedPacket", 2027, Fault::kConnection, false},
                                           FaultCase{"LastOfTheClientCodes", 2099, Fault::kConnection, false},
                                           FaultCase{"ConnectionKilled", 1927, Fault::kConnection, false},
                                           FaultCase{"Duplicate", 1062, Fault::kUnique, false},
                                           FaultCase{"SyntaxError", 1064, Fault::kOther, false},
                                           FaultCase{"NotAClientCode", 2100, Fault::kOther, false}),
                         [](const ::testing::TestParamInfo<FaultCase>& test) { return test.param.label; });

TEST(StatusOfTest, SaysWhatTheCallerCanDo) {
  const auto status = [](int code, const char* state) { return StatusOf(code, state, "text", "SELECT 1"); };

  EXPECT_TRUE(IsUniqueViolation(status(1062, "23000")));
  EXPECT_THAT(status(1040, "08004"), FailsWith(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(status(2013, "HY000"), FailsWith(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(status(1047, "08S01"), FailsWith(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(status(1213, "40001"), FailsWith(absl::StatusCode::kAborted, "LOST_RACE"));
  EXPECT_THAT(status(1969, "70100"), FailsWith(absl::StatusCode::kDeadlineExceeded, ""));
  EXPECT_THAT(status(1064, "42000"), FailsWith(absl::StatusCode::kInternal, ""));
}

TEST(StatusOfTest, TextsThatQuoteValuesAreLeftOut) {
  const absl::Status status =
      StatusOf(1366, "22007", "Incorrect string value: '0012345679'", "INSERT INTO t VALUES (?)");

  EXPECT_THAT(status.ToString(), ::testing::HasSubstr("INSERT INTO t VALUES (?)"));
  EXPECT_THAT(status.ToString(), ::testing::Not(::testing::HasSubstr("0012345679")));
}

}  // namespace
}  // namespace mosbat::db::mysql
