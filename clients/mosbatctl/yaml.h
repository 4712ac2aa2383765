// YAML as people write it, into the same values as JSON, and back. Of YAML's guesses only those of its core schema are
// taken, without their traps: `no` and `on` are texts, and so is a number that begins with a 0.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace mosbat::ctl {

// The documents of a text, of which "---" stands between two; empty ones are left out. Of one that cannot be read
// INVALID_ARGUMENT / YAML_MALFORMED says line and column, also of a key that is given twice; `source` names where the
// text is from.
std::vector<absl::StatusOr<nlohmann::json>> ParseYamlDocuments(const std::string& source, const std::string& text);

// The same where all have to be right.
absl::StatusOr<std::vector<nlohmann::json>> ParseYaml(const std::string& source, const std::string& text);

// The line, from 1, on which the value of `path` stands in a text of YAML or JSON, or what is nearest above it; 0 if
// the text cannot be read. A path that begins with "document[1]" is of the second document.
int LineOf(const std::string& text, absl::string_view path);

// In block style; what could be read as something else stands in quotes. Ends with a new line.
std::string ToYaml(const nlohmann::ordered_json& value);

}  // namespace mosbat::ctl
