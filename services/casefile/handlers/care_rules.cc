#include "services/casefile/handlers/care_rules.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/domain/appeal.h"
#include "services/casefile/domain/provider.h"
#include "services/casefile/domain/quota.h"
#include "services/casefile/domain/service_request.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile {

using catalog::v1::Entrustment;
using catalog::v1::ServiceType;
using catalog::v1::ServiceTypeRevision;
using guideline::v1::Directive;

absl::StatusOr<ServiceTypeRevision> CareRules::RevisionOn(db::Session& session, const std::string& service_type,
                                                          absl::CivilDay day) const {
  MOSBAT_ASSIGN_OR_RETURN(const ServiceType type, rules_.GetServiceType(session, service_type));
  if (type.has_quarantine()) {
    return errors::ServiceTypeQuarantined(service_type,
                                          {.en = type.quarantine().reason_en(), .fa = type.quarantine().reason_fa()});
  }
  if (type.state() != ServiceType::ACTIVE) return errors::ServiceTypeNotActive(service_type, day);
  MOSBAT_ASSIGN_OR_RETURN(std::optional<ServiceTypeRevision> revision, rules_.RevisionOn(session, service_type, day));
  if (!revision.has_value()) return errors::ServiceTypeNotActive(service_type, day);
  return *std::move(revision);
}

absl::StatusOr<bool> CareRules::IsRuleInForce(db::Session& session, const ServiceTypeRevision& revision,
                                              absl::CivilDay day) const {
  const guideline::v1::KindTerm& kind = revision.terms().kind();
  if (kind.has_end_date() && iran::StoredDay(kind.end_date()) <= day) return false;
  return rules_.IsSubGuidelineInForceOn(session, revision.sub_guideline_revision(), day);
}

absl::StatusOr<Directive> CareRules::RequireInForce(db::Session& session, const ServiceTypeRevision& revision,
                                                    absl::string_view field, absl::CivilDay day,
                                                    absl::CivilDay today) const {
  MOSBAT_ASSIGN_OR_RETURN(std::optional<Directive> directive, DirectiveOn(session, day));
  MOSBAT_ASSIGN_OR_RETURN(const bool in_force, IsRuleInForce(session, revision, day));
  // What is known of today says nothing of days to come.
  MOSBAT_RETURN_IF_ERROR(domain::RequireTimely(field, day, today, directive.value_or(Directive())));
  if (!directive.has_value() || !in_force) {
    return errors::RuleNotInForce(revision.service_type(), revision.sub_guideline_revision(), day);
  }
  return *std::move(directive);
}

absl::StatusOr<Entrustment> CareRules::RequireProvider(db::Session& session, const ServiceTypeRevision& revision,
                                                       const registry::v1::Centre& centre, absl::CivilDay day) const {
  MOSBAT_RETURN_IF_ERROR(domain::RequireOperatingOn(centre, day));
  MOSBAT_ASSIGN_OR_RETURN(std::optional<Entrustment> entrustment,
                          EntrustmentOn(session, revision.service_type(), centre, day));
  if (!entrustment.has_value()) return errors::NotEntrusted(revision.service_type(), centre.name(), day);
  if (!revision.terms().provider_requirements().empty()) {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<registry::v1::StaffMember> staff,
                            registry_.ListStaff(session, centre.name()));
    MOSBAT_RETURN_IF_ERROR(domain::RequireReady(revision, centre, staff, day));
  }
  return *std::move(entrustment);
}

absl::StatusOr<std::optional<Entrustment>> CareRules::EntrustmentOn(db::Session& session,
                                                                    const std::string& service_type,
                                                                    const registry::v1::Centre& centre,
                                                                    absl::CivilDay day) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<Entrustment> entrustments,
                          rules_.ListEntrustmentsOn(session, service_type, day));
  const Entrustment* const counting = domain::CountingFor(centre, entrustments);
  return counting == nullptr ? std::nullopt : std::optional<Entrustment>(*counting);
}

absl::Status CareRules::UseQuota(db::Session& session, const Entrustment& entrustment, absl::CivilDay day,
                                 const std::string& request) const {
  if (!entrustment.has_quota()) return quotas_.GiveBack(session, request);
  // Those of one directive, so that the periods of an entrustment stay where they are.
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<Directive> directive,
                          rules_.DirectiveInForceOn(session, iran::StoredDay(entrustment.start_date())));
  const std::vector<absl::CivilDay> holidays = HolidaysOf(directive.value_or(Directive()));
  return quotas_.Use(session, request, domain::PeriodOf(entrustment, day, holidays));
}

absl::Status CareRules::SetDeadline(db::Session& session, v1::ServiceRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const ServiceTypeRevision revision, Promised(session, request.service_type_revision()));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<Directive> directive,
                          rules_.DirectiveInForceOn(session, domain::PromisedFrom(request)));
  domain::SetDeadline(request, revision.terms(), HolidaysOf(directive.value_or(Directive())));
  return absl::OkStatus();
}

absl::Status CareRules::RequireStaff(db::Session& session, const std::string& centre, const std::string& worker,
                                     absl::CivilDay day) const {
  MOSBAT_ASSIGN_OR_RETURN(const registry::v1::StaffMember member, registry_.GetStaffMember(session, worker));
  return CentreOf(worker) == centre && domain::WorksOn(member, day) ? absl::OkStatus() : errors::WorkerNotFound(worker);
}

std::vector<absl::CivilDay> HolidaysOf(const Directive& directive) {
  std::vector<absl::CivilDay> days;
  for (const Directive::Holiday& holiday : directive.provisions().holidays().days()) {
    days.push_back(iran::StoredDay(holiday.date()));
  }
  return days;
}

}  // namespace mosbat::casefile
