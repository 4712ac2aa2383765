// Under which entrustment a delivery counts, and in which period of its quota. Pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"

#include "mosbat/catalog/v1/entrustment.pb.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::casefile::domain {

// The one of `entrustments`, which cover the day, under which the centre's deliveries of the day count: the one that
// covers the centre most exactly, of those alike the one that starts last, of those the one of the greater name. Null
// if none covers the centre.
const catalog::v1::Entrustment* CountingFor(const registry::v1::Centre& centre,
                                            absl::Span<const catalog::v1::Entrustment> entrustments);

// One period of an entrustment's quota.
struct QuotaPeriod {
  std::string entrustment;
  absl::CivilDay from;
  absl::CivilDay until;  // the last day
  int64_t deliveries = 0;
};

// The period that holds the day, not before the start date, of an entrustment that has a quota. Periods follow one
// another from the start date on; `holidays` are those of working days.
QuotaPeriod PeriodOf(const catalog::v1::Entrustment& entrustment, absl::CivilDay day,
                     absl::Span<const absl::CivilDay> holidays);

}  // namespace mosbat::casefile::domain
