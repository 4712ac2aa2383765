#include "services/catalog/handlers/check_handlers.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/facts/fact_words.h"
#include "common/iran/tehran_day.h"
#include "common/schema/decision.h"
#include "services/catalog/domain/compatibility.h"
#include "services/catalog/domain/facts.h"
#include "services/catalog/domain/usability.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog {
namespace {

using v1::CheckServiceTypeRequest;

constexpr char kTypePattern[] = "serviceTypes/*";
constexpr char kRevisionPattern[] = "serviceTypes/*/revisions/*";
constexpr char kTextPattern[] = "subGuidelines/*/revisions/*";

bool IsRevision(const std::string& name) { return absl::StrContains(name, "/revisions/"); }

absl::StatusOr<absl::CivilDay> JudgedDay(const v1::CheckEligibilityRequest& request, absl::Time now) {
  if (!request.has_date()) return iran::TehranDay(now);
  return iran::DayOf("date", request.date());
}

}  // namespace

absl::StatusOr<CheckHandlers::Candidate> CheckHandlers::GatherCheck(const rpc::CallContext& context,
                                                                    const CheckServiceTypeRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kTypePattern, request.name()));
  std::string text = request.sub_guideline_revision();
  if (request.candidate_case() == CheckServiceTypeRequest::CANDIDATE_NOT_SET) {
    MOSBAT_RETURN_IF_ERROR(database_.Read(
        [&](db::Session& session) -> absl::Status {
          MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceType type, types_.Get(session, request.name()));
          text = type.rests_on();
          return text.empty() ? errors::SubGuidelineMissing(type.name()) : absl::OkStatus();
        },
        context.deadline));
  } else if (!request.has_sub_guideline_revision()) {
    return Candidate();
  }
  MOSBAT_RETURN_IF_ERROR(RequireName("sub_guideline_revision", kTextPattern, text));
  absl::StatusOr<guideline::v1::SubGuidelineRevision> found = guideline_.GetSubGuidelineRevision(context, text);
  if (absl::IsNotFound(found.status())) return errors::SubGuidelineNotFound(text);
  if (!found.ok()) return std::move(found).status();
  return Candidate(*std::move(found));
}

absl::StatusOr<v1::CheckServiceTypeResponse> CheckHandlers::Check(rpc::Call& call,
                                                                  const CheckServiceTypeRequest& request,
                                                                  const Candidate& candidate) const {
  MOSBAT_RETURN_IF_ERROR(types_.Get(call.session(), request.name()).status());
  guideline::v1::SubGuidelineRevision text = candidate.value_or(guideline::v1::SubGuidelineRevision());
  if (request.has_terms()) *text.mutable_terms() = request.terms();
  if (request.has_revision()) {
    MOSBAT_RETURN_IF_ERROR(RequireName("revision", kRevisionPattern, request.revision()));
    MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceTypeRevision revision,
                            types_.GetRevision(call.session(), request.revision()));
    if (revision.service_type() != request.name()) return errors::RevisionOfAnother(revision.name(), request.name());
    text = domain::TextOf(revision);
  }
  const absl::CivilDay today = iran::TehranDay(call.now());
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::ServiceTypeRevision> current,
                          types_.FindRevisionOn(call.session(), request.name(), today));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::ServiceTypeRevision> last,
                          types_.FindLastRevision(call.session(), request.name()));
  v1::CheckServiceTypeResponse response;
  if (current.has_value()) response.set_current_revision(current->name());
  v1::Verdict& verdict = *response.mutable_verdict();
  verdict = domain::Compare(current.has_value() ? &current->terms() : nullptr, text.terms());
  domain::AddTextFault(text, last, today, verdict);
  return response;
}

absl::StatusOr<CheckHandlers::DirectiveOfDay> CheckHandlers::GatherEligibility(
    const rpc::CallContext& context, const v1::CheckEligibilityRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(
      RequireName("name", IsRevision(request.name()) ? kRevisionPattern : kTypePattern, request.name()));
  MOSBAT_RETURN_IF_ERROR(domain::CheckFacts(request.facts()));
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay day, JudgedDay(request, context.now));
  absl::StatusOr<guideline::v1::Directive> directive = guideline_.ResolveDirective(context, day);
  if (absl::IsNotFound(directive.status())) return DirectiveOfDay();
  if (!directive.ok()) return std::move(directive).status();
  return DirectiveOfDay(*std::move(directive));
}

absl::StatusOr<common::v1::Decision> CheckHandlers::CheckEligibility(rpc::Call& call,
                                                                     const v1::CheckEligibilityRequest& request,
                                                                     const DirectiveOfDay& directive) const {
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay day, JudgedDay(request, call.now()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceTypeRevision revision, JudgedRevision(call.session(), request.name(), day));
  if (!directive.has_value()) return errors::DirectiveNotInForce(day);
  const guideline::v1::SchemaTerm& term = revision.terms().eligibility();
  const auto rule = rules_.Get(revision.name(), term.rule().schema());
  if (!revision.terms().has_eligibility() || !rule.ok()) {
    return errors::ServiceTypeQuarantined(revision.service_type(), *domain::WhyUnusable(revision.terms()));
  }
  common::v1::Decision decision;
  schema::Decide(request.facts(), term.rule(), term.clause(), **rule, decision,
                 facts::FactVocabulary(revision.terms().request_form().rule().schema()));
  decision.set_service_type_revision(revision.name());
  decision.set_sub_guideline_revision(revision.sub_guideline_revision());
  decision.set_directive(directive->name());
  *decision.mutable_judged_date() = iran::ToDate(day);
  *decision.mutable_decide_time() = ToTimestamp(call.now());
  return decision;
}

absl::StatusOr<v1::ServiceTypeRevision> CheckHandlers::JudgedRevision(db::Session& session, const std::string& name,
                                                                      absl::CivilDay day) const {
  if (IsRevision(name)) return types_.GetRevision(session, name);
  MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceType type, types_.Get(session, name));
  MOSBAT_ASSIGN_OR_RETURN(std::optional<v1::ServiceTypeRevision> revision, types_.FindRevisionOn(session, name, day));
  if (!revision.has_value()) return errors::NoRevisionInForce(name, day);
  if (revision->has_sub_guideline_withdrawn_date() &&
      iran::StoredDay(revision->sub_guideline_withdrawn_date()) <= day) {
    return errors::SubGuidelineNotInForce(revision->sub_guideline_revision(), day);
  }
  if (type.has_quarantine() && revision->name() == type.current_revision()) {
    return errors::ServiceTypeQuarantined(name,
                                          {.en = type.quarantine().reason_en(), .fa = type.quarantine().reason_fa()});
  }
  return *std::move(revision);
}

}  // namespace mosbat::catalog
