// Whether new terms of a service type accept everybody and everything that the current ones accept. Pure functions.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"

#include "mosbat/catalog/v1/compatibility.pb.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::catalog::domain {

// COMPATIBLE only where it is proved; `current` is null where the type has no revision in force, which nothing breaks.
v1::Verdict Compare(const guideline::v1::Terms* current, const guideline::v1::Terms& candidate);

// What a revision says of the text that it rests on.
guideline::v1::SubGuidelineRevision TextOf(const v1::ServiceTypeRevision& revision);

// Makes the verdict on the text's terms UNUSABLE, with the reason first, where the type cannot rest on the text today
// or on any day to come: it was withdrawn, its scheme is over, or another has taken its place. The last does not matter
// where the type's `last` revision rests on it already, since no activation has to take it again. Of terms that stand
// in no text nothing is said.
void AddTextFault(const guideline::v1::SubGuidelineRevision& text, const std::optional<v1::ServiceTypeRevision>& last,
                  absl::CivilDay today, v1::Verdict& verdict);

}  // namespace mosbat::catalog::domain
