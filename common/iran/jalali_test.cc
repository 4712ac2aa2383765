#include "common/iran/jalali.h"

#include <unicode/calendar.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>

#include <memory>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace mosbat::iran {
namespace {

struct Pair {
  JalaliDay jalali;
  absl::CivilDay gregorian;
};

const Pair kPairs[] = {
    {{1348, 10, 11}, absl::CivilDay(1970, 1, 1)}, {{1357, 11, 22}, absl::CivilDay(1979, 2, 11)},
    {{1399, 1, 1}, absl::CivilDay(2020, 3, 20)},  {{1399, 12, 30}, absl::CivilDay(2021, 3, 20)},
    {{1400, 1, 1}, absl::CivilDay(2021, 3, 21)},  {{1403, 12, 30}, absl::CivilDay(2025, 3, 20)},
    {{1404, 1, 1}, absl::CivilDay(2025, 3, 21)},  {{1408, 12, 30}, absl::CivilDay(2030, 3, 20)},
};

TEST(JalaliTest, KnownDaysGoBothWays) {
  for (const Pair& pair : kPairs) {
    EXPECT_EQ(ToGregorian(pair.jalali), pair.gregorian) << FormatJalali(pair.gregorian);
    EXPECT_TRUE(ToJalali(pair.gregorian) == pair.jalali) << FormatJalali(pair.gregorian);
  }
}

TEST(JalaliTest, LeapYearsFrom1370To1450) {
  const std::set<int> leap = {1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408,
                              1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441, 1445, 1449};
  for (int year = 1370; year <= 1450; ++year) EXPECT_EQ(IsJalaliLeapYear(year), leap.count(year) == 1) << year;
}

TEST(JalaliTest, LeapYearsObeyTheRuleOf33) {
  for (int year = 1210; year <= 1634; ++year) EXPECT_EQ(IsJalaliLeapYear(year), (25 * year + 11) % 33 < 8) << year;
}

TEST(JalaliTest, DaysThatDoNotExist) {
  for (const JalaliDay day : {JalaliDay{1404, 12, 30}, JalaliDay{1403, 12, 31}, JalaliDay{1403, 7, 31},
                              JalaliDay{1403, 0, 10}, JalaliDay{1403, 13, 1}, JalaliDay{1403, 1, 0}}) {
    EXPECT_FALSE(Exists(day)) << day.year << "-" << day.month << "-" << day.day;
  }
  EXPECT_TRUE(Exists({1403, 12, 30}));
  EXPECT_TRUE(Exists({1403, 6, 31}));
}

// Every day of two centuries, against an implementation that is not ours.
TEST(JalaliTest, AgreesWithIcuOnEveryDayFrom1300To1500) {
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(
      icu::Calendar::createInstance(*icu::TimeZone::getGMT(), icu::Locale("fa_IR@calendar=persian"), code));
  ASSERT_TRUE(U_SUCCESS(code)) << u_errorName(code);
  const absl::CivilDay last = ToGregorian({1500, 1, 1});
  int compared = 0;
  for (absl::CivilDay day = ToGregorian({1300, 1, 1}); day <= last; ++day, ++compared) {
    calendar->setTime(static_cast<double>(day - absl::CivilDay(1970, 1, 1)) * 86'400'000.0, code);
    const JalaliDay expected = {calendar->get(UCAL_YEAR, code), calendar->get(UCAL_MONTH, code) + 1,
                                calendar->get(UCAL_DATE, code)};
    ASSERT_TRUE(U_SUCCESS(code)) << u_errorName(code);
    ASSERT_TRUE(ToJalali(day) == expected) << FormatJalali(day);
    ASSERT_EQ(ToGregorian(expected), day);
  }
  EXPECT_EQ(compared, 73'049 + 1);
}

TEST(JalaliTest, GoesOnBeyondItsExactYears) {
  for (const absl::CivilDay day : {absl::CivilDay(1, 1, 1), absl::CivilDay(622, 3, 21), absl::CivilDay(9999, 12, 31)}) {
    EXPECT_TRUE(Exists(ToJalali(day)));
    EXPECT_EQ(ToGregorian(ToJalali(day)), day);
  }
}

TEST(JalaliTest, MonthsHaveTheirFirstAndLastDay) {
  EXPECT_EQ(FirstDayOf({1404, 1}), absl::CivilDay(2025, 3, 21));
  EXPECT_EQ(LastDayOf({1404, 6}), absl::CivilDay(2025, 9, 22));
  EXPECT_EQ(LastDayOf({1404, 7}), absl::CivilDay(2025, 10, 22));
  EXPECT_EQ(LastDayOf({1403, 12}), absl::CivilDay(2025, 3, 20));
  EXPECT_TRUE(JalaliMonthOf(absl::CivilDay(2025, 3, 20)) == (JalaliMonth{1403, 12}));
}

TEST(JalaliTest, MonthsAreAddedAcrossYears) {
  EXPECT_TRUE(AddMonths({1404, 11}, 2) == (JalaliMonth{1405, 1}));
  EXPECT_TRUE(AddMonths({1405, 1}, -1) == (JalaliMonth{1404, 12}));
  EXPECT_TRUE(AddMonths({1404, 1}, 36) == (JalaliMonth{1407, 1}));
}

TEST(JalaliTest, FiscalYearRunsFromFarvardinToEsfand) {
  EXPECT_EQ(FirstDayOfFiscalYear(1403), absl::CivilDay(2024, 3, 20));
  EXPECT_EQ(LastDayOfFiscalYear(1403), absl::CivilDay(2025, 3, 20));
  EXPECT_EQ(FirstDayOfFiscalYear(1404), absl::CivilDay(2025, 3, 21));
  EXPECT_EQ(LastDayOfFiscalYear(1404), absl::CivilDay(2026, 3, 20));
  EXPECT_EQ(FiscalYearOf(absl::CivilDay(2025, 3, 20)), 1403);
  EXPECT_EQ(FiscalYearOf(absl::CivilDay(2025, 3, 21)), 1404);
}

TEST(JalaliTest, IsWrittenAndReadInOneForm) {
  EXPECT_EQ(FormatJalali(absl::CivilDay(2026, 3, 21)), "1405-01-01");
  EXPECT_EQ(FormatJalali(JalaliMonth{1405, 1}), "1405-01");
  EXPECT_EQ(ParseJalaliDay("1405-01-01"), absl::CivilDay(2026, 3, 21));
  EXPECT_EQ(ParseJalaliDay("۱۴۰۵-۰۱-۰۱"), absl::CivilDay(2026, 3, 21));
  EXPECT_TRUE(ParseJalaliMonth("1405-12") == (JalaliMonth{1405, 12}));
  for (const char* text : {"1404-12-30", "1403-00-10", "1405-1-1", "1405-01", "1405/01/01", "1405-01-01-01", "", "x",
                           "1405-01-+1", "+405-01-01"}) {
    EXPECT_EQ(ParseJalaliDay(text), std::nullopt) << text;
  }
  for (const char* text : {"1405-13", "1405-00", "1405", "1405-01-01"}) {
    EXPECT_FALSE(ParseJalaliMonth(text).has_value()) << text;
  }
}

TEST(JalaliTest, IsSaidInBothLanguages) {
  EXPECT_EQ(JalaliInWords(absl::CivilDay(2026, 3, 21), Language::kPersian), "۱ فروردین ۱۴۰۵");
  EXPECT_EQ(JalaliInWords(absl::CivilDay(2026, 3, 21), Language::kEnglish), "1 Farvardin 1405");
  EXPECT_EQ(JalaliInWords(JalaliMonth{1404, 12}, Language::kPersian), "اسفند ۱۴۰۴");
}

}  // namespace
}  // namespace mosbat::iran
