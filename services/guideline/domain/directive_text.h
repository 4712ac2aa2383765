// What the articles, dates and provisions of a directive must be. Pure.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "mosbat/guideline/v1/directive.pb.h"

namespace mosbat::guideline::domain {

// Whether a directive is well-formed as far as it goes. INVALID_ARGUMENT with each fault by its path below the request
// field `field`: FIELD_REQUIRED, FIELD_INVALID, NAME_INVALID, ARTICLE_NOT_FOUND, WEIGHTS_NOT_100, DATES_OUT_OF_ORDER,
// SCHEMA_….
absl::Status CheckDirective(absl::string_view field, const v1::Directive& directive);

}  // namespace mosbat::guideline::domain
