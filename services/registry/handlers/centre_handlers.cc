#include "services/registry/handlers/centre_handlers.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/historical.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/licences.h"
#include "services/registry/domain/staff.h"
#include "services/registry/errors.h"
#include "services/registry/handlers/belonging.h"
#include "services/registry/handlers/events.h"
#include "services/registry/handlers/names.h"
#include "services/registry/handlers/save_centre.h"

namespace mosbat::registry {

absl::StatusOr<domain::CentreTerms> CentreHandlers::GatherEstablish(const rpc::CallContext& context,
                                                                    const v1::EstablishCentreRequest& request) const {
  domain::CentreTerms terms;
  MOSBAT_ASSIGN_OR_RETURN(terms.from, domain::DecideEntryDay("establish_date", request.establish_date(),
                                                             iran::EntryOf(request, context.caller.role, context.now)));
  MOSBAT_ASSIGN_OR_RETURN(terms.directive, guideline_.ResolveDirective(context, terms.from.day));
  return terms;
}

absl::Status CentreHandlers::UseAgreement(rpc::Call& call, const std::string& agreement, const v1::Centre& centre,
                                          absl::CivilDay day) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("agreement", kLicencePattern, agreement));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Licence licence, licences_.Get(call.session(), agreement));
  MOSBAT_RETURN_IF_ERROR(domain::RequireAgreement(licence, centre.county(), day));
  MOSBAT_ASSIGN_OR_RETURN(v1::Application application, applications_.Get(call.session(), licence.application()));
  if (!application.centre().empty()) return errors::AgreementUsed(agreement);
  MOSBAT_RETURN_IF_ERROR(licences_.Hold(call.session(), licence));
  application.set_centre(centre.name());
  return applications_.Replace(call.session(), std::move(application)).status();
}

absl::StatusOr<v1::Centre> CentreHandlers::Establish(rpc::Call& call, const v1::EstablishCentreRequest& request,
                                                     const domain::CentreTerms& terms) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("centre.county", kCountyPattern, request.centre().county()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Centre centre, domain::Establish(request.centre(), terms, call.now()));
  MOSBAT_ASSIGN_OR_RETURN(const std::string name, NewName("centres", "centre_id", request.centre_id(), call.NewId()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(centre)));
  MOSBAT_RETURN_IF_ERROR(divisions_.GetCounty(call.session(), centre.county()).status());
  MOSBAT_RETURN_IF_ERROR(RequireFree(centres_.Get(call.session(), name).status(), name));
  MOSBAT_ASSIGN_OR_RETURN(const bool taken, centres_.IsNumberTaken(call.session(), centre.number()));
  if (taken) return errors::CentreNumberTaken(centre.number());
  centre.set_name(name);
  if (!request.agreement().empty() || !request.historical()) {
    MOSBAT_RETURN_IF_ERROR(UseAgreement(call, request.agreement(), centre, terms.from.day));
    centre.set_agreement(request.agreement());
  }
  MOSBAT_ASSIGN_OR_RETURN(v1::Centre stored, centres_.Insert(call.session(), std::move(centre)));
  call.Audit(stored.name(), 0, RowVersionOf(stored.etag()));
  call.Emit(rpc::NewEvent("CentreEstablished", stored.name(), stored));
  return stored;
}

absl::StatusOr<v1::Centre> CentreHandlers::Get(rpc::Call& call, const v1::GetCentreRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kCentrePattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Centre centre, centres_.Get(call.session(), request.name()));
  return domain::AsOf(std::move(centre), iran::TehranDay(call.now()));
}

absl::StatusOr<v1::ListCentresResponse> CentreHandlers::List(rpc::Call& call,
                                                             const v1::ListCentresRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::string area, AreaOf("area", request.area()));
  const absl::CivilDay today = iran::TehranDay(call.now());
  return ListPage(
      absl::StrCat("centres|", area), request, &v1::ListCentresResponse::mutable_centres,
      [&](const std::string& after, int limit) { return centres_.List(call.session(), area, after, limit); },
      [&](v1::Centre item) { return domain::AsOf(std::move(item), today); });
}

absl::StatusOr<v1::Centre> CentreHandlers::Update(rpc::Call& call, const v1::UpdateCentreRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("centre.name", kCentrePattern, request.centre().name()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Centre before, centres_.Get(call.session(), request.centre().name()));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.centre().etag(), before.etag(), before.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Centre next, domain::Update(before, request.centre(), request.update_mask(), call.now()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Centre stored, SaveCentre(call, centres_, before, std::move(next)));
  call.Audit(stored.name(), RowVersionOf(before.etag()), RowVersionOf(stored.etag()));
  if (stored.files_per_worker() != before.files_per_worker()) {
    MOSBAT_RETURN_IF_ERROR(UpdateWorkerCaps(call, stored));
  }
  return stored;
}

absl::Status CentreHandlers::UpdateWorkerCaps(rpc::Call& call, const v1::Centre& centre) const {
  MOSBAT_ASSIGN_OR_RETURN(
      std::vector<v1::StaffMember> members,
      staff_.List(call.session(), db::Visibility(), centre.name(), /*former=*/false, /*after=*/"", domain::kMostStaff));
  for (v1::StaffMember& member : members) {
    const int cap = domain::FilesCapOf(member.position(), centre);
    if (member.files_cap() == cap) continue;
    member.set_files_cap(cap);
    MOSBAT_ASSIGN_OR_RETURN(v1::StaffMember stored, staff_.Replace(call.session(), std::move(member)));
    call.Emit(StaffMemberEvent("StaffMemberUpdated", std::move(stored)));
  }
  return absl::OkStatus();
}

}  // namespace mosbat::registry
