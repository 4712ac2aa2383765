#include "services/catalog/domain/places.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/resource_name.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog::domain {
namespace {

using common::v1::Area;

void AddNamed(Place place, absl::string_view pattern, std::vector<Place>& places) {
  if (RequireName(place.field, pattern, place.name).ok()) places.push_back(std::move(place));
}

void CheckPlace(const Place& place, absl::CivilDay start, FaultList& faults) {
  if (place.exists) {
    if (place.last_day.has_value() && *place.last_day < start) {
      errors::AddPlaceEnded(place.field, place.name, *place.last_day, faults);
    }
    return;
  }
  switch (place.kind) {
    case Place::Kind::kProvince:
      return errors::AddProvinceNotFound(place.field, place.name, faults);
    case Place::Kind::kCounty:
      return errors::AddCountyNotFound(place.field, place.name, faults);
    case Place::Kind::kCentre:
      return errors::AddCentreNotFound(place.field, place.name, faults);
  }
}

}  // namespace

std::vector<Place> PlacesOf(const v1::Entrustment& entrustment) {
  std::vector<Place> places;
  const Area& area = entrustment.area();
  switch (area.area_case()) {
    case Area::kProvince:
      AddNamed({Place::Kind::kProvince, "area.province", area.province()}, kProvincePattern, places);
      break;
    case Area::kCounty:
      AddNamed({Place::Kind::kCounty, "area.county", area.county()}, kCountyPattern, places);
      break;
    case Area::kCentre:
      AddNamed({Place::Kind::kCentre, "area.centre", area.centre()}, kCentrePattern, places);
      break;
    default:
      break;
  }
  const auto& names = entrustment.centres().names();
  if (names.size() > kMostCentres) return places;
  for (int i = 0; i < names.size(); ++i) {
    AddNamed({Place::Kind::kCentre, absl::StrCat("centres.names[", i, "]"), names[i]}, kCentrePattern, places);
  }
  return places;
}

void CheckPlaces(const std::vector<Place>& places, absl::CivilDay start, FaultList& faults) {
  for (const Place& place : places) CheckPlace(place, start, faults);
}

}  // namespace mosbat::catalog::domain
