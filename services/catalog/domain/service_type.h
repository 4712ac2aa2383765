// What a service type may be and how it changes, but for its activation (activation.h). Pure functions.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"

#include "mosbat/catalog/v1/service_type.pb.h"

namespace mosbat::catalog::domain {

// The type as it is on `today`: a scheduled revision whose day has come is the current one, and its quarantine, or that
// it has none, is the type's. What is stored may be older, until the sweep comes by.
v1::ServiceType AsOf(v1::ServiceType type, absl::CivilDay today);

// Lets the type wait for a revision, in quarantine since now where that cannot be used; AsOf() makes it the current
// one.
void Schedule(const v1::ServiceTypeRevision& revision, absl::Time now, v1::ServiceType& type);

// The revision in force, and the next to come into force after it.
struct Standing {
  std::optional<v1::ServiceTypeRevision> current;
  std::optional<v1::ServiceTypeRevision> next;
};

// The type as its revisions make it today. They differ from what it says itself where its day has come, and where a
// revision is passed over whose text was withdrawn by its effective date.
v1::ServiceType Settled(v1::ServiceType type, const Standing& standing, absl::Time now);

// Whether one of the revisions is what the type says is in force or waits for its day.
bool NamesAnyOf(const std::set<std::string>& revisions, const v1::ServiceType& type);

// Which types a list is narrowed to; what is empty narrows nothing.
struct TypeFilter {
  std::string owner;
  v1::ServiceType::State state = v1::ServiceType::STATE_UNSPECIFIED;
  v1::ServiceType::Domain domain = v1::ServiceType::DOMAIN_UNSPECIFIED;
  std::vector<std::string> words;  // iran::SearchWords() of a text
};

// The words by which a type is found, in the form of search keys: those of its name and of its titles.
std::vector<std::string> WordsOf(const v1::ServiceType& type);

// Whether the type, whose words these are, meets the filter: each of its words is the beginning of one of the type's.
bool Matches(const TypeFilter& filter, const v1::ServiceType& type, const std::vector<std::string>& words);

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
