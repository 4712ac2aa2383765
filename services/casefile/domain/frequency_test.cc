#include "services/casefile/domain/frequency.h"

#include <vector>

#include "gtest/gtest.h"

namespace mosbat::casefile::domain {
namespace {

common::v1::Period Days(int n) {
  common::v1::Period period;
  period.set_n(n);
  period.set_unit(common::v1::Period::CALENDAR_DAYS);
  return period;
}

TEST(WouldExceedTest, HoldsInEveryStretchThatHoldsTheDay) {
  const auto day = [](int n) { return absl::CivilDay(2026, 3, 1) + n; };
  struct Row {
    const char* label;
    std::vector<absl::CivilDay> days;
    int day;
    int at_most;
    bool exceeds;
  };
  const Row rows[] = {
      {"the first", {}, 0, 1, false},
      {"a second on the same day", {day(0)}, 0, 1, true},
      {"within the period", {day(0)}, 9, 1, true},
      {"when the period has passed", {day(0)}, 10, 1, false},
      {"entered late, before a later one", {day(15)}, 6, 1, true},
      {"entered late, long before", {day(15)}, 5, 1, false},
      {"second of two", {day(0)}, 3, 2, false},
      {"third of two", {day(0), day(3)}, 9, 2, true},
      {"third of two, the first out of the period", {day(0), day(3)}, 10, 2, false},
      {"in between", {day(0), day(12)}, 6, 2, false},
      {"what others exceeded before is not this one's", {day(0), day(1), day(2)}, 20, 2, false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(WouldExceed(row.days, day(row.day), row.at_most, Days(10)), row.exceeds) << row.label;
  }
}

}  // namespace
}  // namespace mosbat::casefile::domain
