// On what ground a centre may give a service on a day: what requests and deliveries are held against alike.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "common/db/database.h"
#include "mosbat/casefile/v1/service_request.pb.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "services/casefile/store/quota_store.h"
#include "services/casefile/store/registry_copies.h"
#include "services/casefile/store/rule_copies.h"

namespace mosbat::casefile {

// Thread-safe. What it is given outlives it.
class CareRules {
 public:
  CareRules(const RuleCopies& rules, const RegistryCopies& registry, const QuotaStore& quotas)
      : rules_(rules), registry_(registry), quotas_(quotas) {}

  // The revision of an active type that requests of the day are judged by. SERVICE_TYPE_NOT_FOUND,
  // SERVICE_TYPE_NOT_ACTIVE, SERVICE_TYPE_QUARANTINED.
  absl::StatusOr<catalog::v1::ServiceTypeRevision> RevisionOn(db::Session& session, const std::string& service_type,
                                                              absl::CivilDay day) const;

  // The revision that a request was promised.
  absl::StatusOr<catalog::v1::ServiceTypeRevision> Promised(db::Session& session, const std::string& revision) const {
    return rules_.GetRevision(session, revision);
  }

  // The texts that a decision names; nothing of what is not known.
  absl::StatusOr<std::optional<catalog::v1::ServiceTypeRevision>> FindRevision(db::Session& session,
                                                                               const std::string& name) const {
    return rules_.FindRevision(session, name);
  }
  absl::StatusOr<std::optional<guideline::v1::Directive>> FindDirective(db::Session& session,
                                                                        const std::string& name) const {
    return rules_.FindDirective(session, name);
  }

  // The directive in force on the day; nothing if none is.
  absl::StatusOr<std::optional<guideline::v1::Directive>> DirectiveOn(db::Session& session, absl::CivilDay day) const {
    return rules_.DirectiveInForceOn(session, day);
  }

  // Whether the revision's sub-guideline is in force on the day, the text that it rests on not withdrawn, and its kind
  // of service not over.
  absl::StatusOr<bool> IsRuleInForce(db::Session& session, const catalog::v1::ServiceTypeRevision& revision,
                                     absl::CivilDay day) const;

  // The directive in force on the day, if the revision's rule is in force too, and the day (of `field`) is neither yet
  // to come nor too long ago. RULE_NOT_IN_FORCE,
  // OCCURRED_IN_FUTURE, TOO_LATE.
  absl::StatusOr<guideline::v1::Directive> RequireInForce(db::Session& session,
                                                          const catalog::v1::ServiceTypeRevision& revision,
                                                          absl::string_view field, absl::CivilDay day,
                                                          absl::CivilDay today) const;

  // The entrustment under which what the centre gives on the day counts, if the centre operates, is entrusted with the
  // type, and has what the terms demand, on the day. CENTRE_NOT_OPERATING, NOT_ENTRUSTED, PROVIDER_NOT_READY.
  absl::StatusOr<catalog::v1::Entrustment> RequireProvider(db::Session& session,
                                                           const catalog::v1::ServiceTypeRevision& revision,
                                                           const registry::v1::Centre& centre,
                                                           absl::CivilDay day) const;

  // That entrustment; nothing if none covers the centre on the day.
  absl::StatusOr<std::optional<catalog::v1::Entrustment>> EntrustmentOn(db::Session& session,
                                                                        const std::string& service_type,
                                                                        const registry::v1::Centre& centre,
                                                                        absl::CivilDay day) const;

  // The request uses one delivery of the entrustment's quota, if it has one, in the period of the day, and none of any
  // other any more. QUOTA_EXHAUSTED.
  absl::Status UseQuota(db::Session& session, const catalog::v1::Entrustment& entrustment, absl::CivilDay day,
                        const std::string& request) const;
  absl::Status GiveBackQuota(db::Session& session, const std::string& request) const {
    return quotas_.GiveBack(session, request);
  }

  // Gives the request, which is promised from its first day on, the last day of its deadline, by the holidays of the
  // directive of that first day.
  absl::Status SetDeadline(db::Session& session, v1::ServiceRequest& request) const;

  // OK if the worker is on the centre's staff on the day. WORKER_NOT_FOUND.
  absl::Status RequireStaff(db::Session& session, const std::string& centre, const std::string& worker,
                            absl::CivilDay day) const;

  absl::StatusOr<registry::v1::Centre> GetCentre(db::Session& session, const std::string& name) const {
    return registry_.GetCentre(session, name);
  }

 private:
  const RuleCopies& rules_;
  const RegistryCopies& registry_;
  const QuotaStore& quotas_;
};

// The days of the directive that are not working days.
std::vector<absl::CivilDay> HolidaysOf(const guideline::v1::Directive& directive);

}  // namespace mosbat::casefile
