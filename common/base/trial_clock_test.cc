#include "gtest/gtest.h"

#include "common/base/clock.h"
#include "common/testing/fakes.h"

namespace mosbat {
namespace {

TEST(TrialClockTest, IsTheRealClockMovedForward) {
  testing::FakeClock real;
  TrialClock clock(real);
  EXPECT_EQ(clock.Now(), real.Now());

  clock.SetOffset(absl::Hours(24 * 15));
  real.Advance(absl::Seconds(3));

  EXPECT_EQ(clock.Now(), real.Now() + absl::Hours(24 * 15));
}

TEST(TrialClockTest, NeverGoesBack) {
  testing::FakeClock real;
  TrialClock clock(real);
  clock.SetOffset(absl::Hours(2));
  clock.SetOffset(absl::Hours(1));
  EXPECT_EQ(clock.offset(), absl::Hours(2));
}

TEST(SequentialIdsTest, AreOrderedAndCarryTheirTime) {
  testing::FakeClock clock;
  testing::SequentialIds ids;
  const std::string first = ids.NewUuid(clock.Now());
  const std::string second = ids.NewUuid(clock.Now());
  EXPECT_TRUE(IsUuid(first)) << first;
  EXPECT_EQ(TimeOfUuid(first), clock.Now());
  EXPECT_LT(first, second);
  EXPECT_LT(ids.Random(7), 7u);
}

}  // namespace
}  // namespace mosbat
