// The patterns of the names that case file calls speak of (common/base/resource_name.h).
#pragma once

namespace mosbat::casefile {

inline constexpr char kCaseFilePattern[] = "caseFiles/*";
inline constexpr char kMemberPattern[] = "caseFiles/*/members/*";
inline constexpr char kServiceRequestPattern[] = "serviceRequests/*";
inline constexpr char kDeliveryPattern[] = "deliveries/*";
inline constexpr char kCentrePattern[] = "centres/*";
inline constexpr char kStaffPattern[] = "centres/*/staff/*";
inline constexpr char kServiceTypePattern[] = "serviceTypes/*";
inline constexpr char kSubGuidelinePattern[] = "subGuidelines/*";
inline constexpr char kProvincePattern[] = "provinces/*";
inline constexpr char kCountyPattern[] = "provinces/*/counties/*";

}  // namespace mosbat::casefile
