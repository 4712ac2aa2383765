#include "services/registry/handlers/application_handlers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/applications.h"
#include "services/registry/errors.h"
#include "services/registry/handlers/belonging.h"
#include "services/registry/handlers/events.h"
#include "services/registry/handlers/names.h"

namespace mosbat::registry {

template <typename Request>
absl::StatusOr<v1::Application> ApplicationHandlers::Current(rpc::Call& call, const Request& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kApplicationPattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Application application, applications_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(application)));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), application.etag(), application.name()));
  return application;
}

absl::StatusOr<v1::Application> ApplicationHandlers::Save(rpc::Call& call, v1::Application next) const {
  const int64_t before = RowVersionOf(next.etag());
  MOSBAT_ASSIGN_OR_RETURN(v1::Application stored, applications_.Replace(call.session(), std::move(next)));
  call.Audit(stored.name(), before, RowVersionOf(stored.etag()));
  return stored;
}

absl::StatusOr<guideline::v1::Directive> ApplicationHandlers::GatherSubmit(const rpc::CallContext& context,
                                                                           const v1::SubmitApplicationRequest&) const {
  return guideline_.ResolveDirective(context, iran::TehranDay(context.now));
}

absl::StatusOr<v1::Application> ApplicationHandlers::Submit(rpc::Call& call,
                                                            const v1::SubmitApplicationRequest& request,
                                                            const guideline::v1::Directive& directive) const {
  const v1::Application& wanted = request.application();
  MOSBAT_RETURN_IF_ERROR(RequireName("application.call", kCallPattern, wanted.call()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Call invitation, calls_.Get(call.session(), wanted.call()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Application application,
                          domain::Submit(wanted, invitation, directive, call.caller().id, call.now()));
  MOSBAT_ASSIGN_OR_RETURN(const bool applied,
                          applications_.HasApplied(call.session(), invitation.name(), application.applicant()));
  if (applied) return errors::ApplicationExists(invitation.name());
  MOSBAT_RETURN_IF_ERROR(
      calls_.PassGate(call.session(), invitation, [&](uint64_t bound) { return call.Random(bound); }));
  application.set_name(absl::StrCat("applications/", call.NewId()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Application stored, applications_.Insert(call.session(), std::move(application)));
  call.Audit(stored.name(), 0, RowVersionOf(stored.etag()));
  return stored;
}

absl::StatusOr<v1::Application> ApplicationHandlers::Withdraw(rpc::Call& call,
                                                              const v1::WithdrawApplicationRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Application application, Current(call, request));
  MOSBAT_ASSIGN_OR_RETURN(application, domain::Withdraw(std::move(application), call.now()));
  return Save(call, std::move(application));
}

absl::StatusOr<v1::Application> ApplicationHandlers::Get(rpc::Call& call,
                                                         const v1::GetApplicationRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kApplicationPattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Application application, applications_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(application)));
  call.Audit(application.name());
  return domain::AsOf(std::move(application), iran::TehranDay(call.now()));
}

absl::StatusOr<v1::ListApplicationsResponse> ApplicationHandlers::List(
    rpc::Call& call, const v1::ListApplicationsRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("call", kCallPattern, request.call()));
  const db::Visibility visibility = call.Visibility();
  const absl::CivilDay today = iran::TehranDay(call.now());
  MOSBAT_ASSIGN_OR_RETURN(
      const v1::ListApplicationsResponse page,
      ListPage(
          absl::StrCat("applications|", request.call()), request, &v1::ListApplicationsResponse::mutable_applications,
          [&](const std::string& after, int limit) {
            return applications_.List(call.session(), visibility, request.call(), after, limit);
          },
          [&](v1::Application item) { return domain::AsOf(std::move(item), today); }));
  call.AuditList(request.call().empty() ? "applications" : request.call(), page.applications(), &v1::Application::name);
  return page;
}

absl::StatusOr<v1::Application> ApplicationHandlers::Review(rpc::Call& call,
                                                            const v1::RecordReviewRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Application application, Current(call, request));
  const domain::Reviewer reviewer = {.id = call.caller().id, .role = call.caller().role};
  MOSBAT_ASSIGN_OR_RETURN(
      application, domain::Review(std::move(application), reviewer, request.opinion(), request.text(), call.now()));
  return Save(call, std::move(application));
}

absl::StatusOr<v1::Application> ApplicationHandlers::Decide(rpc::Call& call,
                                                            const v1::DecideApplicationRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Application application, Current(call, request));
  v1::CommissionDecision decision;
  decision.set_outcome(request.outcome());
  decision.set_reason(request.reason());
  decision.set_minutes(request.minutes());
  decision.set_decided_by(call.caller().id);
  MOSBAT_ASSIGN_OR_RETURN(application, domain::Decide(std::move(application), decision, call.now()));
  if (application.state() == v1::Application::AGREED) {
    v1::Licence agreement = domain::AgreementFor(application, call.now());
    agreement.set_name(absl::StrCat("licences/", call.NewId()));
    MOSBAT_ASSIGN_OR_RETURN(agreement, licences_.Insert(call.session(), std::move(agreement)));
    application.set_agreement(agreement.name());
    if (agreement.has_valid_until()) *application.mutable_agreement_valid_until() = agreement.valid_until();
    call.Emit(LicenceEvent("LicenceIssued", std::move(agreement)));
  }
  return Save(call, std::move(application));
}

}  // namespace mosbat::registry
