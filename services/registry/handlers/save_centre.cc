#include "services/registry/handlers/save_centre.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/centres.h"
#include "services/registry/handlers/events.h"

namespace mosbat::registry {

absl::StatusOr<v1::Centre> SaveCentre(rpc::Call& call, const CentreStore& centres, v1::Centre before, v1::Centre next) {
  MOSBAT_ASSIGN_OR_RETURN(v1::Centre stored, centres.Replace(call.session(), std::move(next)));
  call.Emit(CentreEvent(domain::AsOf(std::move(before), iran::TehranDay(call.now())), stored));
  return stored;
}

}  // namespace mosbat::registry
