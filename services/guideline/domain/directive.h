// What a directive must be, and its way from draft to issue and repeal. Pure functions.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "common/iran/historical.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::guideline::domain {

// A draft of what a caller wrote, well-formed as far as it goes; it need not be complete. INVALID_ARGUMENT with each
// fault by its path in the request: FIELD_REQUIRED, FIELD_INVALID, NAME_INVALID, ARTICLE_NOT_FOUND, WEIGHTS_NOT_100,
// DATES_OUT_OF_ORDER, SCHEMA_….
absl::StatusOr<v1::Directive> NewDraft(v1::Directive directive, absl::string_view name, absl::Time now);

// The draft with what `request` changes. DIRECTIVE_NOT_DRAFT, UPDATE_MASK_INVALID, and the faults of NewDraft().
absl::StatusOr<v1::Directive> Edit(v1::Directive draft, const v1::UpdateDirectiveRequest& request, absl::Time now);

// DIRECTIVE_NOT_DRAFT, DIRECTIVE_INCOMPLETE, HISTORICAL_NOT_ALLOWED, HISTORICAL_NOT_SAID, DATES_OUT_OF_ORDER.
absl::StatusOr<v1::Directive> Issue(v1::Directive draft, const iran::Entry& entry, absl::string_view issuer,
                                    absl::Time now);

// DIRECTIVE_NOT_ISSUED, DIRECTIVE_REPEALED, DATES_OUT_OF_ORDER, HISTORICAL_NOT_ALLOWED, HISTORICAL_NOT_SAID.
absl::StatusOr<v1::Directive> Repeal(v1::Directive directive, const v1::RepealDirectiveRequest& request,
                                     const iran::Entry& entry, absl::Time now);

// Whether the draft may amend what it names, `amended` where there is such a directive: AMENDED_NOT_ISSUED;
// DATES_OUT_OF_ORDER if it would take effect before that one.
absl::Status CheckAmends(const v1::Directive& draft, const std::optional<v1::Directive>& amended);

// What is to come after a day.
struct UnderWay {
  std::vector<v1::Directive> amending;  // name in `amends` what they change
  std::optional<v1::Directive> next;    // of the issued ones the next to be in force, whatever it names
};

// Puts into `directive`, whose standing is set, the notice of those that amend it, of drafts only with `drafts_too`,
// and, if it is in force, of the one that is to take its place.
void SetPendingAmendments(const UnderWay& under_way, bool drafts_too, v1::Directive& directive);

// Of directives that took effect on one day, the one in force: that of the greatest number; nothing of none.
std::optional<v1::Directive> InForceOf(std::vector<v1::Directive> directives);

// How the directive stands on `day`, on which `in_force` is the one in force.
v1::Directive::Standing StandingOn(const v1::Directive& directive, const std::optional<v1::Directive>& in_force,
                                   absl::CivilDay day);

// Whether an issued directive lets the sub-guideline's activity be given to the centres.
bool PermitsEntrustment(const v1::Directive& directive, const v1::SubGuideline& sub_guideline);

}  // namespace mosbat::guideline::domain
