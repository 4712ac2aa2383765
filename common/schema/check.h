// Whether a schema is one of ours, before the library sees it. Internal to common/schema.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"
#include "nlohmann/json.hpp"

#include "common/schema/schema.h"

namespace mosbat::schema {

// The schema as it was written, within `limits`. SCHEMA_TOO_LARGE, SCHEMA_MALFORMED.
absl::StatusOr<nlohmann::json> ReadSchema(const google::protobuf::Struct& schema, const Limits& limits,
                                          absl::string_view field);

// The schema as the library is given it: without what says nothing, and with our own keywords (keywords.h) in place of
// those on which the library is wrong. Errors as Compile() names them.
absl::StatusOr<nlohmann::json> CheckSchema(const nlohmann::json& schema, const Limits& limits, absl::string_view field);

}  // namespace mosbat::schema
