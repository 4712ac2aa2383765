#include "services/casefile/domain/quota.h"

#include <tuple>

#include "absl/strings/string_view.h"

#include "common/iran/tehran_day.h"
#include "services/casefile/domain/provider.h"

namespace mosbat::casefile::domain {
namespace {

using catalog::v1::Entrustment;
using common::v1::Area;
using common::v1::Period;

enum class Exactness { kCountry, kProvince, kCounty, kCentre };

Exactness ExactnessOf(const Entrustment& entrustment) {
  if (entrustment.has_centres()) return Exactness::kCentre;
  switch (entrustment.area().area_case()) {
    case Area::kCentre:
      return Exactness::kCentre;
    case Area::kCounty:
      return Exactness::kCounty;
    case Area::kProvince:
      return Exactness::kProvince;
    case Area::kCountry:
    case Area::AREA_NOT_SET:
      break;
  }
  return Exactness::kCountry;
}

auto RankOf(const Entrustment& entrustment) {
  return std::make_tuple(ExactnessOf(entrustment), iran::StoredDay(entrustment.start_date()),
                         absl::string_view(entrustment.name()));
}

}  // namespace

const Entrustment* CountingFor(const registry::v1::Centre& centre, absl::Span<const Entrustment> entrustments) {
  const Entrustment* counting = nullptr;
  for (const Entrustment& one : entrustments) {
    if (!Covers(one, centre)) continue;
    if (counting == nullptr || RankOf(*counting) < RankOf(one)) counting = &one;
  }
  return counting;
}

QuotaPeriod PeriodOf(const Entrustment& entrustment, absl::CivilDay day, absl::Span<const absl::CivilDay> holidays) {
  const Period& period = entrustment.quota().period();
  const absl::CivilDay start = iran::StoredDay(entrustment.start_date());
  // Months are counted from the start: from the 31st, by steps of one, they would stay at the 29th for ever.
  const bool from_start = period.unit() == Period::MONTHS;
  Period length = period;
  absl::CivilDay from = start;
  for (;;) {
    const absl::CivilDay next = iran::AddPeriod(from_start ? start : from, length, holidays);
    if (day < next) {
      return {.entrustment = entrustment.name(),
              .from = from,
              .until = next - 1,
              .deliveries = entrustment.quota().deliveries()};
    }
    from = next;
    if (from_start) length.set_n(length.n() + period.n());
  }
}

}  // namespace mosbat::casefile::domain
