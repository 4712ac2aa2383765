#include "common/base/etag.h"

#include <limits>

#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;

TEST(EtagTest, RowVersionSurvivesItsEtag) {
  for (const int64_t row_version : {int64_t{1}, int64_t{42}, std::numeric_limits<int64_t>::max()}) {
    EXPECT_EQ(RowVersionOf(EtagOf(row_version)), row_version);
  }
}

TEST(EtagTest, AnyOtherTextIsRowVersionZero) {
  for (const char* text : {"", "\"", "\"\"", "7", "\"7", "7\"", "\"07\"", "\" 7\"", "\"+7\"", "\"-7\"", "\"7x\"",
                           "\"9223372036854775808\"", "W/\"7\""}) {
    EXPECT_EQ(RowVersionOf(text), 0) << text;
  }
}

TEST(EtagTest, CallerMayNameNoEtagOrTheCurrentOne) {
  EXPECT_THAT(RequireEtag("", EtagOf(3), "directives/two"), IsOk());
  EXPECT_THAT(RequireEtag(EtagOf(3), EtagOf(3), "directives/two"), IsOk());
  EXPECT_THAT(RequireEtag(EtagOf(2), EtagOf(3), "directives/two"), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

}  // namespace
}  // namespace mosbat
