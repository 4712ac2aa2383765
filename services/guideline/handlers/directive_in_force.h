// Which directive is in force on a day, what several use cases decide by, and which comes next.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "common/base/status_macros.h"
#include "common/db/database.h"
#include "services/guideline/domain/directive.h"
#include "services/guideline/store/directive_store.h"

namespace mosbat::guideline {

inline absl::StatusOr<std::optional<v1::Directive>> DirectiveInForce(db::Session& session,
                                                                     const DirectiveStore& directives,
                                                                     absl::CivilDay day) {
  MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::Directive> latest, directives.ListLatestEffective(session, day));
  return domain::InForceOf(std::move(latest));
}

// The issued one that takes effect next after `day`, nothing if none is to come.
inline absl::StatusOr<std::optional<v1::Directive>> NextDirective(db::Session& session,
                                                                  const DirectiveStore& directives,
                                                                  absl::CivilDay day) {
  MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::Directive> next, directives.ListNextEffective(session, day));
  return domain::InForceOf(std::move(next));
}

}  // namespace mosbat::guideline
