// The contract's table of states, held against everything that was said of the resources of guideline and catalog.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/message.h"

namespace mosbat::walk {

// The steps of the contract, from a state, "" of what is not there yet, to the next, by the kind of resource.
using StepTable = std::set<std::pair<std::string, std::string>>;
const std::map<std::string, StepTable>& Contract();

// Thread-safe.
class Transitions {
 public:
  // A directive, sub-guideline revision, service type or entrustment as an answer or an event has it; ignores anything
  // else.
  void Add(const google::protobuf::Message& resource);

  // Each step from one row version to the next that was seen and that the contract does not have, and each row version
  // of which two states were told: "serviceTypes/x: RETIRED → ACTIVE at 7".
  std::vector<std::string> Illegal() const;

  // How many different steps of states were seen: to know that something was.
  std::map<std::string, int> Seen() const;  // "ServiceType PROPOSED → ACTIVE" → how often

 private:
  struct Subject {
    std::string kind;                                     // "ServiceType"
    std::map<std::pair<int64_t, int>, std::string> said;  // by row version, and the order of states within it
  };

  template <typename Visit>
  void ForEachStep(Visit visit) const;

  mutable std::mutex mutex_;
  std::map<std::string, Subject> subjects_;  // by name
};

}  // namespace mosbat::walk
