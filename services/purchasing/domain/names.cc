#include "services/purchasing/domain/names.h"

#include <optional>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "common/base/error.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/jalali.h"
#include "services/purchasing/errors.h"

namespace mosbat::purchasing::domain {

absl::StatusOr<CreditName> CreditName::Parse(absl::string_view field, absl::string_view name) {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> ids, ParseName(field, "credits/*", name));
  const absl::string_view id = ids[0];
  const size_t dash = id.rfind('-');
  CreditName parsed;
  if (dash == absl::string_view::npos || dash == 0 || id.size() - dash != 5 ||
      !absl::SimpleAtoi(id.substr(dash + 1), &parsed.fiscal_year)) {
    return mosbat::errors::NameInvalid(field, name, "credits/{province}-{fiscal_year}");
  }
  parsed.province = absl::StrCat("provinces/", id.substr(0, dash));
  return parsed;
}

CreditName CreditName::Of(absl::string_view county, absl::CivilDay day) {
  return {.province = ProvinceOf(county), .fiscal_year = iran::FiscalYearOf(day)};
}

std::string CreditName::str() const {
  return absl::StrCat("credits/", absl::StripPrefix(province, "provinces/"), "-", fiscal_year);
}

std::string ProvinceOf(absl::string_view county) { return std::string(county.substr(0, county.find("/counties/"))); }

std::string SubGuidelineOf(absl::string_view revision) {
  return std::string(revision.substr(0, revision.find("/revisions/")));
}

std::string ClaimNameOf(absl::string_view cause) { return absl::StrCat("claims/", cause.substr(cause.find('/') + 1)); }

std::string StatementNameOf(absl::string_view centre, absl::string_view month) {
  return absl::StrCat("statements/", absl::StripPrefix(centre, "centres/"), "-", month);
}

std::string MonthOf(absl::CivilDay day) { return iran::FormatJalali(iran::JalaliMonthOf(day)); }

absl::StatusOr<absl::CivilDay> LastDayOf(absl::string_view field, absl::string_view month) {
  const std::optional<iran::JalaliMonth> parsed = iran::ParseJalaliMonth(month);
  // Persian digits would make a second name of the same month.
  if (!parsed.has_value() || iran::FormatJalali(*parsed) != month) return errors::MonthInvalid(field);
  return iran::LastDayOf(*parsed);
}

}  // namespace mosbat::purchasing::domain
