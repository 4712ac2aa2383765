// Whether new terms of a service type accept everybody and everything that the current ones accept. A pure function.
#pragma once

#include "mosbat/catalog/v1/compatibility.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::catalog::domain {

// COMPATIBLE only where it is proved; `current` is null where the type has no revision in force, which nothing breaks.
v1::Verdict Compare(const guideline::v1::Terms* current, const guideline::v1::Terms& candidate);

}  // namespace mosbat::catalog::domain
