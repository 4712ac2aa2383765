#include "services/casefile/handlers/area.h"

#include "common/base/error.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "services/casefile/handlers/names.h"

namespace mosbat::casefile {

absl::StatusOr<std::string> AreaOfList(const common::v1::Area& area) {
  switch (area.area_case()) {
    case common::v1::Area::kProvince:
      MOSBAT_RETURN_IF_ERROR(RequireName("area.province", kProvincePattern, area.province()));
      return area.province();
    case common::v1::Area::kCounty:
      MOSBAT_RETURN_IF_ERROR(RequireName("area.county", kCountyPattern, area.county()));
      return area.county();
    case common::v1::Area::kCentre:
      return mosbat::errors::FieldInvalid("area", {.en = "A county at most.", .fa = "حداکثر تا شهرستان."});
    case common::v1::Area::kCountry:
    case common::v1::Area::AREA_NOT_SET:
      break;
  }
  return "country";
}

}  // namespace mosbat::casefile
