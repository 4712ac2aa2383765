// The steps of an entry and the states between them, as far as their verbs tell before any is taken.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/messages.h"

namespace mosbat::ctl {

// "Approve" of ApproveSubGuidelineRevision.
std::string VerbWord(const Verb& verb);

// The state in which a resource is made, "" of one that has none.
std::string FirstState(const google::protobuf::Descriptor& resource);

// The state to which a step leads, "" where its verb does not tell.
std::string StateAfter(const Verb& verb);

// The states in which the service takes a step, empty where this command does not know. tests/integration/walk holds
// them against the contract, and the contract against the services.
const std::vector<std::string>& StatesTaking(const Method& verb);

// Whether a step is taken in a state; of an unknown one, "", it may be.
bool IsTakenIn(const Verb& verb, const std::string& state);

// The steps that are taken, in order, from a state on.
std::vector<const Verb*> StepsFrom(const Entry& entry, std::string state);

// What takes `acting` by the step to its next state.
MessagePtr StepRequest(const Verb& verb, const google::protobuf::Message& acting);

// Where what a service says of a step stands in the file: its own fields under `with`, those of what it acts on where
// that is written.
std::vector<PathMap> PathsOfStep(const Entry& entry, const Verb& verb);

// Whether a step was refused because there is nothing left for it to do: a type that is ACTIVE by what it rests on. So
// a step may name the state that it leads to, and is taken again only when there is something new.
bool IsSoAlready(const absl::Status& status);

}  // namespace mosbat::ctl
