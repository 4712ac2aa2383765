// The rules of a licence: its states and what issues it.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/licence.pb.h"
#include "services/registry/domain/entry_day.h"

namespace mosbat::registry::domain {

// The state on a day: after its last day a licence that was not revoked is EXPIRED.
v1::Licence::State StateOn(const v1::Licence& licence, absl::CivilDay today);

// The licence as it is answered on a day.
v1::Licence AsOf(v1::Licence licence, absl::CivilDay today);

// OK if a centre in `county` may be founded under the licence on `day`: an agreement in principle, VALID on that day,
// for that county. AGREEMENT_NOT_VALID, AGREEMENT_OF_OTHER_COUNTY.
absl::Status RequireAgreement(const v1::Licence& agreement, absl::string_view county, absl::CivilDay day);

// What IssueLicence learned from guideline.
struct PaperTerms {
  EntryDay from;
  guideline::v1::Directive directive;  // in force on `from.day`
};

// One of the three papers of `centre`, valid from the day for the directive's months. FIELD_INVALID for another kind,
// HOLDER_INVALID, CENTRE_CLOSED, LICENCE_EXISTS.
absl::StatusOr<v1::Licence> IssuePaper(const v1::Licence& wanted, const v1::Centre& centre, const PaperTerms& terms,
                                       absl::Time now);

// LICENCE_NOT_VALID. Here and below also those of RequireReason().
absl::StatusOr<v1::Licence> Suspend(v1::Licence licence, absl::string_view reason, absl::Time now);

// LICENCE_NOT_SUSPENDED.
absl::StatusOr<v1::Licence> Reinstate(v1::Licence licence, absl::string_view reason, absl::Time now);

// LICENCE_ENDED.
absl::StatusOr<v1::Licence> Revoke(v1::Licence licence, absl::string_view reason, absl::Time now);

}  // namespace mosbat::registry::domain
