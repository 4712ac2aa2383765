#include "services/guideline/domain/directive.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/fault_list.h"
#include "common/base/number_order.h"
#include "common/base/resource_fields.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/iran/persian_text.h"
#include "common/iran/tehran_day.h"
#include "services/guideline/domain/directive_text.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline::domain {
namespace {

using iran::StoredDay;

absl::Status RequireComplete(const v1::Directive& directive) {
  FaultList faults;
  const auto require = [&faults](bool there, absl::string_view field) {
    if (!there) errors::AddDirectiveIncomplete(field, faults);
  };
  require(!directive.number().empty(), "number");
  require(directive.has_effective_date(), "effective_date");
  require(directive.articles_size() > 0, "articles");
  require(directive.provisions().has_files_per_centre(), "provisions.files_per_centre");
  require(directive.provisions().has_files_per_worker(), "provisions.files_per_worker");
  require(directive.provisions().has_minimum_staff(), "provisions.minimum_staff");
  require(directive.provisions().has_entrustment(), "provisions.entrustment");
  return faults.ToStatus(absl::StatusCode::kFailedPrecondition);
}

absl::Status RequireDraft(const v1::Directive& directive) {
  if (directive.state() == v1::Directive::DRAFT) return absl::OkStatus();
  return errors::DirectiveNotDraft(directive.name());
}

// What a caller wrote, checked; numbers are compared, so their digits are ASCII.
absl::StatusOr<v1::Directive> Checked(v1::Directive draft, absl::Time now) {
  draft.set_number(iran::ToAsciiDigits(draft.number()));
  MOSBAT_RETURN_IF_ERROR(CheckDirective("directive", draft));
  *draft.mutable_update_time() = ToTimestamp(now);
  return draft;
}

}  // namespace

absl::StatusOr<v1::Directive> NewDraft(v1::Directive directive, absl::string_view name, absl::Time now) {
  ClearServerFields(directive);
  directive.set_name(std::string(name));
  directive.set_state(v1::Directive::DRAFT);
  *directive.mutable_create_time() = ToTimestamp(now);
  return Checked(std::move(directive), now);
}

absl::StatusOr<v1::Directive> Edit(v1::Directive draft, const v1::UpdateDirectiveRequest& request, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireDraft(draft));
  MOSBAT_RETURN_IF_ERROR(ApplyUpdate(request.update_mask(), request.directive(), draft));
  return Checked(std::move(draft), now);
}

absl::StatusOr<v1::Directive> Issue(v1::Directive draft, const iran::Entry& entry, absl::string_view issuer,
                                    absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireDraft(draft));
  MOSBAT_RETURN_IF_ERROR(RequireComplete(draft));
  MOSBAT_ASSIGN_OR_RETURN(const bool historical,
                          iran::IsHistorical("effective_date", StoredDay(draft.effective_date()), entry));
  draft.set_historical(historical);
  if (!draft.has_issue_date() && !historical) *draft.mutable_issue_date() = iran::ToDate(entry.today);
  MOSBAT_RETURN_IF_ERROR(CheckDirective("", draft));
  draft.set_state(v1::Directive::ISSUED);
  draft.set_issued_by(std::string(issuer));
  *draft.mutable_issue_time() = ToTimestamp(now);
  *draft.mutable_update_time() = ToTimestamp(now);
  return draft;
}

absl::StatusOr<v1::Directive> Repeal(v1::Directive directive, const v1::RepealDirectiveRequest& request,
                                     const iran::Entry& entry, absl::Time now) {
  if (directive.state() != v1::Directive::ISSUED) return errors::DirectiveNotIssued(directive.name());
  if (directive.has_repeal_date()) {
    return errors::DirectiveRepealed(directive.name(), StoredDay(directive.repeal_date()));
  }
  const absl::CivilDay day = StoredDay(request.repeal_date());
  FaultList faults;
  if (day <= StoredDay(directive.effective_date())) {
    errors::AddDatesOutOfOrder("repeal_date", "effective_date", faults);
  }
  MOSBAT_RETURN_IF_ERROR(faults.ToStatus());
  MOSBAT_ASSIGN_OR_RETURN(const bool historical, iran::IsHistorical("repeal_date", day, entry));
  if (historical) directive.set_historical(true);
  *directive.mutable_repeal_date() = request.repeal_date();
  *directive.mutable_update_time() = ToTimestamp(now);
  return directive;
}

std::optional<v1::Directive> InForceOf(std::vector<v1::Directive> directives) {
  const auto greatest = std::max_element(directives.begin(), directives.end(), [](const auto& a, const auto& b) {
    return NumberLess(a.number(), b.number());
  });
  if (greatest == directives.end()) return std::nullopt;
  return std::move(*greatest);
}

absl::Status CheckAmends(const v1::Directive& draft, const std::optional<v1::Directive>& amended) {
  FaultList faults("directive");
  if (!draft.amends().empty()) {
    if (!amended.has_value() || amended->state() != v1::Directive::ISSUED) {
      errors::AddAmendedNotIssued("amends", draft.amends(), faults);
    } else if (draft.has_effective_date() && StoredDay(draft.effective_date()) < StoredDay(amended->effective_date())) {
      errors::AddDatesOutOfOrder("effective_date", absl::StrCat("effective_date of ", amended->name()), faults);
    }
  }
  return faults.ToStatus();
}

void SetPendingAmendments(const UnderWay& under_way, bool drafts_too, v1::Directive& directive) {
  std::vector<const v1::Directive*> pending;
  const std::optional<v1::Directive>& next = under_way.next;
  if (directive.standing() == v1::Directive::IN_FORCE && next.has_value() && next->amends() != directive.name()) {
    pending.push_back(&*next);
  }
  for (const v1::Directive& one : under_way.amending) {
    if (one.amends() != directive.name()) continue;
    if (drafts_too || one.state() == v1::Directive::ISSUED) pending.push_back(&one);
  }
  const auto key = [](const v1::Directive* one) {
    return std::make_tuple(!one->has_effective_date(), StoredDay(one->effective_date()),
                           absl::string_view(one->name()));
  };
  std::sort(pending.begin(), pending.end(), [&](const auto* a, const auto* b) { return key(a) < key(b); });
  directive.clear_pending_amendments();
  for (const v1::Directive* one : pending) {
    v1::Directive::PendingAmendment& notice = *directive.add_pending_amendments();
    notice.set_directive(one->name());
    notice.set_number(one->number());
    notice.set_state(one->state());
    if (one->has_effective_date()) *notice.mutable_effective_date() = one->effective_date();
  }
}

v1::Directive::Standing StandingOn(const v1::Directive& directive, const std::optional<v1::Directive>& in_force,
                                   absl::CivilDay day) {
  if (directive.state() != v1::Directive::ISSUED) return v1::Directive::STANDING_UNSPECIFIED;
  if (day < StoredDay(directive.effective_date())) return v1::Directive::NOT_YET_IN_FORCE;
  const bool in = in_force.has_value() && in_force->name() == directive.name();
  return in ? v1::Directive::IN_FORCE : v1::Directive::REPEALED;
}

bool PermitsEntrustment(const v1::Directive& directive, const v1::SubGuideline& sub_guideline) {
  const v1::Directive::Entrustment& entrustment = directive.provisions().entrustment();
  if (entrustment.mode() == v1::Directive::Entrustment::OPEN) return true;
  return std::any_of(
      entrustment.activities().begin(), entrustment.activities().end(),
      [&](const v1::Directive::ListedActivity& activity) {
        return activity.sub_guideline() == sub_guideline.name() ||
               (activity.founding_number() != 0 && activity.founding_number() == sub_guideline.founding_number());
      });
}

}  // namespace mosbat::guideline::domain
