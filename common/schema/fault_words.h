// How a failed demand is said, in both languages. Internal to common/schema.
#pragma once

#include <string>
#include <vector>

#include "nlohmann/json.hpp"

#include "common/base/error.h"

namespace mosbat::schema {

// `demanded` is the keyword's value in the schema, `found` the value of `field` in the document ("" is the document
// itself).
Words FaultWords(const std::string& keyword, const std::string& field, const nlohmann::json& demanded,
                 const nlohmann::json& found);

Words MissingWords(const std::string& field);
Words UnknownWords(const std::string& field);
Words NotAllowedWords(const std::string& field);

// What each alternative lacks, joined.
Words NoAlternativeWords(const std::vector<Words>& reasons);

}  // namespace mosbat::schema
