#include "services/registry/handlers/events.h"

#include <utility>

#include "common/rpc/call.h"
#include "services/registry/domain/staff.h"

namespace mosbat::registry {

feed::v1::Event LicenceEvent(absl::string_view type, v1::Licence licence) {
  licence.clear_holder();
  licence.clear_owner();
  licence.clear_state_reason();
  return rpc::NewEvent(type, licence.name(), licence);
}

feed::v1::Event StaffMemberEvent(absl::string_view type, v1::StaffMember member) {
  const v1::StaffMember known = domain::WithoutIdentity(std::move(member));
  return rpc::NewEvent(type, known.name(), known);
}

feed::v1::Event CentreEvent(const v1::Centre& before, const v1::Centre& after) {
  absl::string_view type = "CentreUpdated";
  if (after.state() != before.state()) {
    if (after.state() == v1::Centre::OPERATING) type = "CentreOperating";
    if (after.state() == v1::Centre::SUSPENDED) type = "CentreSuspended";
    if (after.state() == v1::Centre::CLOSED) type = "CentreClosed";
  }
  return rpc::NewEvent(type, after.name(), after);
}

}  // namespace mosbat::registry
