// Activation of a service type: whether it may be given to the centres, under which text and directive, and the
// revision that comes of it. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "common/iran/historical.h"
#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"

namespace mosbat::catalog::domain {

// What guideline said about the text that a type rests on; what it does not have is left empty.
struct Ground {
  std::string rests_on;  // the text that was asked about; "" where nobody was asked
  std::optional<guideline::v1::SubGuideline> sub_guideline;
  std::optional<guideline::v1::SubGuidelineRevision> text;
  std::optional<guideline::v1::Directive> directive;  // in force on the effective day
};

// What the caller asked for.
struct ActivationOrder {
  absl::CivilDay effective_day;
  iran::Entry entry;
  // Who keeps the type and the text today: their deputyships, or the successors of those.
  std::string type_keeper;
  std::string text_keeper;
};

struct Activation {
  v1::ServiceType type;
  // None where a suspended type is only resumed.
  std::optional<v1::ServiceTypeRevision> revision;
};

// What is to hold again, and why.
struct Restoration {
  v1::ServiceTypeRevision earlier;
  // Today's, if there is one.
  std::optional<v1::ServiceTypeRevision> current;
  std::string reason;
};

// Whether an activation of `type` makes a revision: it rests on a text that its last revision, if any, does not rest
// on. One that is passed over, because its text was withdrawn by its effective date, is not its last.
bool MakesRevision(const v1::ServiceType& type, const std::optional<v1::ServiceTypeRevision>& last);

// The errors are those of CatalogService.ActivateServiceType; ABORTED / STALE_ETAG where `ground` is about another text
// than `type` rests on now.
absl::StatusOr<Activation> Activate(v1::ServiceType type, const std::optional<v1::ServiceTypeRevision>& last,
                                    const Ground& ground, const ActivationOrder& order, absl::Time now);

// The next revision, with the content of an earlier one; `ground` is about the text of that. The errors are those of
// CatalogService.RollbackServiceType; ABORTED / STALE_ETAG where `ground` is about another text.
absl::StatusOr<Activation> Rollback(v1::ServiceType type, const Restoration& restoration, const Ground& ground,
                                    const ActivationOrder& order, absl::Time now);

}  // namespace mosbat::catalog::domain
