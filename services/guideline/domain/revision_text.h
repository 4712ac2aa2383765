// What clauses and terms must be. Pure.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::guideline::domain {

// Whether clauses and terms are well-formed as far as they go, or, `is_complete`, where nothing is to come any more:
// then the rule may ask for no answer that no form asks. INVALID_ARGUMENT with each fault by its path below the request
// field `field`: FIELD_REQUIRED, FIELD_INVALID, CLAUSE_NOT_FOUND, SCHEMA_…, FACT_UNKNOWN, RESULT_….
absl::Status CheckRevision(absl::string_view field, const v1::SubGuidelineRevision& text, bool is_complete = false);

}  // namespace mosbat::guideline::domain
