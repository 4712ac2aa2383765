// The resource names of purchasing, and those that follow from others: a claim's from its cause, a credit's from a
// county and a day, a statement's from a centre and a month.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace mosbat::purchasing::domain {

// `credits/30-1405`
struct CreditName {
  std::string province;  // "provinces/30"
  int fiscal_year = 0;

  // INVALID_ARGUMENT / NAME_INVALID for `field`.
  static absl::StatusOr<CreditName> Parse(absl::string_view field, absl::string_view name);
  // What a service given in `county` on `day` is paid from.
  static CreditName Of(absl::string_view county, absl::CivilDay day);

  std::string str() const;
};

// "provinces/30/counties/3001" → "provinces/30".
std::string ProvinceOf(absl::string_view county);

// "subGuidelines/vision-screening/revisions/2" → "subGuidelines/vision-screening".
std::string SubGuidelineOf(absl::string_view revision);

// "deliveries/0197…" → "claims/0197…".
std::string ClaimNameOf(absl::string_view cause);

// "centres/mehr-karaj", "1405-01" → "statements/mehr-karaj-1405-01".
std::string StatementNameOf(absl::string_view centre, absl::string_view month);

// The Jalali month of a day, "1405-01".
std::string MonthOf(absl::CivilDay day);

// The last day of a Jalali month; INVALID_ARGUMENT / FIELD_INVALID for `field` if `month` is not written like 1405-01.
absl::StatusOr<absl::CivilDay> LastDayOf(absl::string_view field, absl::string_view month);

}  // namespace mosbat::purchasing::domain
