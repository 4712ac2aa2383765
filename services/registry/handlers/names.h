// The patterns of the registry's names (common/base/resource_name.h).
#pragma once

namespace mosbat::registry {

inline constexpr char kProvincePattern[] = "provinces/*";
inline constexpr char kCountyPattern[] = "provinces/*/counties/*";
inline constexpr char kCallPattern[] = "calls/*";
inline constexpr char kApplicationPattern[] = "applications/*";
inline constexpr char kLicencePattern[] = "licences/*";
inline constexpr char kCentrePattern[] = "centres/*";
inline constexpr char kStaffPattern[] = "centres/*/staff/*";

}  // namespace mosbat::registry
