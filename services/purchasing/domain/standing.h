// On which days what a claim rests on stood, as far as purchasing has heard.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"

#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/guideline/v1/sub_guideline.pb.h"
#include "mosbat/registry/v1/centre.pb.h"

namespace mosbat::purchasing::domain {

struct Standing {
  // Days in a row, both ends included; without a `last` it still stands.
  struct Days {
    absl::CivilDay first;
    std::optional<absl::CivilDay> last;

    bool operator==(const Days&) const = default;
  };

  bool Covers(absl::CivilDay day) const;

  bool operator==(const Standing&) const = default;

  std::vector<Days> ranges;
};

// The centre's `operating_days`; the last, open ones end with `licensed_until`. Its registry has ended them all before
// a `closing_date`.
Standing StandingOf(const registry::v1::Centre& centre);

// A retired type stands until the day of its retirement, that day included: what was promised under it before may still
// be given, but what is said to have taken place later needs a reviewer. A suspended type keeps its promises.
Standing StandingOf(const catalog::v1::ServiceType& type);

// The days on which any of its revisions was in force. What was promised by one is still given while the next is in
// force, but not once there is none.
Standing StandingOf(const guideline::v1::SubGuideline& sub_guideline);

// An issued directive stands until the day before its repeal.
Standing StandingOf(const guideline::v1::Directive& directive);

}  // namespace mosbat::purchasing::domain
