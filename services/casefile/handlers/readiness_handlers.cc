#include "services/casefile/handlers/readiness_handlers.h"

#include <optional>
#include <string>
#include <vector>

#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/provider.h"
#include "services/casefile/domain/readiness.h"
#include "services/casefile/handlers/names.h"
#include "services/casefile/handlers/scope.h"
#include "services/casefile/store/rule_copies.h"

namespace mosbat::casefile {
namespace {

absl::StatusOr<absl::CivilDay> JudgedDay(const v1::CheckReadinessRequest& request, absl::Time now) {
  if (!request.has_date()) return iran::TehranDay(now);
  return iran::DayOf("date", request.date());
}

}  // namespace

absl::StatusOr<v1::CheckReadinessResponse> ReadinessHandlers::Check(rpc::Call& call,
                                                                    const v1::CheckReadinessRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("centre", kCentrePattern, request.centre()));
  MOSBAT_RETURN_IF_ERROR(RequireName("service_type", kServiceTypePattern, request.service_type()));
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay day, JudgedDay(request, call.now()));
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::Centre centre, registry_.GetCentre(call.session(), request.centre()));
  MOSBAT_RETURN_IF_ERROR(call.RequireScope(BelongingOf(centre)));
  MOSBAT_ASSIGN_OR_RETURN(const catalog::v1::ServiceTypeRevision revision,
                          rules_.RevisionOn(call.session(), request.service_type(), day));

  v1::CheckReadinessResponse response;
  *response.mutable_date() = iran::ToDate(day);
  response.set_service_type_revision(revision.name());
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<guideline::v1::Directive> directive,
                          rules_.DirectiveOn(call.session(), day));
  if (directive.has_value()) response.set_directive(directive->name());
  MOSBAT_ASSIGN_OR_RETURN(const bool rule_in_force, rules_.IsRuleInForce(call.session(), revision, day));
  response.set_rule_in_force(rule_in_force);
  response.set_operating(domain::RequireOperatingOn(centre, day).ok());
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<catalog::v1::Entrustment> entrustment,
                          rules_.EntrustmentOn(call.session(), request.service_type(), centre, day));
  if (entrustment.has_value()) response.set_entrustment(entrustment->name());
  bool ready = directive.has_value() && rule_in_force && response.operating() && entrustment.has_value();
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<registry::v1::StaffMember> staff,
                          registry_.ListStaff(call.session(), centre.name()));
  for (const guideline::v1::ProviderRequirement& requirement : revision.terms().provider_requirements()) {
    v1::RequirementCheck& check = *response.add_requirements();
    check = domain::CheckRequirement(requirement, centre, staff, day);
    ready = ready && check.met();
  }
  response.set_ready(ready);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<std::string> positions, RuleCopies::Positions(call.session()));
  response.mutable_positions()->Assign(positions.begin(), positions.end());
  return response;
}

}  // namespace mosbat::casefile
