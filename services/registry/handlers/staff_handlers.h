// Use cases of CentreService about staff.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "services/registry/store/centre_store.h"
#include "services/registry/store/staff_store.h"

namespace mosbat::registry {

class StaffHandlers {
 public:
  StaffHandlers(const StaffStore& staff, const CentreStore& centres) : staff_(staff), centres_(centres) {}

  absl::StatusOr<v1::StaffMember> Add(rpc::Call& call, const v1::AddStaffMemberRequest& request) const;
  absl::StatusOr<v1::StaffMember> Remove(rpc::Call& call, const v1::RemoveStaffMemberRequest& request) const;
  absl::StatusOr<v1::StaffMember> Get(rpc::Call& call, const v1::GetStaffMemberRequest& request) const;
  absl::StatusOr<v1::ListStaffMembersResponse> List(rpc::Call& call, const v1::ListStaffMembersRequest& request) const;

 private:
  // Stores the centre with `change` more staff, and what follows for its state.
  absl::Status CountInCentre(rpc::Call& call, const v1::Centre& centre, int change) const;

  const StaffStore& staff_;
  const CentreStore& centres_;
};

}  // namespace mosbat::registry
