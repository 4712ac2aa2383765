// What the suite has of what an entry names.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/messages.h"

namespace mosbat::ctl {

// The resource of an entry as it is, nullptr where it is not there; one whose name the server makes is found in its
// list. Errors name file and path.
absl::StatusOr<MessagePtr> FindResource(Calls& calls, const Entry& entry);

// The text whose steps an entry takes: revision 1 of the resource `name`; nullptr where it is not there.
absl::StatusOr<MessagePtr> FindRevision(Calls& calls, const Entry& entry, const std::string& name);

// What `method` needs to bring `current` to `wanted` in `fields`, proto names of the top level.
MessagePtr UpdateRequest(const Method& method, const google::protobuf::Message& current,
                         const google::protobuf::Message& wanted, const std::vector<std::string>& fields);

// What takes `acting` by the step to its next state.
MessagePtr StepRequest(const Verb& verb, const google::protobuf::Message& acting);

// Whether a step was refused because there is nothing left for it to do: a type that is ACTIVE by what it rests on. So
// a step may name the state that it leads to, and is taken again only when there is something new.
bool IsSoAlready(const absl::Status& status);

// Where the fields of the request that creates the resource of an entry stand in the file.
std::vector<PathMap> PathsOfCreate(const Entry& entry);

}  // namespace mosbat::ctl
