#include "services/registry/handlers/staff_handlers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/historical.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/centres.h"
#include "services/registry/domain/entry_day.h"
#include "services/registry/domain/staff.h"
#include "services/registry/errors.h"
#include "services/registry/handlers/belonging.h"
#include "services/registry/handlers/events.h"
#include "services/registry/handlers/names.h"
#include "services/registry/handlers/save_centre.h"

namespace mosbat::registry {

absl::Status StaffHandlers::CountInCentre(rpc::Call& call, const v1::Centre& centre, int change) const {
  v1::Centre next = domain::WithStaff(centre, centre.staff_count() + change, call.now());
  return SaveCentre(call, centres_, centre, std::move(next)).status();
}

absl::StatusOr<v1::StaffMember> StaffHandlers::Add(rpc::Call& call, const v1::AddStaffMemberRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("parent", kCentrePattern, request.parent()));
  MOSBAT_ASSIGN_OR_RETURN(const domain::EntryDay from,
                          domain::DecideEntryDay("staff_member.start_date", request.staff_member().start_date(),
                                                 iran::EntryOf(request, call.caller().role, call.now())));
  MOSBAT_ASSIGN_OR_RETURN(const std::string name, NewName(absl::StrCat(request.parent(), "/staff"), "staff_member_id",
                                                          request.staff_member_id(), call.NewId()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Centre centre, centres_.Get(call.session(), request.parent()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(centre)));
  MOSBAT_ASSIGN_OR_RETURN(v1::StaffMember member, domain::Join(request.staff_member(), centre, from));
  MOSBAT_RETURN_IF_ERROR(RequireFree(staff_.Get(call.session(), name).status(), name));
  MOSBAT_ASSIGN_OR_RETURN(const bool works, staff_.WorksAt(call.session(), centre.name(), member.identity()));
  if (works) return errors::StaffMemberExists(centre.name());
  member.set_name(name);
  MOSBAT_ASSIGN_OR_RETURN(v1::StaffMember stored, staff_.Insert(call.session(), std::move(member)));
  call.Audit(stored.name(), 0, RowVersionOf(stored.etag()));
  call.Emit(StaffMemberEvent("StaffMemberAdded", stored));
  MOSBAT_RETURN_IF_ERROR(CountInCentre(call, centre, +1));
  return stored;
}

absl::StatusOr<v1::StaffMember> StaffHandlers::Remove(rpc::Call& call,
                                                      const v1::RemoveStaffMemberRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kStaffPattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::StaffMember member, staff_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(member)));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), member.etag(), member.name()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Centre centre, centres_.Get(call.session(), BelongingOf(member).centre));
  const int64_t before = RowVersionOf(member.etag());
  MOSBAT_ASSIGN_OR_RETURN(member, domain::Leave(std::move(member), request.reason(), call.now()));
  MOSBAT_ASSIGN_OR_RETURN(v1::StaffMember stored, staff_.Replace(call.session(), std::move(member)));
  call.Audit(stored.name(), before, RowVersionOf(stored.etag()));
  call.Emit(StaffMemberEvent("StaffMemberRemoved", stored));
  MOSBAT_RETURN_IF_ERROR(CountInCentre(call, centre, -1));
  return stored;
}

absl::StatusOr<v1::StaffMember> StaffHandlers::Get(rpc::Call& call, const v1::GetStaffMemberRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kStaffPattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::StaffMember member, staff_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(member)));
  call.Audit(member.name());
  return member;
}

absl::StatusOr<v1::ListStaffMembersResponse> StaffHandlers::List(rpc::Call& call,
                                                                 const v1::ListStaffMembersRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("parent", kCentrePattern, request.parent()));
  MOSBAT_RETURN_IF_ERROR(centres_.Get(call.session(), request.parent()).status());
  const db::Visibility visibility = call.Visibility();
  MOSBAT_ASSIGN_OR_RETURN(
      const v1::ListStaffMembersResponse page,
      ListPage(absl::StrCat("staff|", request.parent(), "|", request.show_former()), request,
               &v1::ListStaffMembersResponse::mutable_staff_members, [&](const std::string& after, int limit) {
                 return staff_.List(call.session(), visibility, request.parent(), request.show_former(), after, limit);
               }));
  call.AuditList(request.parent(), page.staff_members(), &v1::StaffMember::name);
  return page;
}

}  // namespace mosbat::registry
