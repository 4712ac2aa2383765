// The patterns of the registry's names (common/base/resource_name.h).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

#include "common/base/resource_name.h"
#include "common/base/status_macros.h"

namespace mosbat::registry {

inline constexpr char kProvincePattern[] = "provinces/*";
inline constexpr char kCountyPattern[] = "provinces/*/counties/*";
inline constexpr char kCallPattern[] = "calls/*";
inline constexpr char kApplicationPattern[] = "applications/*";
inline constexpr char kLicencePattern[] = "licences/*";
inline constexpr char kCentrePattern[] = "centres/*";
inline constexpr char kStaffPattern[] = "centres/*/staff/*";
inline constexpr char kDirectivePattern[] = "directives/*";

// The county or the province that a request names, "country" where it names none. NAME_INVALID.
inline absl::StatusOr<std::string> AreaOf(absl::string_view field, const std::string& area) {
  if (area.empty()) return "country";
  const bool is_county = absl::StrContains(area, "/counties/");
  MOSBAT_RETURN_IF_ERROR(RequireName(field, is_county ? kCountyPattern : kProvincePattern, area));
  return area;
}

}  // namespace mosbat::registry
