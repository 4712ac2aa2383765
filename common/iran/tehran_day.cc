#include "common/iran/tehran_day.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/timestamps.h"
#include "common/iran/jalali.h"

namespace mosbat::iran {
namespace {

using common::v1::Period;

constexpr char kTimeZone[] = "Asia/Tehran";
constexpr int kLongestPeriod = 1200;

const std::optional<absl::TimeZone>& LoadedTimeZone() {
  static const std::optional<absl::TimeZone> zone = []() -> std::optional<absl::TimeZone> {
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone(kTimeZone, &loaded)) return std::nullopt;
    return loaded;
  }();
  return zone;
}

absl::TimeZone TimeZone() {
  if (!LoadedTimeZone()) {
    std::fprintf(stderr, "The machine has no data about the time zone %s: install tzdata.\n", kTimeZone);
    std::_Exit(EXIT_FAILURE);
  }
  return *LoadedTimeZone();
}

bool IsWorkingDay(absl::CivilDay day, absl::Span<const absl::CivilDay> holidays) {
  return absl::GetWeekday(day) != absl::Weekday::friday && !absl::c_linear_search(holidays, day);
}

}  // namespace

absl::Status RequireTimeZone() {
  if (LoadedTimeZone()) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "TIME_ZONE_MISSING",
      {.en = "The machine has no data about the time zone Asia/Tehran: install tzdata.",
       .fa =
           "داده‌های منطقه زمانی تهران روی این دستگاه نیست: بسته tzdata را "
           "نصب "
           "کنید."});
}

absl::CivilDay TehranDay(absl::Time time) { return absl::ToCivilDay(time, TimeZone()); }

absl::CivilDay TehranDay(const google::protobuf::Timestamp& time) { return TehranDay(ToTime(time)); }

absl::Time StartOfTehranDay(absl::CivilDay day) { return absl::FromCivil(day, TimeZone()); }

absl::StatusOr<absl::CivilDay> DayOf(absl::string_view field, const google::type::Date& date) {
  const absl::CivilDay day = StoredDay(date);
  const bool exists = day.year() == date.year() && day.month() == date.month() && day.day() == date.day();
  if (!exists || date.year() < 1 || date.year() > 9999) return errors::DateInvalid(field);
  return day;
}

absl::CivilDay StoredDay(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::Status CheckPeriod(absl::string_view field, const Period& period) {
  if (period.n() < 1 || period.n() > kLongestPeriod) {
    return errors::FieldInvalid(absl::StrCat(field, ".n"), {.en = "A period is 1 to 1200 days or months.",
                                                            .fa = "مدت باید ۱ تا ۱۲۰۰ روز یا ماه باشد."});
  }
  if (period.unit() == Period::UNIT_UNSPECIFIED || !Period::Unit_IsValid(period.unit())) {
    return errors::FieldInvalid(absl::StrCat(field, ".unit"),
                                {.en = "The unit is CALENDAR_DAYS, WORKING_DAYS or MONTHS.",
                                 .fa = "واحد مدت باید روز تقویمی، روز کاری یا ماه باشد."});
  }
  return absl::OkStatus();
}

absl::CivilDay AddPeriod(absl::CivilDay day, const Period& period, absl::Span<const absl::CivilDay> holidays) {
  switch (period.unit()) {
    case Period::CALENDAR_DAYS:
      return day + period.n();
    case Period::WORKING_DAYS:
      for (int passed = 0; passed < period.n();) passed += IsWorkingDay(++day, holidays) ? 1 : 0;
      return day;
    case Period::MONTHS: {
      const JalaliMonth month = AddMonths(JalaliMonthOf(day), period.n());
      return ToGregorian({month.year, month.month, std::min(ToJalali(day).day, DaysIn(month))});
    }
    default:
      return day;
  }
}

}  // namespace mosbat::iran
