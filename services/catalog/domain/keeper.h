// Who keeps what a deputyship owns: itself while it is there, afterwards its successor. Pure functions.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

#include "mosbat/access/v1/access.pb.h"
#include "mosbat/guideline/v1/deputyship.pb.h"

namespace mosbat::catalog::domain {

// Who keeps something on `day`.
struct Keeper {
  std::string deputyship;
  absl::CivilDay day;
  bool is_there = true;  // on that day; not one that ended without a successor, nor one that has yet to begin
};

// By the days by which guideline judges its own, in its domain/deputyship.h, which also says why the two stand apart.
bool HasEndedBy(const guideline::v1::Deputyship& deputyship, absl::CivilDay day);
bool IsThereOn(const guideline::v1::Deputyship& deputyship, absl::CivilDay day);

// FAILED_PRECONDITION / DEPUTYSHIP_NOT_VALID unless the keeper is there. Steering writes in its place.
absl::Status RequireThere(const Keeper& keeper, access::v1::Role role);

}  // namespace mosbat::catalog::domain
