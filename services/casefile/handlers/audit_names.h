// What the audit entries of care that was shown name: the household or, for somebody without a file, the request or
// delivery, so that who looked at a household is found by its name.
#pragma once

#include <string>

#include "common/rpc/call.h"
#include "services/casefile/domain/case_file.h"

namespace mosbat::casefile {

struct HouseholdOf {
  template <typename Care>  // a request or a delivery
  std::string operator()(const Care& care) const {
    return care.member().empty() ? care.name() : domain::CaseFileOf(care.member());
  }
};

// Reading one of them names it and its household.
template <typename Care>
void AuditCare(rpc::Call& call, const Care& care) {
  call.AuditEach({care.name(), HouseholdOf()(care)});
}

}  // namespace mosbat::casefile
