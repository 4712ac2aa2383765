#include "services/guideline/domain/sub_guideline.h"

#include <algorithm>

#include "common/base/fault_list.h"
#include "common/base/resource_fields.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/guideline/domain/checks.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline::domain {
namespace {

using iran::StoredDay;
using iran::ToDate;

bool Covers(const v1::SubGuideline::InForce& span, absl::CivilDay day) {
  return StoredDay(span.effective_date()) <= day && (!span.has_end_date() || day < StoredDay(span.end_date()));
}

absl::Status Check(const v1::SubGuideline& sub_guideline) {
  FaultList faults("sub_guideline");
  CheckTitle("title", sub_guideline.title(), faults);
  faults.AddAll(ParseName("deputyship", "deputyships/*", sub_guideline.deputyship()).status());
  CheckRange("founding_number", sub_guideline.founding_number(), 0, kMostFoundingNumber, faults);
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<v1::SubGuideline> NewSubGuideline(v1::SubGuideline sub_guideline, absl::string_view name,
                                                 absl::Time now) {
  ClearServerFields(sub_guideline);
  sub_guideline.set_name(std::string(name));
  MOSBAT_RETURN_IF_ERROR(Check(sub_guideline));
  *sub_guideline.mutable_create_time() = ToTimestamp(now);
  *sub_guideline.mutable_update_time() = ToTimestamp(now);
  return sub_guideline;
}

RevisionName AddPending(v1::SubGuideline& sub_guideline) {
  sub_guideline.set_revision_count(sub_guideline.revision_count() + 1);
  RevisionName next = RevisionName::Of(sub_guideline.name(), sub_guideline.revision_count());
  sub_guideline.set_pending_revision(next.text);
  return next;
}

v1::SubGuideline AsOf(v1::SubGuideline sub_guideline, absl::CivilDay day) {
  sub_guideline.clear_current_revision();
  for (const v1::SubGuideline::InForce& span : sub_guideline.in_force()) {
    if (Covers(span, day)) sub_guideline.set_current_revision(span.revision());
  }
  return sub_guideline;
}

absl::StatusOr<std::optional<MovedEnd>> PutInForce(v1::SubGuideline& sub_guideline, absl::string_view revision,
                                                   absl::CivilDay day) {
  std::optional<MovedEnd> moved;
  sub_guideline.clear_pending_revision();
  if (sub_guideline.in_force_size() > 0) {
    v1::SubGuideline::InForce& last = *sub_guideline.mutable_in_force()->rbegin();
    const absl::CivilDay its_day = StoredDay(last.effective_date());
    if (day <= its_day) return errors::EffectiveDateNotLater(last.revision(), its_day);
    if (Covers(last, day)) {
      *last.mutable_end_date() = ToDate(day);
      moved = {.revision = last.revision(), .end_day = day};
    }
  }
  v1::SubGuideline::InForce& span = *sub_guideline.add_in_force();
  span.set_revision(std::string(revision));
  *span.mutable_effective_date() = ToDate(day);
  return moved;
}

std::optional<MovedEnd> TakeOutOfForce(v1::SubGuideline& sub_guideline, absl::string_view revision,
                                       absl::CivilDay day) {
  auto& spans = *sub_guideline.mutable_in_force();
  const auto span =
      std::find_if(spans.begin(), spans.end(), [&](const auto& one) { return one.revision() == revision; });
  if (span == spans.end()) return std::nullopt;
  if (StoredDay(span->effective_date()) < day) {
    *span->mutable_end_date() = ToDate(day);
    span->set_withdrawn(true);
    return std::nullopt;
  }
  std::optional<MovedEnd> moved;
  if (span != spans.begin()) {
    v1::SubGuideline::InForce& before = *(span - 1);
    if (!before.withdrawn()) {
      before.clear_end_date();
      moved = {.revision = before.revision()};
      if (span->has_end_date()) {
        *before.mutable_end_date() = span->end_date();
        moved->end_day = StoredDay(span->end_date());
      }
    }
  }
  spans.erase(span);
  return moved;
}

}  // namespace mosbat::guideline::domain
