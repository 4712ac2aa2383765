#include "services/casefile/handlers/service_request_handlers.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_fields.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/domain/eligibility.h"
#include "services/casefile/domain/facts_document.h"
#include "services/casefile/domain/provider.h"
#include "services/casefile/domain/service_request.h"
#include "services/casefile/errors.h"
#include "services/casefile/handlers/audit_names.h"
#include "services/casefile/handlers/names.h"
#include "services/casefile/handlers/request_in_scope.h"
#include "services/casefile/handlers/scope.h"

namespace mosbat::casefile {
namespace {

// The names that a caller wrote into a new request.
absl::Status CheckNames(const v1::ServiceRequest& request) {
  MOSBAT_RETURN_IF_ERROR(RequireName("service_request.service_type", kServiceTypePattern, request.service_type()));
  MOSBAT_RETURN_IF_ERROR(RequireName("service_request.centre", kCentrePattern, request.centre()));
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("service_request.social_worker", kStaffPattern, request.social_worker()));
  if (!request.has_member()) return absl::OkStatus();
  return RequireName("service_request.member", kMemberPattern, request.member());
}

absl::StatusOr<absl::CivilDay> AskedOn(const v1::ServiceRequest& request, absl::CivilDay today) {
  if (!request.has_asked_on()) return today;
  return iran::DayOf("service_request.asked_on", request.asked_on());
}

}  // namespace

absl::StatusOr<v1::ServiceRequest> ServiceRequestHandlers::Request(rpc::Call& call,
                                                                   const v1::RequestServiceRequest& wanted) const {
  v1::ServiceRequest request = wanted.service_request();
  ClearServerFields(request);
  MOSBAT_RETURN_IF_ERROR(CheckNames(request));
  const absl::CivilDay today = iran::TehranDay(call.now());
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay day, AskedOn(request, today));
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::Centre centre, rules_.GetCentre(call.session(), request.centre()));
  request.set_county(centre.county());
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::CaseFile> file, FileOfRecipient(call, request));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(request, file)));
  MOSBAT_RETURN_IF_ERROR(domain::CheckRecipient(request, today));
  MOSBAT_RETURN_IF_ERROR(domain::RequireOperatingOn(centre, today));
  if (!request.social_worker().empty()) {
    MOSBAT_RETURN_IF_ERROR(rules_.RequireStaff(call.session(), centre.name(), request.social_worker(), day));
  }

  MOSBAT_ASSIGN_OR_RETURN(const catalog::v1::ServiceTypeRevision revision,
                          rules_.RevisionOn(call.session(), request.service_type(), day));
  MOSBAT_RETURN_IF_ERROR(domain::RequireRecipientOf(revision.terms(), request));
  MOSBAT_ASSIGN_OR_RETURN(const guideline::v1::Directive directive,
                          rules_.RequireInForce(call.session(), revision, "service_request.asked_on", day, today));
  if (file.has_value()) {
    MOSBAT_RETURN_IF_ERROR(domain::RequireMemberOn(*file, *domain::FindMember(*file, request.member()), day));
    MOSBAT_RETURN_IF_ERROR(files_.RestOn(call.session(), *file));
  }
  MOSBAT_ASSIGN_OR_RETURN(const catalog::v1::Entrustment entrustment,
                          rules_.RequireProvider(call.session(), revision, centre, day));
  MOSBAT_ASSIGN_OR_RETURN(const std::shared_ptr<const CompiledTerms> terms, terms_.Get(revision));
  std::vector<FieldFault> faults =
      domain::CheckAnswers("answers", request.answers(), revision.terms().request_form(), terms->request_form.get());
  if (!faults.empty()) return errors::FormInvalid(std::move(faults));

  request.set_name(absl::StrCat("serviceRequests/", call.NewId()));
  request.set_service_type_revision(revision.name());
  *request.mutable_asked_on() = iran::ToDate(day);
  *request.mutable_create_time() = ToTimestamp(call.now());
  request.set_requested_by(call.caller().id);
  MOSBAT_ASSIGN_OR_RETURN(*request.mutable_facts(), FactsOf(call, request, file, day));
  request.mutable_decision()->set_directive(directive.name());
  MOSBAT_RETURN_IF_ERROR(Decide(call, revision, *terms->eligibility, request));
  if (request.state() == v1::ServiceRequest::ELIGIBLE) {
    domain::SetDeadline(request, revision.terms(), HolidaysOf(directive));
    MOSBAT_RETURN_IF_ERROR(rules_.UseQuota(call.session(), entrustment, day, request.name()));
  }
  MOSBAT_ASSIGN_OR_RETURN(request,
                          requests_.Insert(call.session(), request, file, revision.terms().eligibility().clause()));
  call.Audit(request.name(), 0, RowVersionOf(request.etag()));
  return request;
}

absl::StatusOr<v1::ServiceRequest> ServiceRequestHandlers::Get(rpc::Call& call,
                                                               const v1::GetServiceRequestRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceRequest found, RequestInScope(call, requests_, files_, request.name()));
  AuditCare(call, found);
  return domain::AsOf(std::move(found), iran::TehranDay(call.now()));
}

absl::StatusOr<v1::ListServiceRequestsResponse> ServiceRequestHandlers::List(
    rpc::Call& call, const v1::ListServiceRequestsRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("centre", kCentrePattern, request.centre()));
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("case_file", kCaseFilePattern, request.case_file()));
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("service_type", kServiceTypePattern, request.service_type()));
  ServiceRequestFilter filter{.visibility = call.Visibility(),
                              .centre = request.centre(),
                              .case_file = request.case_file(),
                              .service_type = request.service_type(),
                              .state = request.state()};
  const std::string list = absl::StrCat("serviceRequests|", filter.centre, "|", filter.case_file, "|",
                                        filter.service_type, "|", filter.state);
  MOSBAT_ASSIGN_OR_RETURN(
      v1::ListServiceRequestsResponse response,
      ListPage(
          list, request, &v1::ListServiceRequestsResponse::mutable_service_requests,
          [&](const std::string& after, int limit) { return requests_.List(call.session(), filter, after, limit); },
          [today = iran::TehranDay(call.now())](v1::ServiceRequest found) {
            return domain::AsOf(std::move(found), today);
          }));
  call.AuditList(filter.case_file.empty() ? "serviceRequests" : filter.case_file, response.service_requests(),
                 HouseholdOf());
  return response;
}

absl::StatusOr<v1::ServiceRequest> ServiceRequestHandlers::Cancel(
    rpc::Call& call, const v1::CancelServiceRequestRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceRequest found, RequestInScope(call, requests_, files_, request.name()));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), found.etag(), found.name()));
  MOSBAT_RETURN_IF_ERROR(RequireReason(request.reason()));
  const int64_t before = RowVersionOf(found.etag());
  MOSBAT_ASSIGN_OR_RETURN(found, domain::Cancel(std::move(found), request.reason()));
  MOSBAT_RETURN_IF_ERROR(rules_.GiveBackQuota(call.session(), found.name()));
  MOSBAT_ASSIGN_OR_RETURN(found, requests_.Replace(call.session(), found));
  call.Audit(found.name(), before, RowVersionOf(found.etag()));
  return found;
}

absl::StatusOr<std::optional<v1::CaseFile>> ServiceRequestHandlers::FileOfRecipient(rpc::Call& call,
                                                                                    v1::ServiceRequest& request) const {
  absl::StatusOr<std::optional<v1::CaseFile>> found = files_.FindOfMember(call.session(), request.member());
  if (absl::IsNotFound(found.status())) return errors::MemberNotFound(request.member());
  if (!found.ok() || !found->has_value()) return found;
  const v1::CaseFile& file = **found;
  const bool here = file.centre() == request.centre() && domain::FindMember(file, request.member()) != nullptr;
  if (!here) return errors::MemberNotFound(request.member());
  if (request.social_worker().empty()) request.set_social_worker(file.social_worker());
  return found;
}

absl::StatusOr<google::protobuf::Struct> ServiceRequestHandlers::FactsOf(rpc::Call& call,
                                                                         const v1::ServiceRequest& request,
                                                                         const std::optional<v1::CaseFile>& file,
                                                                         absl::CivilDay day) const {
  domain::FactSources sources{.request = request};
  if (file.has_value()) {
    sources.file = &*file;
    sources.member = domain::FindMember(*file, request.member());
  }
  if (!request.has_group()) {
    MOSBAT_ASSIGN_OR_RETURN(
        sources.last_same_service,
        deliveries_.LastOf(call.session(), deliveries_.KeysOf(request, file), request.service_type(), day));
  }
  return domain::BuildFacts(sources, day);
}

absl::Status ServiceRequestHandlers::Decide(rpc::Call& call, const catalog::v1::ServiceTypeRevision& revision,
                                            const schema::CompiledSchema& rule, v1::ServiceRequest& request) const {
  common::v1::Decision& decision = *request.mutable_decision();
  decision.set_service_type_revision(revision.name());
  decision.set_sub_guideline_revision(revision.sub_guideline_revision());
  *decision.mutable_judged_date() = request.asked_on();
  *decision.mutable_decide_time() = request.create_time();
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> positions, RuleCopies::Positions(call.session()));
  decision.mutable_positions()->Assign(positions.begin(), positions.end());
  domain::DecideEligibility(request.facts(), revision.terms(), rule, decision);
  domain::ApplyDecision(request);
  return absl::OkStatus();
}

}  // namespace mosbat::casefile
