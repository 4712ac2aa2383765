// The Jalali calendar (solar Hijri), by its closed form: exact for the years 1210 to 1634, the arithmetical
// continuation beyond. Only screens, paper, months of statements and fiscal years are Jalali; dates on the wire are
// Gregorian.
#pragma once

#include <compare>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/base/error.h"

namespace mosbat::iran {

struct JalaliDay {
  int year = 1;
  int month = 1;
  int day = 1;
  auto operator<=>(const JalaliDay&) const = default;
};

struct JalaliMonth {
  int year = 1;
  int month = 1;
  auto operator<=>(const JalaliMonth&) const = default;
};

bool IsJalaliLeapYear(int year);
int DaysIn(JalaliMonth month);

// Whether the calendar has such a day.
bool Exists(JalaliDay day);

JalaliDay ToJalali(absl::CivilDay day);

// The day must exist.
absl::CivilDay ToGregorian(JalaliDay day);

JalaliMonth JalaliMonthOf(absl::CivilDay day);
absl::CivilDay FirstDayOf(JalaliMonth month);
absl::CivilDay LastDayOf(JalaliMonth month);
JalaliMonth AddMonths(JalaliMonth month, int count);

// The fiscal year that a day belongs to is its Jalali year: 1 Farvardin to the end of Esfand.
int FiscalYearOf(absl::CivilDay day);
absl::CivilDay FirstDayOfFiscalYear(int year);
absl::CivilDay LastDayOfFiscalYear(int year);

// "1405-01-01" and "1405-01".
std::string FormatJalali(absl::CivilDay day);
std::string FormatJalali(JalaliMonth month);

// What FormatJalali gives, also in Persian digits; nothing for another form or a day or month that does not exist.
std::optional<absl::CivilDay> ParseJalaliDay(absl::string_view text);
std::optional<JalaliMonth> ParseJalaliMonth(absl::string_view text);

// "۱ فروردین ۱۴۰۵", "1 Farvardin 1405".
std::string JalaliInWords(absl::CivilDay day, Language language);
// "فروردین ۱۴۰۵", "Farvardin 1405".
std::string JalaliInWords(JalaliMonth month, Language language);

}  // namespace mosbat::iran
