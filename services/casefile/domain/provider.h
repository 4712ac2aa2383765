// Whether a centre may and can give a service on a day. Pure functions over what the service knows of the registry and
// the catalog.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/common/v1/common.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::casefile::domain {

// FAILED_PRECONDITION / CENTRE_NOT_OPERATING unless the day is one of those on which the centre operated, whatever it
// does now.
absl::Status RequireOperatingOn(const registry::v1::Centre& centre, absl::CivilDay day);

// Whether somebody works at their centre on the day.
bool WorksOn(const registry::v1::StaffMember& member, absl::CivilDay day);

// Whether the entrustment, which is in effect, covers the centre.
bool Covers(const catalog::v1::Entrustment& entrustment, const registry::v1::Centre& centre);

// The days on which the permit counts for the requirement: its own, from its first day on no longer than the
// requirement's validity. None where there is such a validity and the permit does not say since when it holds.
std::optional<common::v1::DayRange> DaysOf(const registry::v1::StaffMember::Permit& permit,
                                           const guideline::v1::ProviderRequirement& requirement);

// Whether the centre's equipment, or somebody who works there on the day, meets the requirement.
bool IsMet(const guideline::v1::ProviderRequirement& requirement, const registry::v1::Centre& centre,
           absl::Span<const registry::v1::StaffMember> staff, absl::CivilDay day);

// FAILED_PRECONDITION / PROVIDER_NOT_READY with the codes of the requirements that neither the centre's equipment nor
// anybody who works there on the day meets.
absl::Status RequireReady(const catalog::v1::ServiceTypeRevision& revision, const registry::v1::Centre& centre,
                          absl::Span<const registry::v1::StaffMember> staff, absl::CivilDay day);

// FAILED_PRECONDITION / OCCURRED_IN_FUTURE or TOO_LATE, for `field`: the day is after today, or longer ago than the
// directive's late-entry days.
absl::Status RequireTimely(absl::string_view field, absl::CivilDay day, absl::CivilDay today,
                           const guideline::v1::Directive& directive);

}  // namespace mosbat::casefile::domain
