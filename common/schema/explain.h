// Whether a document is valid, and the reasons why not. Internal to common/schema.
//
// The library decides whether a demand holds, asked of its validator for each constraint that has no schemas within;
// those that have are taken apart here, so that nothing is asked twice however deep it lies, what is asked is counted,
// and where it fails is known.
#pragma once

#include <cstdint>
#include <string>
#include <valijson/subschema.hpp>
#include <vector>

#include "nlohmann/json.hpp"

#include "common/schema/schema.h"

namespace mosbat::schema {

// Whether `value` is valid, by the library alone, whatever that costs: for values out of schemas.
bool Holds(const valijson::Subschema& schema, const nlohmann::json& value);

// Why `document` is not valid, in the words of `vocabulary`; at most kMostFaults reasons, none if it is valid. `text`
// is what `schema` was compiled from. Throws std::length_error where judging takes more than `max_steps` (Limits)
// steps.
std::vector<Fault> Explain(const valijson::Subschema& schema, const nlohmann::json& text,
                           const nlohmann::json& document, const Vocabulary& vocabulary, int64_t max_steps);

}  // namespace mosbat::schema
