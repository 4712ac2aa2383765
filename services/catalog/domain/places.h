// The provinces, counties and centres that an entrustment names, held against what registry says of them. Pure
// functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

#include "common/base/fault_list.h"
#include "mosbat/catalog/v1/entrustment.pb.h"

namespace mosbat::catalog::domain {

inline constexpr int kMostCentres = 500;
inline constexpr char kProvincePattern[] = "provinces/*";
inline constexpr char kCountyPattern[] = "provinces/*/counties/*";
inline constexpr char kCentrePattern[] = "centres/*";

struct Place {
  enum class Kind { kProvince, kCounty, kCentre };

  Kind kind;
  std::string field;  // below the entrustment: "centres.names[2]"
  std::string name;
  // What registry says of it.
  bool exists = false;
  std::optional<absl::CivilDay> last_day;  // unset while no end is known
};

// Everything for which registry is to be asked; names that are none, and more than an entrustment may have, are left
// out: CheckProposal() refuses them.
std::vector<Place> PlacesOf(const v1::Entrustment& entrustment);

// PROVINCE_NOT_FOUND, COUNTY_NOT_FOUND, CENTRE_NOT_FOUND, and PLACE_ENDED for one that is no longer there on `start`.
void CheckPlaces(const std::vector<Place>& places, absl::CivilDay start, FaultList& faults);

}  // namespace mosbat::catalog::domain
