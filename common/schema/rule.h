// mosbat.common.v1.Rule: a schema whose demands name the clause that makes them.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "common/base/error.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::schema {

// The clause that makes the demand at `schema_path` (Fault::schema_path): of the nearest place at or above it that
// names one, else `otherwise`, that of the whole. A demand that is reached through $ref belongs to the place that uses
// the definition.
std::string ClauseOf(const common::v1::Rule& rule, absl::string_view schema_path, absl::string_view otherwise = "");

// What the parts of a text are called.
enum class PartOfText { kClause, kArticle };

// The sentence with the part that says so, "… it is 11 (clause 3-2)."; as it is where `number` is "".
Words WithClause(Words words, absl::string_view number, PartOfText part = PartOfText::kClause);

}  // namespace mosbat::schema
