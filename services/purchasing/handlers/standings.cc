#include "services/purchasing/handlers/standings.h"

#include <optional>

#include "common/base/status_macros.h"
#include "common/feed/errors.h"
#include "common/iran/tehran_day.h"
#include "services/purchasing/errors.h"

namespace mosbat::purchasing {

absl::StatusOr<bool> Standings::Cover(const v1::Claim& claim) {
  if (claim.rule_waived()) return true;
  if (!known_.contains(claim.centre())) {
    MOSBAT_ASSIGN_OR_RETURN(known_[claim.centre()], OfCentre(claim.centre()));
  }
  if (!known_.contains(claim.service_type())) {
    MOSBAT_ASSIGN_OR_RETURN(known_[claim.service_type()], OfServiceType(claim.service_type()));
  }
  const absl::CivilDay day = iran::StoredDay(claim.occurred_on());
  return known_[claim.centre()].Covers(day) && known_[claim.service_type()].Covers(day);
}

absl::Status Standings::Unseen(absl::string_view feed, absl::string_view name) const {
  return mode_ == Mode::kFollowing ? errors::NotSeenYet(name) : feed::errors::CopyBehind(feed);
}

absl::StatusOr<domain::Standing> Standings::OfCentre(const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<registry::v1::Centre> centre, copies_.FindCentre(session_, name));
  if (!centre.has_value()) return Unseen("registry", name);
  if (mode_ == Mode::kGuarding) MOSBAT_RETURN_IF_ERROR(copies_.Guard(session_, *centre));
  return domain::StandingOf(*centre);
}

absl::StatusOr<domain::Standing> Standings::OfServiceType(const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<catalog::v1::ServiceType> type, copies_.FindServiceType(session_, name));
  if (!type.has_value()) return Unseen("catalog", name);
  if (mode_ == Mode::kGuarding) MOSBAT_RETURN_IF_ERROR(copies_.Guard(session_, *type));
  return domain::StandingOf(*type);
}

}  // namespace mosbat::purchasing
