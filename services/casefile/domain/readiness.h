// What a centre has of that which terms demand of a provider, in words for whoever runs it. Pure functions.
#pragma once

#include "absl/time/civil_time.h"
#include "absl/types/span.h"

#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::casefile::domain {

// Whether the requirement is met on the day, as IsMet() says; what is there, or what is missing.
v1::RequirementCheck CheckRequirement(const guideline::v1::ProviderRequirement& requirement,
                                      const registry::v1::Centre& centre,
                                      absl::Span<const registry::v1::StaffMember> staff, absl::CivilDay day);

}  // namespace mosbat::casefile::domain
