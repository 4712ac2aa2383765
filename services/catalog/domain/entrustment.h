// Entrustments: what one may be and how it changes. Pure functions.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "common/iran/historical.h"
#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "services/catalog/domain/places.h"

namespace mosbat::catalog::domain {

// What the caller wrote of a new one, whose PlacesOf() registry was asked about. INVALID_ARGUMENT with each fault by
// its path under `entrustment`.
absl::Status CheckProposal(const v1::Entrustment& draft, const std::vector<Place>& places);

// A new PROPOSED entrustment of `type` from a draft that was checked. SERVICE_TYPE_RETIRED.
absl::StatusOr<v1::Entrustment> Propose(v1::Entrustment draft, const v1::ServiceType& type, absl::string_view name,
                                        absl::Time now);

// That every pilot of the type has begun by the first day of an entrustment that is PROPOSED and no pilot itself; of
// `pilots` the PROPOSED and ACTIVE ones count. PILOT_FIRST.
absl::Status RequirePilotsFirst(const v1::Entrustment& entrustment, const std::vector<v1::Entrustment>& pilots);

// PROPOSED or SUSPENDED → ACTIVE. That its service type is ACTIVE is the store's to hold. ENTRUSTMENT_STATE,
// ENTRUSTMENT_OVER, and for a PROPOSED one HISTORICAL_NOT_SAID, HISTORICAL_NOT_ALLOWED.
absl::StatusOr<v1::Entrustment> Activate(v1::Entrustment entrustment, const iran::Entry& entry, absl::Time now);

// ACTIVE → SUSPENDED from today on; else ENTRUSTMENT_STATE.
absl::StatusOr<v1::Entrustment> Suspend(v1::Entrustment entrustment, absl::string_view reason, absl::CivilDay today,
                                        absl::Time now);

// To ENDED, with the end date from which on it covers nothing: today, the day of its suspension or its own end date,
// whichever is first; one that never was active covers nothing at all. ENTRUSTMENT_STATE if it is ENDED.
absl::StatusOr<v1::Entrustment> End(v1::Entrustment entrustment, absl::string_view reason, absl::CivilDay today,
                                    absl::Time now);

}  // namespace mosbat::catalog::domain
