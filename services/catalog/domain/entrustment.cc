#include "services/catalog/domain/entrustment.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/fault_list.h"
#include "common/base/resource_fields.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog::domain {
namespace {

using common::v1::Area;

constexpr int64_t kMostDeliveries = 10'000'000;

absl::Status CheckArea(const Area& area) {
  switch (area.area_case()) {
    case Area::kCountry:
      if (area.country()) return absl::OkStatus();
      break;
    case Area::kProvince:
      return ParseName("area.province", kProvincePattern, area.province()).status();
    case Area::kCounty:
      return ParseName("area.county", kCountyPattern, area.county()).status();
    case Area::kCentre:
      return ParseName("area.centre", kCentrePattern, area.centre()).status();
    case Area::AREA_NOT_SET:
      break;
  }
  return mosbat::errors::FieldRequired("area");
}

void CheckCentres(const v1::Entrustment::Centres& centres, FaultList& faults) {
  const auto& names = centres.names();
  const bool in_order = std::adjacent_find(names.begin(), names.end(), std::greater_equal<>()) == names.end();
  if (names.empty() || names.size() > kMostCentres || !in_order) {
    faults.AddInvalid("centres.names", {.en = "1 to 500 centres in the order of their names, each once.",
                                        .fa = "۱ تا ۵۰۰ مرکز به ترتیب نام، هر یک یک بار."});
  }
  for (int i = 0; i < names.size(); ++i) {
    faults.AddAll(ParseName(absl::StrCat("centres.names[", i, "]"), kCentrePattern, names[i]).status());
  }
}

void CheckDates(const v1::Entrustment& entrustment, const absl::StatusOr<absl::CivilDay>& start, FaultList& faults) {
  faults.AddAll(start.status());
  if (!entrustment.has_end_date()) return;
  const absl::StatusOr<absl::CivilDay> end = iran::DayOf("end_date", entrustment.end_date());
  faults.AddAll(end.status());
  if (start.ok() && end.ok() && *end <= *start) {
    faults.AddInvalid("end_date", {.en = "It is after the start date.", .fa = "باید پس از روز آغاز باشد."});
  }
}

void SetState(v1::Entrustment& entrustment, v1::Entrustment::State state, absl::string_view reason, absl::Time now) {
  entrustment.set_state(state);
  entrustment.set_state_reason(std::string(reason));
  *entrustment.mutable_update_time() = ToTimestamp(now);
}

// Covers from `from` until its end date, if it has one. Goes on with the days before where they touch.
void Cover(v1::Entrustment& entrustment, absl::CivilDay from) {
  auto& days = *entrustment.mutable_covered_days();
  const bool has_end = entrustment.has_end_date();
  if (has_end && iran::StoredDay(entrustment.end_date()) <= from) return;
  const bool goes_on =
      !days.empty() && days.rbegin()->has_until() && iran::StoredDay(days.rbegin()->until()) + 1 == from;
  common::v1::DayRange& range = goes_on ? *days.Mutable(days.size() - 1) : *days.Add();
  if (!goes_on) *range.mutable_from() = iran::ToDate(from);
  range.clear_until();
  if (has_end) *range.mutable_until() = iran::ToDate(iran::StoredDay(entrustment.end_date()) - 1);
}

// Covers nothing from `day` on.
void Uncover(v1::Entrustment& entrustment, absl::CivilDay day) {
  auto& days = *entrustment.mutable_covered_days();
  while (!days.empty() && iran::StoredDay(days.rbegin()->from()) >= day) days.RemoveLast();
  if (days.empty()) return;
  common::v1::DayRange& last = *days.Mutable(days.size() - 1);
  if (!last.has_until() || iran::StoredDay(last.until()) >= day) *last.mutable_until() = iran::ToDate(day - 1);
}

absl::CivilDay LastEnd(const v1::Entrustment& entrustment, absl::CivilDay today) {
  absl::CivilDay end = today;
  if (entrustment.state() == v1::Entrustment::PROPOSED) end = iran::StoredDay(entrustment.start_date());
  if (entrustment.has_suspended_from()) end = std::min(end, iran::StoredDay(entrustment.suspended_from()));
  if (entrustment.has_end_date()) end = std::min(end, iran::StoredDay(entrustment.end_date()));
  return end;
}

}  // namespace

absl::Status CheckProposal(const v1::Entrustment& draft, const std::vector<Place>& places) {
  FaultList faults("entrustment");
  if (draft.has_centres()) {
    CheckCentres(draft.centres(), faults);
  } else {
    faults.AddAll(CheckArea(draft.area()));
  }
  const absl::StatusOr<absl::CivilDay> start = iran::DayOf("start_date", draft.start_date());
  CheckDates(draft, start, faults);
  if (start.ok()) CheckPlaces(places, *start, faults);
  if (draft.has_quota()) {
    CheckRange("quota.deliveries", draft.quota().deliveries(), 1, kMostDeliveries, faults);
    faults.AddAll(iran::CheckPeriod("quota.period", draft.quota().period()));
  }
  return faults.ToStatus();
}

absl::StatusOr<v1::Entrustment> Propose(v1::Entrustment draft, const v1::ServiceType& type, absl::string_view name,
                                        absl::Time now) {
  ClearServerFields(draft);
  if (type.state() == v1::ServiceType::RETIRED) return errors::ServiceTypeRetired(type.name());
  draft.set_name(std::string(name));
  draft.set_owner(type.owner());
  *draft.mutable_create_time() = ToTimestamp(now);
  SetState(draft, v1::Entrustment::PROPOSED, "", now);
  return draft;
}

absl::Status RequirePilotsFirst(const v1::Entrustment& entrustment, const std::vector<v1::Entrustment>& pilots) {
  if (entrustment.pilot() || entrustment.state() != v1::Entrustment::PROPOSED) return absl::OkStatus();
  const absl::CivilDay start = iran::StoredDay(entrustment.start_date());
  for (const v1::Entrustment& pilot : pilots) {
    const bool begins_later = pilot.state() == v1::Entrustment::ACTIVE && iran::StoredDay(pilot.start_date()) > start;
    if (pilot.state() == v1::Entrustment::PROPOSED || begins_later) return errors::PilotFirst(entrustment, pilot);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Entrustment> Activate(v1::Entrustment entrustment, const iran::Entry& entry, absl::Time now) {
  const bool first = entrustment.state() == v1::Entrustment::PROPOSED;
  if (!first && entrustment.state() != v1::Entrustment::SUSPENDED) return errors::EntrustmentState(entrustment);
  if (first) {
    MOSBAT_ASSIGN_OR_RETURN(
        const bool historical,
        iran::IsHistorical("entrustment.start_date", iran::StoredDay(entrustment.start_date()), entry));
    entrustment.set_historical(historical);
  }
  if (entrustment.has_end_date() && !entrustment.historical()) {
    const absl::CivilDay end = iran::StoredDay(entrustment.end_date());
    if (end <= entry.today) return errors::EntrustmentOver(entrustment.name(), end);
  }
  // Days of a suspension stay uncovered.
  const absl::CivilDay start = iran::StoredDay(entrustment.start_date());
  Cover(entrustment, first ? start : std::max(start, entry.today));
  entrustment.clear_suspended_from();
  SetState(entrustment, v1::Entrustment::ACTIVE, "", now);
  return entrustment;
}

absl::StatusOr<v1::Entrustment> Suspend(v1::Entrustment entrustment, absl::string_view reason, absl::CivilDay today,
                                        absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  if (entrustment.state() != v1::Entrustment::ACTIVE) return errors::EntrustmentState(entrustment);
  *entrustment.mutable_suspended_from() = iran::ToDate(today);
  Uncover(entrustment, today);
  SetState(entrustment, v1::Entrustment::SUSPENDED, reason, now);
  return entrustment;
}

absl::StatusOr<v1::Entrustment> End(v1::Entrustment entrustment, absl::string_view reason, absl::CivilDay today,
                                    absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  if (entrustment.state() == v1::Entrustment::ENDED) return errors::EntrustmentState(entrustment);
  *entrustment.mutable_end_date() = iran::ToDate(LastEnd(entrustment, today));
  Uncover(entrustment, iran::StoredDay(entrustment.end_date()));
  entrustment.clear_suspended_from();
  SetState(entrustment, v1::Entrustment::ENDED, reason, now);
  return entrustment;
}

}  // namespace mosbat::catalog::domain
