#include "services/registry/handlers/licence_handlers.h"

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
#include "services/registry/errors.h"
#include "services/registry/handlers/belonging.h"
#include "services/registry/handlers/events.h"
#include "services/registry/handlers/names.h"
#include "services/registry/handlers/save_centre.h"

namespace mosbat::registry {

template <typename Request>
absl::StatusOr<v1::Licence> LicenceHandlers::Current(rpc::Call& call, const Request& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kLicencePattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Licence licence, licences_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(licence)));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), licence.etag(), licence.name()));
  return licence;
}

absl::Status LicenceHandlers::PutIntoCentre(rpc::Call& call, const v1::Centre& centre,
                                            const v1::Licence& licence) const {
  return SaveCentre(call, centres_, centre, domain::WithPaper(centre, licence, call.now())).status();
}

absl::StatusOr<v1::Licence> LicenceHandlers::Save(rpc::Call& call, v1::Licence next, absl::string_view event) const {
  const int64_t before = RowVersionOf(next.etag());
  MOSBAT_ASSIGN_OR_RETURN(v1::Licence stored, licences_.Replace(call.session(), std::move(next)));
  call.Audit(stored.name(), before, RowVersionOf(stored.etag()));
  call.Emit(LicenceEvent(event, stored));
  if (!stored.centre().empty()) {
    MOSBAT_ASSIGN_OR_RETURN(const v1::Centre centre, centres_.Get(call.session(), stored.centre()));
    MOSBAT_RETURN_IF_ERROR(PutIntoCentre(call, centre, stored));
  }
  return stored;
}

absl::StatusOr<domain::PaperTerms> LicenceHandlers::GatherIssue(const rpc::CallContext& context,
                                                                const v1::IssueLicenceRequest& request) const {
  domain::PaperTerms terms;
  MOSBAT_ASSIGN_OR_RETURN(terms.from, domain::DecideEntryDay("licence.valid_from", request.licence().valid_from(),
                                                             iran::EntryOf(request, context.caller.role, context.now)));
  MOSBAT_ASSIGN_OR_RETURN(terms.directive, guideline_.ResolveDirective(context, terms.from.day));
  return terms;
}

absl::StatusOr<v1::Licence> LicenceHandlers::Issue(rpc::Call& call, const v1::IssueLicenceRequest& request,
                                                   const domain::PaperTerms& terms) const {
  const v1::Licence& wanted = request.licence();
  MOSBAT_RETURN_IF_ERROR(RequireName("licence.centre", kCentrePattern, wanted.centre()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Centre centre, centres_.Get(call.session(), wanted.centre()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(centre)));
  MOSBAT_ASSIGN_OR_RETURN(v1::Licence licence, domain::IssuePaper(wanted, centre, terms, call.now()));
  if (!centre.agreement().empty()) {
    MOSBAT_ASSIGN_OR_RETURN(const v1::Licence agreement, licences_.Get(call.session(), centre.agreement()));
    if (centre.state() == v1::Centre::FOUNDING) {
      MOSBAT_RETURN_IF_ERROR(domain::RequireAgreement(agreement, centre.county(), terms.from.day));
      MOSBAT_RETURN_IF_ERROR(licences_.Hold(call.session(), agreement));
    }
    licence.set_application(agreement.application());
    licence.set_owner(agreement.owner());
  }
  licence.set_name(absl::StrCat("licences/", call.NewId()));
  MOSBAT_ASSIGN_OR_RETURN(licence, licences_.Insert(call.session(), std::move(licence)));
  call.Audit(licence.name(), 0, RowVersionOf(licence.etag()));
  call.Emit(LicenceEvent("LicenceIssued", licence));
  MOSBAT_RETURN_IF_ERROR(PutIntoCentre(call, centre, licence));
  return domain::AsOf(std::move(licence), iran::TehranDay(call.now()));
}

absl::StatusOr<v1::Licence> LicenceHandlers::Get(rpc::Call& call, const v1::GetLicenceRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kLicencePattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Licence licence, licences_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(licence)));
  call.Audit(licence.name());
  return domain::AsOf(std::move(licence), iran::TehranDay(call.now()));
}

absl::StatusOr<v1::ListLicencesResponse> LicenceHandlers::List(rpc::Call& call,
                                                               const v1::ListLicencesRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("centre", kCentrePattern, request.centre()));
  const db::Visibility visibility = call.Visibility();
  const absl::CivilDay today = iran::TehranDay(call.now());
  MOSBAT_ASSIGN_OR_RETURN(
      const v1::ListLicencesResponse page,
      ListPage(
          absl::StrCat("licences|", request.centre()), request, &v1::ListLicencesResponse::mutable_licences,
          [&](const std::string& after, int limit) {
            return licences_.List(call.session(), visibility, request.centre(), after, limit);
          },
          [&](v1::Licence item) { return domain::AsOf(std::move(item), today); }));
  call.AuditList(request.centre().empty() ? "licences" : request.centre(), page.licences(), &v1::Licence::name);
  return page;
}

absl::StatusOr<v1::Licence> LicenceHandlers::Suspend(rpc::Call& call, const v1::SuspendLicenceRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Licence licence, Current(call, request));
  MOSBAT_ASSIGN_OR_RETURN(licence, domain::Suspend(std::move(licence), request.reason(), call.now()));
  return Save(call, std::move(licence), "LicenceSuspended");
}

absl::StatusOr<v1::Licence> LicenceHandlers::Reinstate(rpc::Call& call,
                                                       const v1::ReinstateLicenceRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Licence licence, Current(call, request));
  MOSBAT_ASSIGN_OR_RETURN(licence, domain::Reinstate(std::move(licence), request.reason(), call.now()));
  return Save(call, std::move(licence), "LicenceReinstated");
}

absl::StatusOr<v1::Licence> LicenceHandlers::Revoke(rpc::Call& call, const v1::RevokeLicenceRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Licence licence, Current(call, request));
  MOSBAT_ASSIGN_OR_RETURN(licence, domain::Revoke(std::move(licence), request.reason(), call.now()));
  return Save(call, std::move(licence), "LicenceRevoked");
}

}  // namespace mosbat::registry
