// What texts would change if they were in force today, before anybody approves them: of a directive what registry says
// of the centres, and with casefile's open files which counties become full or free; of a sub-guideline what casefile
// says of the households.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/report.h"

namespace mosbat::ctl {

struct PreviewOptions {
  std::string service_type;  // whose rule a sub-guideline is held against; the one that rests on it if ""
  std::string area;          // only this province or county
};

// One text about all of `names`, directives and sub-guidelines: a named revision, or the pending one. INVALID_ARGUMENT
// / RESOURCE_UNKNOWN for other names, AREA_UNKNOWN, PREVIEW_AMBIGUOUS where no or more than one service type rests on a
// sub-guideline and none is named.
absl::StatusOr<std::string> Preview(CallsAs calls, absl::Span<const std::string> names, const PreviewOptions& options,
                                    Report report);

}  // namespace mosbat::ctl
