// What clauses and terms must be. Pure.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "common/base/fault_list.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::guideline::domain {

// Whether clauses and terms are well-formed as far as they go. INVALID_ARGUMENT with each fault by its path below the
// request field `field`: FIELD_REQUIRED, FIELD_INVALID, CLAUSE_NOT_FOUND, SCHEMA_…, FACT_UNKNOWN, RESULT_….
absl::Status CheckRevision(absl::string_view field, const v1::SubGuidelineRevision& text);

// FACT_UNKNOWN for what the rule asks for and no document has. In terms that are not complete the request form may be
// still to come, and nothing is said of its answers while it is.
void CheckFacts(const v1::Terms& terms, bool is_complete, FaultList& faults);

}  // namespace mosbat::guideline::domain
