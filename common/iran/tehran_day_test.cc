#include "common/iran/tehran_day.h"

#include <unicode/calendar.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/iran/jalali.h"
#include "common/testing/status_matchers.h"

namespace mosbat::iran {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

common::v1::Period Period(int n, common::v1::Period::Unit unit) {
  common::v1::Period period;
  period.set_n(n);
  period.set_unit(unit);
  return period;
}

absl::Time Utc(int year, int month, int day, int hour, int minute) {
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute), absl::UTCTimeZone());
}

TEST(TehranDayTest, TheTimeZoneIsThere) { EXPECT_THAT(RequireTimeZone(), IsOk()); }

TEST(TehranDayTest, ADayBeginsAtMidnightInTehran) {
  EXPECT_EQ(TehranDay(Utc(2026, 3, 20, 20, 29)), absl::CivilDay(2026, 3, 20));
  EXPECT_EQ(TehranDay(Utc(2026, 3, 20, 20, 30)), absl::CivilDay(2026, 3, 21));
  EXPECT_EQ(StartOfTehranDay(absl::CivilDay(2026, 3, 21)), Utc(2026, 3, 20, 20, 30));
}

TEST(TehranDayTest, KnowsTheSummerTimeThatEndedIn1401) {
  EXPECT_EQ(TehranDay(Utc(2021, 7, 1, 19, 29)), absl::CivilDay(2021, 7, 1));
  EXPECT_EQ(TehranDay(Utc(2021, 7, 1, 19, 30)), absl::CivilDay(2021, 7, 2));
  EXPECT_EQ(TehranDay(Utc(2023, 7, 1, 20, 29)), absl::CivilDay(2023, 7, 1));
}

TEST(TehranDayTest, DatesGoBothWays) {
  const absl::StatusOr<absl::CivilDay> day = DayOf("effective_date", Date(2024, 2, 29));
  ASSERT_THAT(day, IsOk());
  EXPECT_EQ(*day, absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(ToDate(*day).year(), 2024);
  EXPECT_EQ(ToDate(*day).month(), 2);
  EXPECT_EQ(ToDate(*day).day(), 29);
}

TEST(TehranDayTest, DatesThatDoNotExistAreRefused) {
  for (const auto& date : {Date(2025, 2, 29), Date(2025, 13, 1), Date(2025, 0, 1), Date(2025, 1, 0), Date(0, 1, 1),
                           Date(10000, 1, 1), Date(2025, 4, 31), Date(2025, -1, 1), Date(0, 0, 0)}) {
    EXPECT_THAT(DayOf("effective_date", date), FailsWith(absl::StatusCode::kInvalidArgument, "DATE_INVALID"))
        << date.ShortDebugString();
  }
}

TEST(PeriodTest, CalendarDaysCountEveryDay) {
  EXPECT_EQ(AddPeriod(absl::CivilDay(2026, 3, 21), Period(15, common::v1::Period::CALENDAR_DAYS)),
            absl::CivilDay(2026, 4, 5));
}

TEST(PeriodTest, WorkingDaysSkipFridaysAndHolidays) {
  // 2026-03-21, 1 Farvardin 1405, is a Saturday.
  const absl::CivilDay saturday(2026, 3, 21);
  EXPECT_EQ(AddPeriod(saturday, Period(5, common::v1::Period::WORKING_DAYS)), absl::CivilDay(2026, 3, 26));
  EXPECT_EQ(AddPeriod(saturday, Period(6, common::v1::Period::WORKING_DAYS)), absl::CivilDay(2026, 3, 28));
  const std::initializer_list<absl::CivilDay> new_year = {absl::CivilDay(2026, 3, 21), absl::CivilDay(2026, 3, 22),
                                                          absl::CivilDay(2026, 3, 23), absl::CivilDay(2026, 3, 24)};
  EXPECT_EQ(AddPeriod(saturday, Period(1, common::v1::Period::WORKING_DAYS), new_year), absl::CivilDay(2026, 3, 25));
  EXPECT_EQ(AddPeriod(saturday, Period(3, common::v1::Period::WORKING_DAYS), new_year), absl::CivilDay(2026, 3, 28));
}

TEST(PeriodTest, MonthsAreJalali) {
  const auto add = [](JalaliDay day, int months) {
    return FormatJalali(AddPeriod(ToGregorian(day), Period(months, common::v1::Period::MONTHS)));
  };
  EXPECT_EQ(add({1404, 1, 15}, 3), "1404-04-15");
  EXPECT_EQ(add({1404, 11, 1}, 2), "1405-01-01");
  EXPECT_EQ(add({1404, 6, 31}, 1), "1404-07-30");
  EXPECT_EQ(add({1404, 6, 31}, 6), "1404-12-29");
  EXPECT_EQ(add({1403, 12, 30}, 12), "1404-12-29");
  EXPECT_EQ(add({1403, 12, 30}, 60), "1408-12-30") << "both are leap years, five apart";
  EXPECT_EQ(add({1407, 6, 31}, 18), "1408-12-30");
  EXPECT_EQ(add({1404, 12, 29}, 12), "1405-12-29");
  EXPECT_EQ(add({1404, 1, 31}, 6), "1404-07-30");
  EXPECT_EQ(add({1404, 7, 30}, 6), "1405-01-30") << "the end of a month is not kept";
  EXPECT_EQ(add({1404, 1, 1}, 1200), "1504-01-01");
}

// Every day of eleven years, among them one of the five-year gaps between leap years, against ICU.
TEST(PeriodTest, MonthsAgreeWithIcu) {
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(
      icu::Calendar::createInstance(*icu::TimeZone::getGMT(), icu::Locale("fa_IR@calendar=persian"), code));
  ASSERT_TRUE(U_SUCCESS(code)) << u_errorName(code);
  const absl::CivilDay epoch(1970, 1, 1);
  for (absl::CivilDay day = ToGregorian({1399, 1, 1}); day < ToGregorian({1410, 1, 1}); ++day) {
    for (const int months : {1, 3, 6, 12, 24, 36}) {
      calendar->setTime(static_cast<double>(day - epoch) * 86'400'000.0, code);
      calendar->add(UCAL_MONTH, months, code);
      const absl::CivilDay expected = epoch + static_cast<int64_t>(calendar->getTime(code) / 86'400'000.0);
      ASSERT_TRUE(U_SUCCESS(code)) << u_errorName(code);
      ASSERT_EQ(AddPeriod(day, Period(months, common::v1::Period::MONTHS)), expected) << day << " + " << months;
    }
  }
}

TEST(PeriodTest, WorkingDaysNeverEndOnAFridayOrAHoliday) {
  const std::vector<absl::CivilDay> holidays = {absl::CivilDay(2026, 3, 21), absl::CivilDay(2026, 3, 27),
                                                absl::CivilDay(2026, 4, 1), absl::CivilDay(2026, 4, 2)};
  for (absl::CivilDay first(2026, 3, 10); first < absl::CivilDay(2026, 4, 10); ++first) {
    absl::CivilDay before = first;
    for (int n = 1; n <= 20; ++n) {
      const absl::CivilDay last = AddPeriod(first, Period(n, common::v1::Period::WORKING_DAYS), holidays);
      EXPECT_GT(last, before) << "one working day more ends later";
      EXPECT_NE(absl::GetWeekday(last), absl::Weekday::friday);
      EXPECT_THAT(holidays, ::testing::Not(::testing::Contains(last)));
      before = last;
    }
  }
}

TEST(PeriodTest, IsCheckedByPath) {
  EXPECT_THAT(CheckPeriod("call_window", Period(15, common::v1::Period::CALENDAR_DAYS)), IsOk());
  for (const int n : {0, -1, 1201}) {
    EXPECT_THAT(CheckPeriod("call_window", Period(n, common::v1::Period::MONTHS)),
                FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  }
  const absl::Status status = CheckPeriod("call_window", Period(1, common::v1::Period::UNIT_UNSPECIFIED));
  ASSERT_EQ(FaultsOf(status, Language::kEnglish).size(), 1u);
  EXPECT_EQ(FaultsOf(status, Language::kEnglish)[0].first, "call_window.unit");
}

}  // namespace
}  // namespace mosbat::iran
