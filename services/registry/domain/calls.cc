#include "services/registry/domain/calls.h"

#include <string>
#include <utility>

#include "common/base/error.h"
#include "common/base/resource_fields.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/directive_terms.h"
#include "services/registry/errors.h"

namespace mosbat::registry::domain {
namespace {

using v1::Call;

constexpr int kMostCentres = 1000;
constexpr int kLongestTitle = 300;

Call Ended(Call invitation, Call::State state, absl::string_view reason, absl::Time now) {
  invitation.set_state(state);
  invitation.set_end_reason(std::string(reason));
  *invitation.mutable_end_time() = ToTimestamp(now);
  return invitation;
}

}  // namespace

Call::State StateOn(const Call& invitation, absl::CivilDay today) {
  if (invitation.state() != Call::ANNOUNCED) return invitation.state();
  if (today < iran::StoredDay(invitation.opening_date())) return Call::ANNOUNCED;
  return today <= iran::StoredDay(invitation.closing_date()) ? Call::OPEN : Call::CLOSED;
}

Call AsOf(Call invitation, absl::CivilDay today) {
  invitation.set_state(StateOn(invitation, today));
  return invitation;
}

absl::StatusOr<Call> Draft(const Call& wanted, absl::Time now) {
  if (wanted.need().centres() < 0 || wanted.need().centres() > kMostCentres) {
    return mosbat::errors::FieldInvalid("call.need.centres",
                                        {.en = "A need is 1 to 1000 centres.", .fa = "نیاز باید ۱ تا ۱۰۰۰ مرکز باشد."});
  }
  MOSBAT_RETURN_IF_ERROR(RequireLength("call.title.fa", wanted.title().fa(), kLongestTitle));
  MOSBAT_RETURN_IF_ERROR(RequireLength("call.title.en", wanted.title().en(), kLongestTitle));
  MOSBAT_RETURN_IF_ERROR(RequireLength("call.need.reason", wanted.need().reason(), kLongestReason));
  Call invitation = wanted;
  ClearServerFields(invitation);
  invitation.set_state(Call::DRAFT);
  *invitation.mutable_create_time() = ToTimestamp(now);
  return invitation;
}

absl::StatusOr<Call> Announce(Call invitation, const Announcement& announcement, absl::Time now) {
  const absl::CivilDay today = iran::TehranDay(now);
  if (invitation.state() != Call::DRAFT) return errors::CallNotDraft(invitation.name(), StateOn(invitation, today));
  if (announcement.opening < today) return errors::OpeningInPast(announcement.opening, today);
  if (invitation.need().centres() == 0 || invitation.need().reason().empty()) {
    return errors::NeedNotStated(invitation.name());
  }
  if (announcement.credit.free().amount() <= 0) {
    return errors::NoCredit(invitation.county(), announcement.credit.name());
  }
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay closing, LastDayOfCall(announcement.directive, announcement.opening));
  invitation.set_state(Call::ANNOUNCED);
  *invitation.mutable_opening_date() = iran::ToDate(announcement.opening);
  *invitation.mutable_closing_date() = iran::ToDate(closing);
  invitation.set_directive(announcement.directive.name());
  invitation.set_credit(announcement.credit.name());
  *invitation.mutable_announce_time() = ToTimestamp(now);
  return invitation;
}

absl::StatusOr<Call> Extend(Call invitation, absl::CivilDay closing, absl::string_view reason, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  const Call::State state = StateOn(invitation, iran::TehranDay(now));
  if (state != Call::ANNOUNCED && state != Call::OPEN) return errors::CallNotAnnounced(invitation.name(), state);
  const absl::CivilDay present = iran::StoredDay(invitation.closing_date());
  if (closing <= present) return errors::ClosingNotLater(closing, present);
  Call::Extension& extension = *invitation.add_extensions();
  *extension.mutable_former_closing_date() = invitation.closing_date();
  *extension.mutable_closing_date() = iran::ToDate(closing);
  extension.set_reason(std::string(reason));
  *extension.mutable_extend_time() = ToTimestamp(now);
  *invitation.mutable_closing_date() = iran::ToDate(closing);
  return invitation;
}

absl::StatusOr<Call> Cancel(Call invitation, absl::string_view reason, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  const Call::State state = StateOn(invitation, iran::TehranDay(now));
  if (state == Call::CLOSED || state == Call::CANCELLED) return errors::CallEnded(invitation.name(), state);
  return Ended(std::move(invitation), Call::CANCELLED, reason, now);
}

absl::StatusOr<Call> Close(Call invitation, absl::string_view reason, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  const Call::State state = StateOn(invitation, iran::TehranDay(now));
  if (state != Call::OPEN) return errors::CallNotOpen(invitation.name(), state);
  return Ended(std::move(invitation), Call::CLOSED, reason, now);
}

}  // namespace mosbat::registry::domain
