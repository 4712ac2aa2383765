// mosbat.common.v1.Rule: a schema whose demands name the clause that makes them.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "mosbat/common/v1/common.pb.h"

namespace mosbat::schema {

// The clause that makes the demand at `schema_path` (Fault::schema_path): of the nearest place at or above it that
// names one;
// "" if none does. A demand that is reached through $ref belongs to the place that uses the definition.
std::string ClauseOf(const common::v1::Rule& rule, absl::string_view schema_path);

}  // namespace mosbat::schema
