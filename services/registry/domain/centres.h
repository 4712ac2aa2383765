// The rules of a centre: when it operates, its caps and what may be changed.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"

#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/licence.pb.h"
#include "services/registry/domain/entry_day.h"

namespace mosbat::registry::domain {

// The state on a day: a centre that operates is SUSPENDED after the last day of its first paper to expire.
v1::Centre::State StateOn(const v1::Centre& centre, absl::CivilDay today);

// The centre as it is on a day, and as it is answered: an expiry that nothing told of is in its state and ends its
// `operating_days`.
v1::Centre AsOf(v1::Centre centre, absl::CivilDay today);

// What EstablishCentre learned from guideline.
struct CentreTerms {
  EntryDay from;
  guideline::v1::Directive directive;  // in force on `from.day`
};

// A new FOUNDING centre with the directive's caps and minimum of staff. CENTRE_INVALID.
absl::StatusOr<v1::Centre> Establish(const v1::Centre& wanted, const CentreTerms& terms, absl::Time now);

// The centre with `licence`, issued for it or moved to another state, among its papers, and in the state that follows.
// Its `operating_days` follow its state, here and below: a range begins on the day on which it becomes OPERATING (the
// first of a historical centre on its `establish_date`) and ends with the day before the one on which it stops.
v1::Centre WithPaper(v1::Centre centre, const v1::Licence& licence, absl::Time now);

// The centre with so many staff, and in the state that follows: OPERATING once its three papers are valid on the day
// and its minimum of staff is there; SUSPENDED from OPERATING only when a paper is not valid, so that somebody who
// leaves closes no centre.
v1::Centre WithStaff(v1::Centre centre, int staff_count, absl::Time now);

// The centre with the fields of `mask` taken from `wanted`. A `closing_date` also takes back the days from then on on
// which it operated. UPDATE_MASK_INVALID, CENTRE_INVALID, CENTRE_CLOSED,
// CENTRE_OPERATING.
absl::StatusOr<v1::Centre> Update(v1::Centre centre, const v1::Centre& wanted, const google::protobuf::FieldMask& mask,
                                  absl::Time now);

}  // namespace mosbat::registry::domain
