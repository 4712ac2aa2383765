#include "services/registry/domain/entry_day.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "services/registry/testing/samples.h"

namespace mosbat::registry::domain {
namespace {

using absl::StatusCode;
using samples::kToday;
using testing::FailsWith;
using testing::IsOk;

absl::StatusOr<EntryDay> On(const google::type::Date& date, bool historical = false,
                            access::v1::Role role = access::v1::STEERING) {
  return DecideEntryDay("start_date", date, {.said_historical = historical, .role = role, .today = kToday});
}

TEST(EntryDayTest, LeftOutMeansToday) {
  const auto entry = On({});
  ASSERT_THAT(entry, IsOk());
  EXPECT_EQ(entry->day, kToday);
  EXPECT_FALSE(entry->historical);
}

TEST(EntryDayTest, EarlierDayNeedsHistoricalAndSteering) {
  const google::type::Date earlier = iran::ToDate(kToday - 1);
  EXPECT_THAT(On(earlier), FailsWith(StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID"));
  EXPECT_THAT(On(earlier, true, access::v1::PROVINCE),
              FailsWith(StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED"));
  const auto entry = On(earlier, true);
  ASSERT_THAT(entry, IsOk());
  EXPECT_EQ(entry->day, kToday - 1);
  EXPECT_TRUE(entry->historical);
}

TEST(EntryDayTest, HistoricalButOfTodayMarksNothing) {
  const auto entry = On({}, true);
  ASSERT_THAT(entry, IsOk());
  EXPECT_FALSE(entry->historical);
}

TEST(EntryDayTest, FutureAndImpossibleDaysAreRefused) {
  EXPECT_THAT(On(iran::ToDate(kToday + 1)), FailsWith(StatusCode::kInvalidArgument, "DATE_IN_FUTURE"));
  google::type::Date no_day = iran::ToDate(kToday);
  no_day.set_day(32);
  EXPECT_THAT(On(no_day), FailsWith(StatusCode::kInvalidArgument, "DATE_INVALID"));
}

}  // namespace
}  // namespace mosbat::registry::domain
