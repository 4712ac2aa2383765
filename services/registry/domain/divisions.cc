#include "services/registry/domain/divisions.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

#include "re2/re2.h"
#include "services/registry/domain/faults.h"
#include "services/registry/errors.h"

namespace mosbat::registry::domain {
namespace {

constexpr int kMostDivisions = 1000;

// What both kinds of division have.
template <typename Division>
void CheckDivision(const Division& division, const std::string& path, absl::flat_hash_set<std::string>& names,
                   Faults& faults) {
  faults.Unless(names.insert(division.name()).second, path + ".name", "This name comes twice.",
                "این نام دو بار آمده است.");
  faults.RequireText(division.title().fa(), path + ".title.fa");
  static const RE2 kPhonePrefix("0[0-9]{1,4}");
  faults.Unless(division.phone_prefix().empty() || RE2::FullMatch(division.phone_prefix(), kPhonePrefix),
                path + ".phone_prefix", "A telephone code is 0 and 1 to 4 digits.",
                "پیش‌شماره ۰ و ۱ تا ۴ رقم است.");
  faults.AllowDays(division.valid_from(), division.valid_until(), path + ".valid_until");
}

}  // namespace

std::string ProvinceOf(absl::string_view county) { return std::string(county.substr(0, county.find("/counties/"))); }

absl::Status CheckImport(const v1::ImportDivisionsRequest& request) {
  const int divisions = request.provinces_size() + request.counties_size();
  if (divisions > kMostDivisions) return errors::ImportTooLarge(divisions, kMostDivisions);
  static const RE2 kProvince("provinces/[0-9]{2}");
  static const RE2 kCounty("provinces/([0-9]{2})/counties/([0-9]{2})[0-9]{2}");
  static const RE2 kIsoCode("IR-[0-9]{2}");
  Faults faults("DIVISION_INVALID", "");
  absl::flat_hash_set<std::string> names;
  for (int i = 0; i < request.provinces_size(); ++i) {
    const v1::Province& province = request.provinces(i);
    const std::string path = absl::StrCat("provinces[", i, "]");
    faults.Unless(RE2::FullMatch(province.name(), kProvince), path + ".name", "A province is named provinces/30.",
                  "نام استان باید به شکل provinces/30 باشد.");
    faults.Unless(province.iso_code().empty() || RE2::FullMatch(province.iso_code(), kIsoCode), path + ".iso_code",
                  "A code of ISO 3166-2 is IR- and two digits.", "کد ایزو باید IR- و دو رقم باشد.");
    CheckDivision(province, path, names, faults);
  }
  for (int i = 0; i < request.counties_size(); ++i) {
    const v1::County& county = request.counties(i);
    const std::string path = absl::StrCat("counties[", i, "]");
    std::string province_code, first_two;
    const bool named = RE2::FullMatch(county.name(), kCounty, &province_code, &first_two);
    faults.Unless(named && province_code == first_two, path + ".name",
                  "A county is named provinces/30/counties/3001, its code beginning with that of its province.",
                  "نام شهرستان باید به شکل provinces/30/counties/3001 باشد و کدش با کد استان آغاز شود.");
    CheckDivision(county, path, names, faults);
  }
  return faults.ToStatus();
}

}  // namespace mosbat::registry::domain
