#include "services/purchasing/handlers/standings.h"

#include "common/base/status_macros.h"
#include "common/feed/errors.h"
#include "common/iran/tehran_day.h"
#include "services/purchasing/domain/names.h"
#include "services/purchasing/errors.h"

namespace mosbat::purchasing {

absl::StatusOr<bool> Standings::Cover(const v1::Claim& claim) {
  if (claim.rule_waived()) return true;
  const absl::CivilDay day = iran::StoredDay(claim.occurred_on());
  const std::string sub_guideline = domain::SubGuidelineOf(claim.sub_guideline_revision());
  MOSBAT_RETURN_IF_ERROR(Learn("registry", claim.centre(), &Copies::FindCentre));
  MOSBAT_RETURN_IF_ERROR(Learn("catalog", claim.service_type(), &Copies::FindServiceType));
  MOSBAT_RETURN_IF_ERROR(Learn("guideline", sub_guideline, &Copies::FindSubGuideline));
  MOSBAT_ASSIGN_OR_RETURN(const bool directed, HadDirectiveOn(day));
  return directed && known_[claim.centre()].Covers(day) && known_[claim.service_type()].Covers(day) &&
         known_[sub_guideline].Covers(day);
}

absl::Status Standings::Unseen(absl::string_view feed, absl::string_view name) const {
  return mode_ == Mode::kFollowing ? errors::NotSeenYet(name) : feed::errors::CopyBehind(feed);
}

template <typename Message>
absl::Status Standings::Learn(absl::string_view feed, const std::string& name,
                              absl::StatusOr<std::optional<Message>> (Copies::*find)(db::Session&, const std::string&)
                                  const) {
  if (known_.contains(name)) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<Message> copy, (copies_.*find)(session_, name));
  if (!copy.has_value()) return Unseen(feed, name);
  if (mode_ == Mode::kGuarding) MOSBAT_RETURN_IF_ERROR(copies_.Guard(session_, *copy));
  known_[name] = domain::StandingOf(*copy);
  return absl::OkStatus();
}

absl::StatusOr<bool> Standings::HadDirectiveOn(absl::CivilDay day) {
  if (const auto known = directed_.find(day); known != directed_.end()) return known->second;
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<guideline::v1::Directive> directive,
                          copies_.FindDirectiveOn(session_, day));
  if (directive.has_value() && mode_ == Mode::kGuarding) {
    MOSBAT_RETURN_IF_ERROR(copies_.Guard(session_, *directive));
  }
  return directed_[day] = directive.has_value();
}

}  // namespace mosbat::purchasing
