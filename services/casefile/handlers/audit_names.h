// What the audit entries of a list name: each household (or, for somebody without a file, each request or delivery)
// that was shown, so that who looked at a household is found by its name.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "common/rpc/call.h"
#include "services/casefile/domain/case_file.h"

namespace mosbat::casefile {

// `name(item)` is what an item of the page is found by; a page without items is audited as the list itself.
template <typename Items, typename Name>
void AuditEach(rpc::Call& call, absl::string_view list, const Items& items, Name name) {
  call.Audit(list);
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(name(item));
  call.AuditEach(names);
}

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
