// Whether a centre and a service type stood on the day of a delivery, as far as purchasing has heard.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"

#include "mosbat/catalog/v1/service_type.pb.h"
#include "mosbat/registry/v1/centre.pb.h"
#include "mosbat/registry/v1/licence.pb.h"

namespace mosbat::purchasing::domain {

// The days on which something stood: from `begin` on, until the day before `end`. Without an `end` it still stands.
struct Standing {
  absl::CivilDay begin;
  std::optional<absl::CivilDay> end;

  bool Covers(absl::CivilDay day) const { return day >= begin && (!end.has_value() || day < *end); }
};

// From the first day that the centre was operating (of one entered after the fact: of its establishment) to the
// earliest of: its closing, the day after its papers ran out, the day on which one of its papers was suspended or
// revoked (`papers`: what is known of those that it names; for one that is not known the day of the centre's own
// change). A centre that never operated stands on no day.
Standing StandingOf(const registry::v1::Centre& centre, const std::vector<registry::v1::Licence>& papers);

// A retired type stands until the day of its retirement, that day included: what was promised under it before may still
// be given, but what is said to have taken place later needs a reviewer. A suspended type keeps its promises.
Standing StandingOf(const catalog::v1::ServiceType& type);

}  // namespace mosbat::purchasing::domain
