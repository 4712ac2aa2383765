// The rules of a call: its states, its window.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"
#include "mosbat/registry/v1/call.pb.h"

namespace mosbat::registry::domain {

// The state on a day. What is stored is DRAFT, ANNOUNCED, CLOSED (before its last day) or CANCELLED.
v1::Call::State StateOn(const v1::Call& invitation, absl::CivilDay today);

// The call as it is answered on a day.
v1::Call AsOf(v1::Call invitation, absl::CivilDay today);

// A new DRAFT of the fields that a caller gives. INVALID_ARGUMENT / FIELD_INVALID for a need below 0 or above 1000
// centres, and for a text that is too long.
absl::StatusOr<v1::Call> Draft(const v1::Call& wanted, absl::Time now);

// What AnnounceCall learned from other services.
struct Announcement {
  absl::CivilDay opening;
  guideline::v1::Directive directive;  // in force on `opening`
  purchasing::v1::Credit credit;       // of the county's province, for the fiscal year of `opening`
};

// CALL_NOT_DRAFT, OPENING_IN_PAST, NEED_NOT_STATED, NO_CREDIT, DIRECTIVE_SILENT.
absl::StatusOr<v1::Call> Announce(v1::Call invitation, const Announcement& announcement, absl::Time now);

// CALL_NOT_ANNOUNCED, CLOSING_NOT_LATER. Here and below also those of RequireReason().
absl::StatusOr<v1::Call> Extend(v1::Call invitation, absl::CivilDay closing, absl::string_view reason, absl::Time now);

// CALL_ENDED.
absl::StatusOr<v1::Call> Cancel(v1::Call invitation, absl::string_view reason, absl::Time now);

// CALL_NOT_OPEN.
absl::StatusOr<v1::Call> Close(v1::Call invitation, absl::string_view reason, absl::Time now);

}  // namespace mosbat::registry::domain
