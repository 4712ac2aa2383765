#include "services/casefile/handlers/decision_handlers.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/iran/day_text.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/appeal.h"
#include "services/casefile/domain/replay.h"
#include "services/casefile/handlers/audit_names.h"
#include "services/casefile/handlers/names.h"
#include "services/casefile/handlers/request_in_scope.h"

namespace mosbat::casefile {
namespace {

absl::StatusOr<DecisionFilter> FilterOf(rpc::Call& call, const v1::ListDecisionsRequest& request) {
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("sub_guideline", kSubGuidelinePattern, request.sub_guideline()));
  if (!request.clause().empty() && request.sub_guideline().empty()) {
    return mosbat::errors::FieldRequired("sub_guideline");
  }
  DecisionFilter filter{.visibility = call.Visibility(),
                        .sub_guideline = request.sub_guideline(),
                        .clause = request.clause(),
                        .outcome = request.outcome()};
  if (request.has_from_date()) {
    MOSBAT_ASSIGN_OR_RETURN(filter.from, iran::DayOf("from_date", request.from_date()));
  }
  if (request.has_to_date()) {
    MOSBAT_ASSIGN_OR_RETURN(filter.to, iran::DayOf("to_date", request.to_date()));
  }
  return filter;
}

std::string KeyOf(const v1::ServiceRequest& request) {
  return absl::StrCat(iran::DayText(request.decision().judged_date()), "|", request.name());
}

DecisionKey KeyOf(absl::string_view key) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(key, absl::MaxSplits('|', 1));
  return {.judged_on = parts.first, .request = parts.second};
}

}  // namespace

absl::StatusOr<v1::ListDecisionsResponse> DecisionHandlers::List(rpc::Call& call,
                                                                 const v1::ListDecisionsRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const DecisionFilter filter, FilterOf(call, request));
  const std::string list =
      absl::StrCat("decisions|", filter.sub_guideline, "|", filter.clause, "|", filter.outcome, "|",
                   request.from_date().SerializeAsString(), "|", request.to_date().SerializeAsString());
  const auto read = [&](const std::string& after, int limit) {
    return requests_.ListDecisions(call.session(), filter, KeyOf(absl::string_view(after)), limit);
  };
  MOSBAT_ASSIGN_OR_RETURN(
      Page<v1::ServiceRequest> page,
      ReadPage(list, request, read, {}, [](const v1::ServiceRequest& decided) { return KeyOf(decided); }));
  call.AuditList("decisions", page.items, HouseholdOf());
  v1::ListDecisionsResponse response;
  for (v1::ServiceRequest& decided : page.items) {
    v1::DecisionEntry& entry = *response.add_decisions();
    entry.set_service_request(decided.name());
    entry.set_state(decided.state());
    *entry.mutable_decision() = std::move(*decided.mutable_decision());
    if (decided.has_appeal()) *entry.mutable_appeal() = std::move(*decided.mutable_appeal());
  }
  response.set_next_page_token(std::move(page.next_token));
  return response;
}

absl::StatusOr<v1::ReplayDecisionResponse> DecisionHandlers::Replay(rpc::Call& call,
                                                                    const v1::ReplayDecisionRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceRequest found, RequestInScope(call, requests_, files_, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<catalog::v1::ServiceTypeRevision> revision,
                          rules_.FindRevision(call.session(), found.service_type_revision()));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<guideline::v1::Directive> directive,
                          rules_.FindDirective(call.session(), found.decision().directive()));
  std::shared_ptr<const CompiledTerms> terms;
  if (revision.has_value()) {
    MOSBAT_ASSIGN_OR_RETURN(terms, terms_.Get(*revision));
  }
  AuditCare(call, found);
  return domain::Replay(found, {.revision = revision.has_value() ? &*revision : nullptr,
                                .rule = terms == nullptr ? nullptr : terms->eligibility.get(),
                                .directive = directive.has_value() ? &*directive : nullptr});
}

absl::StatusOr<v1::ServiceRequest> DecisionHandlers::Appeal(rpc::Call& call,
                                                            const v1::AppealDecisionRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireReason(request.reason()));
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceRequest found, RequestInScope(call, requests_, files_, request.name()));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), found.etag(), found.name()));
  MOSBAT_ASSIGN_OR_RETURN(
      found, domain::Appeal(std::move(found), {.by = call.caller().id, .reason = request.reason(), .at = call.now()}));
  return Save(call, found);
}

absl::StatusOr<v1::ServiceRequest> DecisionHandlers::DecideAppeal(rpc::Call& call,
                                                                  const v1::DecideAppealRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireReason(request.reason()));
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceRequest found, RequestInScope(call, requests_, files_, request.name()));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), found.etag(), found.name()));
  MOSBAT_ASSIGN_OR_RETURN(found,
                          domain::DecideAppeal(std::move(found), request.outcome(),
                                               {.by = call.caller().id, .reason = request.reason(), .at = call.now()}));
  if (found.state() == v1::ServiceRequest::ELIGIBLE) {
    MOSBAT_RETURN_IF_ERROR(rules_.SetDeadline(call.session(), found));
    MOSBAT_RETURN_IF_ERROR(UseQuotaOfToday(call, found));
  }
  return Save(call, found);
}

absl::Status DecisionHandlers::UseQuotaOfToday(rpc::Call& call, const v1::ServiceRequest& request) const {
  const absl::CivilDay today = iran::TehranDay(call.now());
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::Centre centre, rules_.GetCentre(call.session(), request.centre()));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<catalog::v1::Entrustment> entrustment,
                          rules_.EntrustmentOn(call.session(), request.service_type(), centre, today));
  if (!entrustment.has_value()) return absl::OkStatus();
  return rules_.UseQuota(call.session(), *entrustment, today, request.name());
}

absl::StatusOr<v1::ServiceRequest> DecisionHandlers::Save(rpc::Call& call, const v1::ServiceRequest& request) const {
  const int64_t before = RowVersionOf(request.etag());
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceRequest saved, requests_.Replace(call.session(), request));
  call.Audit(saved.name(), before, RowVersionOf(saved.etag()));
  return saved;
}

}  // namespace mosbat::casefile
