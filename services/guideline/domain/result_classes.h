// The result classes of a text against its delivery form, in whose property `result` a delivery names its class. Pure.
#pragma once

#include "common/base/fault_list.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::guideline::domain {

// Of terms that have both. RESULT_NOT_IN_FORM for a class that `result` cannot take, or where no schema of the form
// names it; RESULT_CLASS_UNKNOWN for a text that `result` lists and that is no class. A form that does not compile is
// left alone.
void CheckResultClasses(const v1::Terms& terms, FaultList& faults);

}  // namespace mosbat::guideline::domain
