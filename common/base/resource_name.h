// Resource names, "subGuidelines/{id}/revisions/{n}" (AIP-122).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mosbat {

// The ids of `name` where `pattern` has "*", in order: ParseName("name", "subGuidelines/*/revisions/*", name).
// An id is 1 to 63 of [a-z0-9-], and neither begins nor ends with "-". Else INVALID_ARGUMENT / NAME_INVALID for `field`
// (FIELD_REQUIRED where it is empty).
absl::StatusOr<std::vector<std::string>> ParseName(absl::string_view field, absl::string_view pattern,
                                                   absl::string_view name);

// OK if `name` is of `pattern`; else as ParseName().
absl::Status RequireName(absl::string_view field, absl::string_view pattern, absl::string_view name);

// The same for a filter, which may be left out.
absl::Status RequireNameIfSet(absl::string_view field, absl::string_view pattern, absl::string_view name);

// The name of a new resource in `collection`: with the id that the caller gave in `field`, else with `otherwise`, a new
// id, where the method has one. INVALID_ARGUMENT / FIELD_REQUIRED or NAME_INVALID for `field`.
absl::StatusOr<std::string> NewName(absl::string_view collection, absl::string_view field, absl::string_view id,
                                    absl::string_view otherwise = "");

// OK if nothing is stored under `name`, where `found` is what reading it said; ALREADY_EXISTS / ALREADY_EXISTS if
// something is.
absl::Status RequireFree(const absl::Status& found, absl::string_view name);

// Whether `id` may stand in a resource name.
bool IsResourceId(absl::string_view id);

}  // namespace mosbat
