// Service types that cannot be used, each broken in its own way, and what stops them.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "tests/load/doors.h"
#include "tests/load/ground.h"
#include "tests/load/older_program.h"

namespace mosbat::load {

struct BrokenOutcome {
  std::string type;
  std::string how;     // it is broken
  std::string by;      // what stopped it; "" if nothing did
  std::string reason;  // and why, or what happened instead
};

// Publishes the `index`-th through the gateway of one replica and tries to use it through that of the other, for the
// member of `file`. They go in turn:
//   a text whose rule is no schema             guideline refuses it
//   a rule about a fact that there is not,
//   that an older program approved             the catalog refuses to activate it
//   a text that an older program approved      the activation puts the type in quarantine
//   a revision that an older program made      the catalog's sweep puts the type, until then in use, in quarantine
BrokenOutcome PublishBroken(Doors& doors, OlderProgram& older, const casefile::v1::CaseFile& file, int replica,
                            int index);

}  // namespace mosbat::load
