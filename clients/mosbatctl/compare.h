// What two texts say differently, and what new terms would break.
#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/report.h"
#include "clients/mosbatctl/terminal.h"

namespace mosbat::ctl {

struct Comparison {
  std::string text;
  bool differs = false;
};

// Two directives, two texts of sub-guidelines, or two revisions of service types with the texts that they rest on.
// Where no revision of a sub-guideline is named `base` is the current one and `other` the pending one; `other` may be
// "", the same sub-guideline. INVALID_ARGUMENT / OTHER_MISSING, and RESOURCE_UNKNOWN for other names.
absl::StatusOr<Comparison> Compare(CallsAs calls, const std::string& base, const std::string& other, Language language,
                                   const Dress& dress);

// Whether a service type may take the terms of `candidate`, a revision of it or of a sub-guideline ("": what it rests
// on), and how many open requests keep the present ones. Differs where it breaks something.
absl::StatusOr<Comparison> CheckTerms(CallsAs calls, const std::string& type, const std::string& candidate,
                                      Report report);

}  // namespace mosbat::ctl
