#include "services/catalog/domain/activation.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/catalog/domain/service_type.h"
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

absl::Status CheckGround(const v1::ServiceType& type, const Ground& ground, const ActivationOrder& order) {
  if (!ground.text.has_value() || !ground.sub_guideline.has_value()) {
    return errors::SubGuidelineNotFound(type.rests_on());
  }
  const SubGuidelineRevision& text = *ground.text;
  if (!WasApproved(text)) return errors::SubGuidelineNotApproved(text);
  if (!InForceOn(text, order.effective_day)) return errors::SubGuidelineNotInForce(text.name(), order.effective_day);
  if (ground.sub_guideline->deputyship() != type.owner() && order.entry.role != access::v1::STEERING) {
    return errors::SubGuidelineOfAnother(*ground.sub_guideline, type.owner());
  }
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

absl::Status CheckOrder(const v1::ServiceType& type, const std::optional<v1::ServiceTypeRevision>& last,
                        const ActivationOrder& order) {
  MOSBAT_RETURN_IF_ERROR(iran::IsHistorical("effective_date", order.effective_day, order.entry).status());
  if (type.has_scheduled()) {
    return errors::RevisionScheduled(type.scheduled().revision(), iran::StoredDay(type.scheduled().effective_date()));
  }
  if (last.has_value()) {
    const absl::CivilDay last_day = iran::StoredDay(last->effective_date());
    if (order.effective_day < last_day) return errors::EffectiveDateBeforeLast(last->name(), last_day);
  }
  return absl::OkStatus();
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
    MOSBAT_RETURN_IF_ERROR(CheckOrder(type, last, order));
    MOSBAT_RETURN_IF_ERROR(CheckGround(type, ground, order));
    activation.revision = NextRevision(type, ground, order, now);
    type.set_revision_count(activation.revision->number());
    type.mutable_scheduled()->set_revision(activation.revision->name());
    *type.mutable_scheduled()->mutable_effective_date() = activation.revision->effective_date();
    type = AsOf(std::move(type), order.entry.today);
  }
  type.set_state(v1::ServiceType::ACTIVE);
  type.clear_state_reason();
  *type.mutable_update_time() = ToTimestamp(now);
  activation.type = std::move(type);
  return activation;
}

}  // namespace mosbat::catalog::domain
