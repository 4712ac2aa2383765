#include "common/base/timestamps.h"

#include "gtest/gtest.h"

namespace mosbat {
namespace {

TEST(TimestampsTest, KeepAMomentToTheMicrosecond) {
  const absl::Time moment = absl::FromUnixMicros(1'763'779'500'123'456);
  EXPECT_EQ(ToTimestamp(moment).seconds(), 1'763'779'500);
  EXPECT_EQ(ToTimestamp(moment).nanos(), 123'456'000);
  EXPECT_EQ(ToTime(ToTimestamp(moment)), moment);
  EXPECT_EQ(ToMicros(ToTimestamp(moment)), 1'763'779'500'123'456);
  EXPECT_EQ(ToTimestamp(moment + absl::Nanoseconds(999)).nanos(), 123'456'000);
}

TEST(TimestampsTest, NanosAreNotNegativeBefore1970) {
  const absl::Time moment = absl::FromUnixMicros(-1);
  EXPECT_EQ(ToTimestamp(moment).seconds(), -1);
  EXPECT_EQ(ToTimestamp(moment).nanos(), 999'999'000);
  EXPECT_EQ(ToMicros(ToTimestamp(moment)), -1);
}

}  // namespace
}  // namespace mosbat
