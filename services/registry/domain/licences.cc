#include "services/registry/domain/licences.h"

#include <optional>
#include <string>
#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/directive_terms.h"
#include "services/registry/domain/persons.h"
#include "services/registry/errors.h"

namespace mosbat::registry::domain {
namespace {

using v1::Licence;

bool IsPaperOfCentre(Licence::Kind kind) {
  return kind == Licence::FOUNDER || kind == Licence::ACTIVITY || kind == Licence::TECHNICAL_MANAGER;
}

Licence Moved(Licence licence, Licence::State state, absl::string_view reason, absl::Time now) {
  licence.set_state(state);
  licence.set_state_reason(std::string(reason));
  *licence.mutable_state_time() = ToTimestamp(now);
  return licence;
}

}  // namespace

Licence::State StateOn(const Licence& licence, absl::CivilDay today) {
  const bool expired = licence.state() != Licence::REVOKED && IsBefore(licence.valid_until(), today);
  return expired ? Licence::EXPIRED : licence.state();
}

Licence AsOf(Licence licence, absl::CivilDay today) {
  licence.set_state(StateOn(licence, today));
  return licence;
}

absl::Status RequireAgreement(const Licence& agreement, absl::string_view county, absl::CivilDay day) {
  if (agreement.kind() != Licence::AGREEMENT_IN_PRINCIPLE || StateOn(agreement, day) != Licence::VALID) {
    return errors::AgreementNotValid(agreement.name());
  }
  if (agreement.county() != county) return errors::AgreementOfOtherCounty(agreement.name(), agreement.county());
  return absl::OkStatus();
}

absl::StatusOr<Licence> IssuePaper(const Licence& wanted, const v1::Centre& centre, const PaperTerms& terms,
                                   absl::Time now) {
  if (!IsPaperOfCentre(wanted.kind())) {
    return mosbat::errors::FieldInvalid(
        "licence.kind",
        {.en = "A paper of a centre is FOUNDER, ACTIVITY or TECHNICAL_MANAGER.",
         .fa = "پروانه مرکز یکی از پروانه‌های تأسیس، فعالیت و مسئول فنی "
               "است."});
  }
  MOSBAT_RETURN_IF_ERROR(CheckHolder("licence.holder", wanted.holder()));
  if (centre.state() == v1::Centre::CLOSED) return errors::CentreClosed(centre.name());
  for (const v1::Centre::Paper& paper : centre.papers()) {
    const bool stands = paper.state() != Licence::REVOKED && !IsBefore(paper.valid_until(), terms.from.day);
    if (paper.kind() == wanted.kind() && stands) {
      return errors::LicenceExists(centre.name(), paper.licence(), paper.kind());
    }
  }
  Licence licence;
  licence.set_kind(wanted.kind());
  licence.set_state(Licence::VALID);
  licence.set_centre(centre.name());
  licence.set_county(centre.county());
  licence.set_agreement(centre.agreement());
  *licence.mutable_holder() = wanted.holder();
  licence.set_directive(terms.directive.name());
  *licence.mutable_valid_from() = iran::ToDate(terms.from.day);
  const std::optional<absl::CivilDay> last =
      LastDayOf(terms.directive.provisions().licence_validity().period(), HolidaysOf(terms.directive), terms.from.day);
  if (last.has_value()) *licence.mutable_valid_until() = iran::ToDate(*last);
  *licence.mutable_issue_time() = ToTimestamp(now);
  licence.set_historical(terms.from.historical);
  return licence;
}

absl::StatusOr<Licence> Suspend(Licence licence, absl::string_view reason, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  const Licence::State state = StateOn(licence, iran::TehranDay(now));
  if (state != Licence::VALID) return errors::LicenceNotValid(licence.name(), state);
  return Moved(std::move(licence), Licence::SUSPENDED, reason, now);
}

absl::StatusOr<Licence> Reinstate(Licence licence, absl::string_view reason, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  const Licence::State state = StateOn(licence, iran::TehranDay(now));
  if (state != Licence::SUSPENDED) return errors::LicenceNotSuspended(licence.name(), state);
  return Moved(std::move(licence), Licence::VALID, reason, now);
}

absl::StatusOr<Licence> Revoke(Licence licence, absl::string_view reason, absl::Time now) {
  MOSBAT_RETURN_IF_ERROR(RequireReason(reason));
  const Licence::State state = StateOn(licence, iran::TehranDay(now));
  if (state == Licence::REVOKED || state == Licence::EXPIRED) return errors::LicenceEnded(licence.name(), state);
  return Moved(std::move(licence), Licence::REVOKED, reason, now);
}

}  // namespace mosbat::registry::domain
