// Whether a service type can be run by its terms: its rule and forms compile and judge, and its rule asks only for
// facts that there are. Pure functions.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "common/base/error.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::catalog::domain {

// Why the terms cannot be used, naming the term and the path in its schema; nothing if they can: there is a rule, rule
// and forms compile, and each gives a verdict on an empty document and, the rule, on one that has every fact.
std::optional<Words> WhyUnusable(const guideline::v1::Terms& terms);

v1::ServiceType::Quarantine QuarantineFor(const Words& fault, absl::Time since);

// The type as its current revision, with these terms, makes it: in quarantine since now, or no longer, or as it was.
// What it says of why is only changed with the verdict.
v1::ServiceType Quarantined(v1::ServiceType type, const guideline::v1::Terms& current, absl::Time now);

// FAILED_PRECONDITION / FACT_UNKNOWN with the path under `field` of each fact for which the rule asks and that
// ListFacts does not have, and of each answer `request.*` for which the request form does not ask; FACT_MISUSED with
// that of each value that a fact never has. OK for a rule that does not compile, of which nothing can be said.
absl::Status RequireKnownFacts(absl::string_view field, const guideline::v1::Terms& terms);

}  // namespace mosbat::catalog::domain
