// Packages through `mosbatctl apply`, each held against what `mosbatctl diff` said of it before.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/apply/rehearsal.h"
#include "tests/integration/walk/judged_calls.h"

namespace mosbat::walk {

class ApplyDoor {
 public:
  explicit ApplyDoor(JudgedCalls& calls) : calls_(calls) {}

  // Applies the file. That an entry was not met as it was rehearsed is a failure of the test; each write of the
  // rehearsal and of the command is judged by the calls besides.
  void Take(const std::string& package);

  // How entries went, "created", "changed", "unchanged", "different", "left out" or "refused", and how many steps had
  // nothing left to do, "so already".
  const std::map<std::string, int>& seen() const { return seen_; }

 private:
  // How each entry went, up to the one that was refused, and why that was.
  std::vector<std::string> Apply(const std::vector<ctl::Entry>& entries, absl::Status& refused);

  JudgedCalls& calls_;
  std::map<std::string, int> seen_;
};

}  // namespace mosbat::walk
