#include "services/registry/domain/centres.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "common/base/resource_fields.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/day_ranges.h"
#include "services/registry/domain/directive_terms.h"
#include "services/registry/domain/faults.h"
#include "services/registry/errors.h"

namespace mosbat::registry::domain {
namespace {

using v1::Centre;
using v1::Licence;

constexpr int kMostCap = 10'000;
constexpr int kMostEquipment = 100;
constexpr int kMostNumber = 99'999'999;
constexpr Licence::Kind kPapers[] = {Licence::FOUNDER, Licence::ACTIVITY, Licence::TECHNICAL_MANAGER};

bool IsPostalCode(const std::string& code) {
  return code.size() == 10 && code.front() != '0' && absl::c_all_of(code, absl::ascii_isdigit);
}

absl::Status Check(const Centre& centre, absl::CivilDay today) {
  Faults faults("CENTRE_INVALID", "centre");
  faults.RequireText(centre.title().fa(), "title.fa");
  faults.AllowText(centre.title().en(), "title.en");
  faults.Unless(centre.number() >= 0 && centre.number() <= kMostNumber, "number", "A number has 1 to 8 digits.",
                "شماره باید ۱ تا ۸ رقم داشته باشد.");
  faults.Unless(centre.postal_code().empty() || IsPostalCode(centre.postal_code()), "postal_code",
                "A postal code is 10 digits, the first not 0.", "کد پستی باید ۱۰ رقم باشد و با ۰ آغاز نشود.");
  faults.AllowText(centre.address(), "address");
  faults.Unless(centre.equipment_size() <= kMostEquipment, "equipment", "At most 100 kinds of equipment.",
                "حداکثر ۱۰۰ قلم تجهیزات.");
  for (int i = 0; i < std::min(centre.equipment_size(), kMostEquipment); ++i) {
    const std::string path = absl::StrCat("equipment[", i, "]");
    faults.Unless(!centre.equipment(i).empty(), path, "A name is missing.", "نام تجهیزات نیامده است.");
    faults.AllowSlug(centre.equipment(i), path);
  }
  const auto is_cap = [](int cap) { return cap >= 1 && cap <= kMostCap; };
  faults.Unless(is_cap(centre.files_cap()), "files_cap", "A cap is 1 to 10000.", "سقف باید ۱ تا ۱۰۰۰۰ باشد.");
  faults.Unless(is_cap(centre.files_per_worker()), "files_per_worker", "A cap is 1 to 10000.",
                "سقف باید ۱ تا ۱۰۰۰۰ باشد.");
  if (centre.has_closing_date()) {
    const absl::StatusOr<absl::CivilDay> day = iran::DayOf("closing_date", centre.closing_date());
    faults.Unless(day.ok() && *day <= today, "closing_date", "A closing date is a day not later than today.",
                  "تاریخ تعطیلی باید روزی تا امروز باشد.");
  }
  return faults.ToStatus();
}

const Centre::Paper* PaperOf(const Centre& centre, Licence::Kind kind) {
  for (const Centre::Paper& paper : centre.papers()) {
    if (paper.kind() == kind) return &paper;
  }
  return nullptr;
}

bool IsLicensed(const Centre& centre, absl::CivilDay today) {
  return absl::c_all_of(kPapers, [&](Licence::Kind kind) {
    const Centre::Paper* const paper = PaperOf(centre, kind);
    return paper != nullptr && paper->state() == Licence::VALID && !IsBefore(paper->valid_until(), today);
  });
}

// Sets `licensed_until` from the papers.
void SetLicensedUntil(Centre& centre) {
  centre.clear_licensed_until();
  for (const Licence::Kind kind : kPapers) {
    const Centre::Paper* const paper = PaperOf(centre, kind);
    if (paper == nullptr) {
      centre.clear_licensed_until();
      return;
    }
    if (!paper->has_valid_until()) continue;
    if (!centre.has_licensed_until() || IsBefore(paper->valid_until(), iran::StoredDay(centre.licensed_until()))) {
      *centre.mutable_licensed_until() = paper->valid_until();
    }
  }
}

// The first day of the range that opens today: a centre that was there before it was entered has operated since then.
absl::CivilDay FirstDay(const Centre& centre, absl::CivilDay today) {
  const bool since_before = centre.historical() && !centre.has_operating_date();
  return since_before ? iran::StoredDay(centre.establish_date()) : today;
}

// The one rule of when a centre operates, for a centre that was AsOf() the day before something about it changed.
Centre Settled(Centre centre, absl::Time now) {
  const absl::CivilDay today = iran::TehranDay(now);
  const bool licensed = IsLicensed(centre, today);
  SetLicensedUntil(centre);
  switch (centre.state()) {
    case Centre::FOUNDING:
    case Centre::SUSPENDED:
      if (!licensed || centre.staff_count() < centre.minimum_staff()) break;
      centre.set_state(Centre::OPERATING);
      Begin(*centre.mutable_operating_days(), FirstDay(centre, today));
      if (!centre.has_operating_date()) *centre.mutable_operating_date() = iran::ToDate(today);
      break;
    case Centre::OPERATING:
      if (licensed) break;
      centre.set_state(Centre::SUSPENDED);
      EndBefore(*centre.mutable_operating_days(), today);
      break;
    default:
      break;
  }
  *centre.mutable_update_time() = ToTimestamp(now);
  return centre;
}

}  // namespace

Centre::State StateOn(const Centre& centre, absl::CivilDay today) {
  const bool expired = centre.state() == Centre::OPERATING && IsBefore(centre.licensed_until(), today);
  return expired ? Centre::SUSPENDED : centre.state();
}

Centre AsOf(Centre centre, absl::CivilDay today) {
  const Centre::State state = StateOn(centre, today);
  if (state == centre.state()) return centre;
  centre.set_state(state);
  EndBefore(*centre.mutable_operating_days(), iran::StoredDay(centre.licensed_until()) + 1);
  return centre;
}

absl::StatusOr<Centre> Establish(const Centre& wanted, const CentreTerms& terms, absl::Time now) {
  const auto& provisions = terms.directive.provisions();
  Centre centre = wanted;
  ClearServerFields(centre);
  centre.clear_closing_date();
  centre.set_state(Centre::FOUNDING);
  centre.set_files_cap(provisions.files_per_centre().value());
  centre.set_files_per_worker(provisions.files_per_worker().value());
  centre.set_minimum_staff(provisions.minimum_staff().value());
  centre.set_directive(terms.directive.name());
  *centre.mutable_establish_date() = iran::ToDate(terms.from.day);
  centre.set_historical(terms.from.historical);
  *centre.mutable_update_time() = ToTimestamp(now);
  MOSBAT_RETURN_IF_ERROR(Check(centre, iran::TehranDay(now)));
  return centre;
}

Centre WithPaper(Centre centre, const Licence& licence, absl::Time now) {
  centre = AsOf(std::move(centre), iran::TehranDay(now));
  auto& papers = *centre.mutable_papers();
  const auto same_kind = [&](const Centre::Paper& paper) { return paper.kind() == licence.kind(); };
  auto found = std::find_if(papers.begin(), papers.end(), same_kind);
  Centre::Paper& paper = found == papers.end() ? *papers.Add() : *found;
  paper.set_kind(licence.kind());
  paper.set_licence(licence.name());
  paper.set_state(licence.state());
  paper.clear_valid_until();
  if (licence.has_valid_until()) *paper.mutable_valid_until() = licence.valid_until();
  return Settled(std::move(centre), now);
}

Centre WithStaff(Centre centre, int staff_count, absl::Time now) {
  centre = AsOf(std::move(centre), iran::TehranDay(now));
  centre.set_staff_count(staff_count);
  return Settled(std::move(centre), now);
}

absl::StatusOr<Centre> Update(Centre centre, const Centre& wanted, const google::protobuf::FieldMask& mask,
                              absl::Time now) {
  const absl::CivilDay today = iran::TehranDay(now);
  centre = AsOf(std::move(centre), today);
  if (centre.state() == Centre::CLOSED) return errors::CentreClosed(centre.name());
  MOSBAT_RETURN_IF_ERROR(ApplyUpdate(mask, wanted, centre));
  MOSBAT_RETURN_IF_ERROR(Check(centre, today));
  if (centre.has_closing_date()) {
    if (centre.state() == Centre::OPERATING) return errors::CentreOperating(centre.name());
    centre.set_state(Centre::CLOSED);
    EndBefore(*centre.mutable_operating_days(), iran::StoredDay(centre.closing_date()));
  }
  *centre.mutable_update_time() = ToTimestamp(now);
  return centre;
}

}  // namespace mosbat::registry::domain
