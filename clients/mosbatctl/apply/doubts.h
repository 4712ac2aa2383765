// What may be as it is in a package, and seldom is meant so.
#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"

#include "clients/mosbatctl/apply/package.h"
#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/apply/references.h"
#include "clients/mosbatctl/client.h"
#include "common/base/error.h"
#include "mosbat/catalog/v1/entrustment.pb.h"

namespace mosbat::ctl {

// Of one entry: a service type that is none of its file's; a place that an earlier entry, or one of `there`, entrusts
// for the same days; an entrustment that begins before its type; a text from which the type was rolled back; a year
// that nobody plans for. Each names file and line.
std::vector<Words> DoubtsOf(const Entry& entry, absl::Span<const Entry> entries, const Makers& makers,
                            References& references, absl::Span<const catalog::v1::Entrustment> there, CallsAs calls,
                            absl::CivilDay today);

}  // namespace mosbat::ctl
