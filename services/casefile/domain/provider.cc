#include "services/casefile/domain/provider.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "common/iran/day_range.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile::domain {
namespace {

using guideline::v1::ProviderRequirement;
using registry::v1::Centre;
using registry::v1::StaffMember;

bool IsPermitted(const StaffMember& member, const ProviderRequirement& requirement, absl::CivilDay day) {
  return std::any_of(member.permits().begin(), member.permits().end(), [&](const StaffMember::Permit& permit) {
    if (permit.kind() != requirement.code()) return false;
    const std::optional<common::v1::DayRange> days = DaysOf(permit, requirement);
    return days.has_value() && iran::Contains(*days, day);
  });
}

bool MeetsBy(const StaffMember& member, const ProviderRequirement& requirement, absl::CivilDay day) {
  switch (requirement.kind()) {
    case ProviderRequirement::QUALIFICATION:
      return member.field_of_study() == requirement.code();
    case ProviderRequirement::PERMIT:
      return IsPermitted(member, requirement, day);
    case ProviderRequirement::TRAINING:
      return std::count(member.trainings().begin(), member.trainings().end(), requirement.code()) > 0;
    default:
      return false;
  }
}

}  // namespace

absl::Status RequireOperatingOn(const Centre& centre, absl::CivilDay day) {
  const iran::DayRanges days =
      iran::LastingUntil(centre.operating_days(), centre.has_licensed_until() ? &centre.licensed_until() : nullptr);
  return iran::Contains(days, day) ? absl::OkStatus() : errors::CentreNotOperating(centre.name(), day);
}

bool WorksOn(const StaffMember& member, absl::CivilDay day) {
  return (!member.has_start_date() || iran::StoredDay(member.start_date()) <= day) &&
         (!member.has_end_date() || day <= iran::StoredDay(member.end_date()));
}

bool Covers(const catalog::v1::Entrustment& entrustment, const Centre& centre) {
  if (entrustment.has_centres()) {
    const auto& names = entrustment.centres().names();
    return std::find(names.begin(), names.end(), centre.name()) != names.end();
  }
  const common::v1::Area& area = entrustment.area();
  switch (area.area_case()) {
    case common::v1::Area::kCountry:
      return area.country();
    case common::v1::Area::kProvince:
      return absl::StartsWith(centre.county(), absl::StrCat(area.province(), "/"));
    case common::v1::Area::kCounty:
      return centre.county() == area.county();
    case common::v1::Area::kCentre:
      return centre.name() == area.centre();
    case common::v1::Area::AREA_NOT_SET:
      break;
  }
  return false;
}

std::optional<common::v1::DayRange> DaysOf(const StaffMember::Permit& permit, const ProviderRequirement& requirement) {
  if (requirement.has_validity() && !permit.has_valid_from()) return std::nullopt;
  common::v1::DayRange days;
  if (permit.has_valid_from()) *days.mutable_from() = permit.valid_from();
  if (permit.has_valid_until()) *days.mutable_until() = permit.valid_until();
  if (requirement.has_validity()) {
    const absl::CivilDay last =
        iran::AddPeriod(iran::StoredDay(permit.valid_from()), requirement.validity(), /*holidays=*/{}) - 1;
    if (!days.has_until() || last < iran::StoredDay(days.until())) *days.mutable_until() = iran::ToDate(last);
  }
  return days;
}

bool IsMet(const ProviderRequirement& requirement, const Centre& centre, absl::Span<const StaffMember> staff,
           absl::CivilDay day) {
  if (requirement.kind() == ProviderRequirement::EQUIPMENT) {
    return std::count(centre.equipment().begin(), centre.equipment().end(), requirement.code()) > 0;
  }
  return std::any_of(staff.begin(), staff.end(), [&](const StaffMember& member) {
    return WorksOn(member, day) && MeetsBy(member, requirement, day);
  });
}

absl::Status RequireReady(const catalog::v1::ServiceTypeRevision& revision, const Centre& centre,
                          absl::Span<const StaffMember> staff, absl::CivilDay day) {
  std::vector<std::string> missing;
  for (const ProviderRequirement& requirement : revision.terms().provider_requirements()) {
    if (!IsMet(requirement, centre, staff, day)) missing.push_back(requirement.code());
  }
  return missing.empty() ? absl::OkStatus() : errors::ProviderNotReady(revision.service_type(), centre.name(), missing);
}

absl::Status RequireTimely(absl::string_view field, absl::CivilDay day, absl::CivilDay today,
                           const guideline::v1::Directive& directive) {
  if (day > today) return errors::OccurredInFuture(field);
  if (!directive.provisions().has_late_entry_days()) return absl::OkStatus();
  const guideline::v1::Directive::Count& limit = directive.provisions().late_entry_days();
  return today - day > limit.value() ? errors::TooLate(field, limit.value(), limit.article()) : absl::OkStatus();
}

}  // namespace mosbat::casefile::domain
