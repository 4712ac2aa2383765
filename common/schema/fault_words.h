// How a failed demand is said, in both languages. Internal to common/schema.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

#include "common/base/error.h"
#include "common/schema/vocabulary.h"

namespace mosbat::schema {

// `demanded` is the keyword's value in the schema, `found` the value of `field` in the document ("" is the document
// itself).
Words FaultWords(const std::string& keyword, const std::string& field, const nlohmann::json& demanded,
                 const nlohmann::json& found, const Vocabulary& vocabulary);

Words MissingWords(const std::string& field, const Vocabulary& vocabulary);
Words UnknownWords(const std::string& field, const Vocabulary& vocabulary);
Words NotAllowedWords(const std::string& field, const Vocabulary& vocabulary);
// That `not` excludes what was found.
Words ExcludedWords(const std::string& field, const nlohmann::json& found, const Vocabulary& vocabulary);

// That none of the `count` alternatives for `field` is met; that more than one is, though only one may be.
Words NoAlternativeWords(size_t count, const std::string& field, const Vocabulary& vocabulary);
Words SeveralAlternativesWords(size_t count, const std::vector<std::string>& met, const std::string& field,
                               const Vocabulary& vocabulary);
// "Alternative 2.1: …", what that alternative lacks.
Words AlternativeWords(const std::string& alternative, const Words& words);

// That it is demanded now, of what had to meet less or nothing of the kind.
Words NewDemandWords(const std::string& keyword, const std::string& field, const nlohmann::json& demanded);

// What was allowed and no longer is: that a property is left out, that it is there, that any is.
Words NowRequiredWords(const std::string& field);
Words NowRefusedWords(const std::string& field);
Words NowClosedWords(const std::string& field);
// One value, "" for several.
Words ValueGoneWords(const std::string& field, const nlohmann::json& value);
// That the condition `keyword` is not known to ask no more.
Words UnprovedWords(const std::string& keyword, const std::string& field);

}  // namespace mosbat::schema
