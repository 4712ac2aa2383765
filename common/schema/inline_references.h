// Schemas without $ref. Internal to common/schema.
#pragma once

#include <optional>

#include "nlohmann/json.hpp"

namespace mosbat::schema {

// A schema that CheckSchema took, with each reference replaced by what it leads to, and without what says nothing;
// nothing where that would take more than a megabyte.
std::optional<nlohmann::json> InlineReferences(const nlohmann::json& schema);

}  // namespace mosbat::schema
