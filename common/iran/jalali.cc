#include "common/iran/jalali.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

#include "common/base/persian_digits.h"
#include "common/iran/persian_text.h"

namespace mosbat::iran {
namespace {

constexpr int64_t FloorDiv(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Days from 1970-01-01 to 1 Farvardin of `year`. Years repeat in cycles of 33 with 8 leap years.
constexpr int64_t UnixDayOfNewYear(int64_t year) {
  constexpr int64_t kUnixDayOfYear1 = 1948320 - 2440588;
  return kUnixDayOfYear1 + 365 * (year - 1) + FloorDiv(8 * year + 21, 33);
}

// Days from 1 Farvardin to the first of `month`.
constexpr int DaysBefore(int month) { return month <= 7 ? 31 * (month - 1) : 30 * (month - 1) + 6; }

constexpr absl::CivilDay kUnixDay0(1970, 1, 1);

struct MonthName {
  absl::string_view en;
  absl::string_view fa;
};
constexpr std::array<MonthName, 12> kMonthNames = {{{"Farvardin", "فروردین"},
                                                    {"Ordibehesht", "اردیبهشت"},
                                                    {"Khordad", "خرداد"},
                                                    {"Tir", "تیر"},
                                                    {"Mordad", "مرداد"},
                                                    {"Shahrivar", "شهریور"},
                                                    {"Mehr", "مهر"},
                                                    {"Aban", "آبان"},
                                                    {"Azar", "آذر"},
                                                    {"Dey", "دی"},
                                                    {"Bahman", "بهمن"},
                                                    {"Esfand", "اسفند"}}};

// The numbers of "1405-01-02" if the parts have the widths 4, 2, 2.
std::optional<std::array<int, 3>> ParseParts(absl::string_view text, size_t count) {
  const std::string ascii = ToAsciiDigits(text);
  const std::vector<absl::string_view> parts = absl::StrSplit(ascii, '-');
  if (parts.size() != count) return std::nullopt;
  std::array<int, 3> numbers = {0, 0, 1};
  for (size_t i = 0; i < count; ++i) {
    if (parts[i].size() != (i == 0 ? 4u : 2u) || !absl::ascii_isdigit(parts[i][0])) return std::nullopt;
    if (!absl::SimpleAtoi(parts[i], &numbers[i])) return std::nullopt;
  }
  return numbers;
}

}  // namespace

bool IsJalaliLeapYear(int year) { return UnixDayOfNewYear(year + 1) - UnixDayOfNewYear(year) == 366; }

int DaysIn(JalaliMonth month) {
  if (month.month <= 6) return 31;
  return month.month <= 11 || IsJalaliLeapYear(month.year) ? 30 : 29;
}

bool Exists(JalaliDay day) {
  return day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= DaysIn({day.year, day.month});
}

JalaliDay ToJalali(absl::CivilDay day) {
  const int64_t unix_day = day - kUnixDay0;
  // 12,053 days are 33 years: the estimate is at most one year off.
  int64_t year = FloorDiv((unix_day - UnixDayOfNewYear(1)) * 33, 12053) + 1;
  while (UnixDayOfNewYear(year) > unix_day) --year;
  while (UnixDayOfNewYear(year + 1) <= unix_day) ++year;
  const int day_of_year = static_cast<int>(unix_day - UnixDayOfNewYear(year));
  const int month = day_of_year < 186 ? day_of_year / 31 + 1 : (day_of_year - 6) / 30 + 1;
  return {static_cast<int>(year), month, day_of_year - DaysBefore(month) + 1};
}

absl::CivilDay ToGregorian(JalaliDay day) {
  return kUnixDay0 + (UnixDayOfNewYear(day.year) + DaysBefore(day.month) + day.day - 1);
}

JalaliMonth JalaliMonthOf(absl::CivilDay day) {
  const JalaliDay jalali = ToJalali(day);
  return {jalali.year, jalali.month};
}

absl::CivilDay FirstDayOf(JalaliMonth month) { return ToGregorian({month.year, month.month, 1}); }

absl::CivilDay LastDayOf(JalaliMonth month) { return ToGregorian({month.year, month.month, DaysIn(month)}); }

JalaliMonth AddMonths(JalaliMonth month, int count) {
  const int64_t months = int64_t{month.year} * 12 + month.month - 1 + count;
  const int64_t year = FloorDiv(months, 12);
  return {static_cast<int>(year), static_cast<int>(months - year * 12) + 1};
}

int FiscalYearOf(absl::CivilDay day) { return ToJalali(day).year; }

absl::CivilDay FirstDayOfFiscalYear(int year) { return FirstDayOf({year, 1}); }

absl::CivilDay LastDayOfFiscalYear(int year) { return LastDayOf({year, 12}); }

std::string FormatJalali(absl::CivilDay day) {
  const JalaliDay jalali = ToJalali(day);
  return absl::StrFormat("%04d-%02d-%02d", jalali.year, jalali.month, jalali.day);
}

std::string FormatJalali(JalaliMonth month) { return absl::StrFormat("%04d-%02d", month.year, month.month); }

std::optional<absl::CivilDay> ParseJalaliDay(absl::string_view text) {
  const auto parts = ParseParts(text, 3);
  if (!parts) return std::nullopt;
  const JalaliDay day = {(*parts)[0], (*parts)[1], (*parts)[2]};
  if (!Exists(day)) return std::nullopt;
  return ToGregorian(day);
}

std::optional<JalaliMonth> ParseJalaliMonth(absl::string_view text) {
  const auto parts = ParseParts(text, 2);
  if (!parts || !Exists({(*parts)[0], (*parts)[1], 1})) return std::nullopt;
  return JalaliMonth{(*parts)[0], (*parts)[1]};
}

std::string JalaliInWords(absl::CivilDay day, Language language) {
  const std::string number = absl::StrCat(ToJalali(day).day);
  return absl::StrCat(language == Language::kPersian ? ToPersianDigits(number) : number, " ",
                      JalaliInWords(JalaliMonthOf(day), language));
}

std::string JalaliInWords(JalaliMonth month, Language language) {
  const MonthName& name = kMonthNames[static_cast<size_t>(month.month - 1)];
  if (language == Language::kEnglish) return absl::StrCat(name.en, " ", month.year);
  return absl::StrCat(name.fa, " ", ToPersianDigits(month.year));
}

}  // namespace mosbat::iran
