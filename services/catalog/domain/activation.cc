#include "services/catalog/domain/activation.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/catalog/domain/service_type.h"
#include "services/catalog/domain/usability.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog::domain {
namespace {

using guideline::v1::Directive;
using guideline::v1::SubGuideline;
using guideline::v1::SubGuidelineRevision;

// A text that was approved stays approved when another takes its place: its dates say when it held.
bool WasApproved(const SubGuidelineRevision& text) {
  return text.state() == SubGuidelineRevision::APPROVED || text.state() == SubGuidelineRevision::SUPERSEDED;
}

bool InForceOn(const SubGuidelineRevision& text, absl::CivilDay day) {
  return iran::StoredDay(text.effective_date()) <= day &&
         (!text.has_end_date() || day < iran::StoredDay(text.end_date()));
}

// Whether the day is one on which some approved revision of it is in force.
bool AnyInForceOn(const SubGuideline& sub_guideline, absl::CivilDay day) {
  return absl::c_any_of(sub_guideline.in_force(), [&](const SubGuideline::InForce& revision) {
    return iran::StoredDay(revision.effective_date()) <= day &&
           (!revision.has_end_date() || day < iran::StoredDay(revision.end_date()));
  });
}

bool MayEntrust(const Directive& directive, const SubGuideline& sub_guideline) {
  const Directive::Entrustment& entrustment = directive.provisions().entrustment();
  if (entrustment.mode() == Directive::Entrustment::OPEN) return true;
  return absl::c_any_of(entrustment.activities(), [&](const Directive::ListedActivity& activity) {
    return activity.sub_guideline() == sub_guideline.name() ||
           (activity.founding_number() != 0 && activity.founding_number() == sub_guideline.founding_number());
  });
}

absl::Status CheckType(const v1::ServiceType& type, bool makes_revision) {
  if (type.state() == v1::ServiceType::RETIRED) return errors::ServiceTypeRetired(type.name());
  if (type.title_unknown()) return errors::TitleUnknown(type.name());
  if (type.rests_on().empty()) return errors::SubGuidelineMissing(type.name());
  if (type.state() == v1::ServiceType::ACTIVE && !makes_revision) return errors::AlreadyActive(type.name());
  return absl::OkStatus();
}

// That the text exists and was approved; then that of its owner, its terms, and the directive.
absl::Status CheckText(absl::string_view rests_on, const Ground& ground) {
  if (!ground.text.has_value() || !ground.sub_guideline.has_value()) return errors::SubGuidelineNotFound(rests_on);
  return WasApproved(*ground.text) ? absl::OkStatus() : errors::SubGuidelineNotApproved(*ground.text);
}

absl::Status CheckPermission(const Ground& ground, const ActivationOrder& order) {
  const SubGuidelineRevision& text = *ground.text;
  if (order.text_keeper != order.type_keeper && order.entry.role != access::v1::STEERING) {
    return errors::SubGuidelineOfAnother(ground.sub_guideline->name(), order.text_keeper, order.type_keeper);
  }
  MOSBAT_RETURN_IF_ERROR(RequireKnownFacts("terms", text.terms()));
  if (text.terms().kind().has_end_date()) {
    const absl::CivilDay end = iran::StoredDay(text.terms().kind().end_date());
    if (end <= order.effective_day) return errors::SchemeOver(text.name(), end);
  }
  if (!ground.directive.has_value()) return errors::DirectiveNotInForce(order.effective_day);
  if (!MayEntrust(*ground.directive, *ground.sub_guideline)) {
    return errors::ActivityOutsideDirective(ground.sub_guideline->name(), *ground.directive);
  }
  return absl::OkStatus();
}

absl::Status CheckGround(const v1::ServiceType& type, const Ground& ground, const ActivationOrder& order) {
  MOSBAT_RETURN_IF_ERROR(CheckText(type.rests_on(), ground));
  if (!InForceOn(*ground.text, order.effective_day)) {
    return errors::SubGuidelineNotInForce(ground.text->name(), order.effective_day);
  }
  return CheckPermission(ground, order);
}

absl::Status RequireNotBefore(const std::optional<v1::ServiceTypeRevision>& last, absl::CivilDay day) {
  if (!last.has_value()) return absl::OkStatus();
  const absl::CivilDay last_day = iran::StoredDay(last->effective_date());
  return day < last_day ? errors::EffectiveDateBeforeLast(last->name(), last_day) : absl::OkStatus();
}

absl::Status RequireNoneScheduled(const v1::ServiceType& type) {
  if (!type.has_scheduled()) return absl::OkStatus();
  return errors::RevisionScheduled(type.scheduled().revision(), iran::StoredDay(type.scheduled().effective_date()));
}

v1::ServiceTypeRevision NextRevision(const v1::ServiceType& type, const Ground& ground, const ActivationOrder& order,
                                     absl::Time now) {
  v1::ServiceTypeRevision revision;
  revision.set_number(type.revision_count() + 1);
  revision.set_name(absl::StrCat(type.name(), "/revisions/", revision.number()));
  revision.set_service_type(type.name());
  revision.set_sub_guideline_revision(ground.text->name());
  revision.set_directive(ground.directive->name());
  *revision.mutable_terms() = ground.text->terms();
  *revision.mutable_effective_date() = iran::ToDate(order.effective_day);
  revision.set_historical(order.effective_day < order.entry.today);
  *revision.mutable_create_time() = ToTimestamp(now);
  return revision;
}

// Gives the type its next revision, which takes effect on its day.
void Take(const v1::ServiceTypeRevision& revision, const ActivationOrder& order, absl::Time now,
          v1::ServiceType& type) {
  type.set_revision_count(revision.number());
  Schedule(revision, now, type);
  type = AsOf(std::move(type), order.entry.today);
}

}  // namespace

bool MakesRevision(const v1::ServiceType& type, const std::optional<v1::ServiceTypeRevision>& last) {
  return !type.rests_on().empty() && (!last.has_value() || last->sub_guideline_revision() != type.rests_on());
}

absl::StatusOr<Activation> Activate(v1::ServiceType type, const std::optional<v1::ServiceTypeRevision>& last,
                                    const Ground& ground, const ActivationOrder& order, absl::Time now) {
  type = AsOf(std::move(type), order.entry.today);
  const bool makes_revision = MakesRevision(type, last);
  MOSBAT_RETURN_IF_ERROR(CheckType(type, makes_revision));

  Activation activation;
  if (makes_revision) {
    if (ground.rests_on != type.rests_on()) return errors::StaleEtag(type.name());
    MOSBAT_RETURN_IF_ERROR(iran::IsHistorical("effective_date", order.effective_day, order.entry).status());
    MOSBAT_RETURN_IF_ERROR(RequireNoneScheduled(type));
    MOSBAT_RETURN_IF_ERROR(RequireNotBefore(last, order.effective_day));
    MOSBAT_RETURN_IF_ERROR(CheckGround(type, ground, order));
    activation.revision = NextRevision(type, ground, order, now);
    Take(*activation.revision, order, now, type);
  }
  type.set_state(v1::ServiceType::ACTIVE);
  type.clear_state_reason();
  *type.mutable_update_time() = ToTimestamp(now);
  activation.type = std::move(type);
  return activation;
}

absl::StatusOr<Activation> Rollback(v1::ServiceType type, const Restoration& restoration, const Ground& ground,
                                    const ActivationOrder& order, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(restoration.reason));
  type = AsOf(std::move(type), order.entry.today);
  const v1::ServiceTypeRevision& earlier = restoration.earlier;
  if (earlier.service_type() != type.name()) return errors::RevisionOfAnother(earlier.name(), type.name());
  if (type.state() == v1::ServiceType::RETIRED) return errors::ServiceTypeRetired(type.name());
  if (earlier.name() == type.current_revision() && !type.has_scheduled()) {
    return errors::AlreadyInForce(earlier.name());
  }
  if (ground.rests_on != earlier.sub_guideline_revision()) return errors::StaleEtag(type.name());
  MOSBAT_RETURN_IF_ERROR(iran::IsHistorical("effective_date", order.effective_day, order.entry).status());
  // Of revisions in effect the greatest number holds, so one that is only scheduled is overtaken before it began.
  if (order.effective_day > order.entry.today) MOSBAT_RETURN_IF_ERROR(RequireNoneScheduled(type));
  MOSBAT_RETURN_IF_ERROR(RequireNotBefore(restoration.current, order.effective_day));
  // The text that took its place may have ended it; what counts is that the sub-guideline still stands.
  MOSBAT_RETURN_IF_ERROR(CheckText(earlier.sub_guideline_revision(), ground));
  if (!AnyInForceOn(*ground.sub_guideline, order.effective_day)) {
    return errors::SubGuidelineNotInForce(ground.sub_guideline->name(), order.effective_day);
  }
  MOSBAT_RETURN_IF_ERROR(CheckPermission(ground, order));

  Activation activation{.type = {}, .revision = NextRevision(type, ground, order, now)};
  *activation.revision->mutable_terms() = earlier.terms();
  activation.revision->set_restores(earlier.name());
  activation.revision->set_reason(restoration.reason);
  type.set_rests_on(earlier.sub_guideline_revision());
  Take(*activation.revision, order, now, type);
  *type.mutable_update_time() = ToTimestamp(now);
  activation.type = std::move(type);
  return activation;
}

}  // namespace mosbat::catalog::domain
