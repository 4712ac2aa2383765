#include "common/iran/day_range.h"

#include <optional>

#include "gtest/gtest.h"

namespace mosbat::iran {
namespace {

constexpr absl::CivilDay kDay(2026, 3, 21);

void Add(DayRanges& ranges, absl::CivilDay from, std::optional<absl::CivilDay> until) {
  common::v1::DayRange& range = *ranges.Add();
  *range.mutable_from() = ToDate(from);
  if (until.has_value()) *range.mutable_until() = ToDate(*until);
}

TEST(DayRangeTest, HoldsItsFirstAndItsLastDay) {
  DayRanges ranges;
  Add(ranges, kDay, kDay + 2);
  Add(ranges, kDay + 10, std::nullopt);
  EXPECT_FALSE(Contains(ranges, kDay - 1));
  EXPECT_TRUE(Contains(ranges, kDay));
  EXPECT_TRUE(Contains(ranges, kDay + 2));
  EXPECT_FALSE(Contains(ranges, kDay + 3));
  EXPECT_TRUE(Contains(ranges, kDay + 9000));
}

TEST(LastingUntilTest, EndsOnlyWhatHasNoEnd) {
  DayRanges ranges;
  Add(ranges, kDay, kDay + 20);
  Add(ranges, kDay + 30, std::nullopt);
  const google::type::Date last = ToDate(kDay + 40);
  EXPECT_TRUE(Contains(LastingUntil(ranges, nullptr), kDay + 41));
  EXPECT_TRUE(Contains(LastingUntil(ranges, &last), kDay + 40));
  EXPECT_FALSE(Contains(LastingUntil(ranges, &last), kDay + 41));
  const google::type::Date early = ToDate(kDay + 10);
  EXPECT_TRUE(Contains(LastingUntil(ranges, &early), kDay + 20));
  EXPECT_FALSE(Contains(LastingUntil(ranges, &early), kDay + 30)) << "of which no day is left";
}

}  // namespace
}  // namespace mosbat::iran
