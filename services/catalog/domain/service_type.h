// What a service type may be and how it changes, but for its activation (activation.h). Pure functions.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"

#include "mosbat/catalog/v1/service_type.pb.h"

namespace mosbat::catalog::domain {

// The type as it is on `today`: a scheduled revision whose day has come is the current one. What is stored may be
// older.
v1::ServiceType AsOf(v1::ServiceType type, absl::CivilDay today);

// A new PROPOSED type of what the caller wrote. INVALID_ARGUMENT with each fault by its path under `service_type`.
absl::StatusOr<v1::ServiceType> Register(v1::ServiceType draft, absl::string_view name, absl::Time now);

// The type with what `mask` names of `wanted` (common/base/resource_fields.h). SERVICE_TYPE_RETIRED, TITLE_UNKNOWN, and
// the faults of Register().
absl::StatusOr<v1::ServiceType> Update(v1::ServiceType type, const v1::ServiceType& wanted,
                                       const google::protobuf::FieldMask& mask, absl::Time now);

// ACTIVE → SUSPENDED; else NOT_ACTIVE.
absl::StatusOr<v1::ServiceType> Suspend(v1::ServiceType type, absl::string_view reason, absl::Time now);

// ACTIVE or SUSPENDED → RETIRED; else NOT_ACTIVE. A revision that is only scheduled never comes into force.
absl::StatusOr<v1::ServiceType> Retire(v1::ServiceType type, absl::string_view reason, absl::Time now);

}  // namespace mosbat::catalog::domain
