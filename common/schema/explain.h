// The reasons why a document is invalid. Internal to common/schema.
//
// The library decides whether a demand holds, asked of its validator for each constraint that has no schemas within;
// those that have are taken apart here, so that nothing is asked twice however deep it lies. Here is only where it
// fails and how that is said.
#pragma once

#include <string>
#include <valijson/subschema.hpp>
#include <vector>

#include "nlohmann/json.hpp"

#include "common/schema/schema.h"

namespace mosbat::schema {

// Whether `value` is valid.
bool Holds(const valijson::Subschema& schema, const nlohmann::json& value);

// Why `document`, which is not, is invalid, in the words of `vocabulary`; at most kMostFaults reasons. `text` is what
// `schema` was compiled from.
std::vector<Fault> Explain(const valijson::Subschema& schema, const nlohmann::json& text,
                           const nlohmann::json& document, const Vocabulary& vocabulary);

}  // namespace mosbat::schema
