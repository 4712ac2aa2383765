#include "services/registry/domain/directive_preview.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/fault_list.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/centres.h"
#include "services/registry/domain/directive_terms.h"
#include "services/registry/domain/divisions.h"
#include "services/registry/domain/licences.h"

namespace mosbat::registry::domain {
namespace {

using guideline::v1::Directive;
using v1::Centre;
using v1::Licence;

constexpr int kMostCount = 10'000;

// What a count is by the proposal: as it is now where that says nothing.
int Then(const Directive::Count& proposed, int now) { return proposed.value() == 0 ? now : proposed.value(); }

bool Changes(const v1::CentreEffect& effect) {
  return effect.files_cap_then() != effect.files_cap_now() ||
         effect.files_per_worker_then() != effect.files_per_worker_now() || effect.short_of_staff();
}

google::protobuf::RepeatedPtrField<v1::DirectiveEffect> ValuesOf(
    const std::map<std::string, v1::DirectiveEffect>& effects) {
  google::protobuf::RepeatedPtrField<v1::DirectiveEffect> values;
  for (const auto& [area, effect] : effects) *values.Add() = effect;
  return values;
}

}  // namespace

absl::Status CheckProposal(const Directive::Provisions& proposed) {
  FaultList faults("provisions");
  const auto check_count = [&](bool said, const Directive::Count& count, absl::string_view field) {
    if (said) CheckRange(field, count.value(), 1, kMostCount, faults);
  };
  check_count(proposed.has_files_per_centre(), proposed.files_per_centre(), "files_per_centre.value");
  check_count(proposed.has_files_per_worker(), proposed.files_per_worker(), "files_per_worker.value");
  check_count(proposed.has_minimum_staff(), proposed.minimum_staff(), "minimum_staff.value");
  MOSBAT_RETURN_IF_ERROR(faults.ToStatus());
  if (proposed.has_licence_validity()) {
    MOSBAT_RETURN_IF_ERROR(
        iran::CheckPeriod("provisions.licence_validity.period", proposed.licence_validity().period()));
  }
  if (proposed.has_agreement_validity()) {
    MOSBAT_RETURN_IF_ERROR(
        iran::CheckPeriod("provisions.agreement_validity.period", proposed.agreement_validity().period()));
  }
  for (const Directive::Holiday& holiday : proposed.holidays().days()) {
    MOSBAT_RETURN_IF_ERROR(iran::DayOf("provisions.holidays.days.date", holiday.date()).status());
  }
  return absl::OkStatus();
}

DirectivePreview::DirectivePreview(Directive proposed, absl::string_view area, absl::CivilDay today)
    : proposed_(std::move(proposed)), today_(today) {
  total_.set_area(std::string(area));
}

template <typename Change>
void DirectivePreview::InAreas(const std::string& county, Change change) {
  const std::string province = ProvinceOf(county);
  provinces_[province].set_area(province);
  counties_[county].set_area(county);
  for (v1::DirectiveEffect* effect : {&total_, &provinces_[province], &counties_[county]}) change(*effect);
}

v1::CentreEffect DirectivePreview::EffectOn(const Centre& centre) const {
  const auto& proposed = proposed_.provisions();
  v1::CentreEffect effect;
  effect.set_centre(centre.name());
  effect.set_county(centre.county());
  effect.set_state(StateOn(centre, today_));
  effect.set_files_cap_now(centre.files_cap());
  effect.set_files_cap_then(Then(proposed.files_per_centre(), centre.files_cap()));
  effect.set_files_per_worker_now(centre.files_per_worker());
  effect.set_files_per_worker_then(Then(proposed.files_per_worker(), centre.files_per_worker()));
  effect.set_staff_count(centre.staff_count());
  effect.set_minimum_staff_now(centre.minimum_staff());
  effect.set_minimum_staff_then(Then(proposed.minimum_staff(), centre.minimum_staff()));
  effect.set_short_of_staff(effect.state() == Centre::OPERATING && effect.staff_count() < effect.minimum_staff_then());
  return effect;
}

void DirectivePreview::Add(const Centre& centre) {
  if (centre.state() == Centre::CLOSED) return;
  v1::CentreEffect effect = EffectOn(centre);
  InAreas(centre.county(), [&](v1::DirectiveEffect& area) {
    const int change = effect.files_cap_then() - effect.files_cap_now();
    area.set_centres(area.centres() + 1);
    area.set_operating_centres(area.operating_centres() + (effect.state() == Centre::OPERATING));
    area.set_places_now(area.places_now() + effect.files_cap_now());
    area.set_places_then(area.places_then() + effect.files_cap_then());
    area.set_centres_gaining(area.centres_gaining() + (change > 0));
    area.set_centres_losing(area.centres_losing() + (change < 0));
    area.set_centres_short_of_staff(area.centres_short_of_staff() + effect.short_of_staff());
  });
  if (!Changes(effect)) return;
  if (centres_.size() < kMostCentres) {
    *centres_.Add() = std::move(effect);
  } else {
    ++left_out_;
  }
}

void DirectivePreview::Add(const Licence& licence) {
  const Licence::State state = StateOn(licence, today_);
  if (state != Licence::VALID && state != Licence::SUSPENDED) return;
  const bool is_agreement = licence.kind() == Licence::AGREEMENT_IN_PRINCIPLE;
  const auto& proposed = proposed_.provisions();
  const auto& validity = is_agreement ? proposed.agreement_validity() : proposed.licence_validity();
  const std::optional<absl::CivilDay> then =
      LastDayOf(validity.period(), HolidaysOf(proposed_), iran::StoredDay(licence.valid_from()));
  if (!then.has_value()) return;
  // One without an end is longer than any.
  const absl::CivilDay now = licence.has_valid_until() ? iran::StoredDay(licence.valid_until()) : absl::CivilDay::max();
  InAreas(licence.county(), [&](v1::DirectiveEffect& area) {
    v1::LicenceEffect& effect = is_agreement ? *area.mutable_agreements() : *area.mutable_papers();
    effect.set_longer(effect.longer() + (*then > now));
    effect.set_shorter(effect.shorter() + (*then < now));
    effect.set_ended(effect.ended() + (*then < today_));
  });
}

v1::PreviewDirectiveResponse DirectivePreview::Result() const {
  v1::PreviewDirectiveResponse result;
  result.set_entrustment_then(proposed_.provisions().entrustment().mode());
  *result.mutable_total() = total_;
  *result.mutable_provinces() = ValuesOf(provinces_);
  *result.mutable_counties() = ValuesOf(counties_);
  *result.mutable_centres() = centres_;
  result.set_centres_left_out(left_out_);
  return result;
}

}  // namespace mosbat::registry::domain
