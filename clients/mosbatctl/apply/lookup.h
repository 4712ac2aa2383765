// What the suite has of what an entry names.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "clients/mosbatctl/apply/plan.h"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/messages.h"
#include "common/base/error.h"

namespace mosbat::ctl {

// Whether what was asked for is not there. Callers of a part of the country are told the same of what is not theirs.
bool IsMissing(const absl::Status& status);

// The resource of an entry as it is, nullptr where it is not there; one whose name the server makes is found in its
// list. Errors name file and path.
absl::StatusOr<MessagePtr> FindResource(Calls& calls, const Entry& entry);

// The text whose steps an entry takes: revision 1 of the resource `name`; nullptr where it is not there.
absl::StatusOr<MessagePtr> FindRevision(Calls& calls, const Entry& entry, const std::string& name);

// What `method` needs to bring `current` to `wanted` in `fields`, proto names of the top level.
MessagePtr UpdateRequest(const Method& method, const google::protobuf::Message& current,
                         const google::protobuf::Message& wanted, const std::vector<std::string>& fields);

// `current` as the update to `wanted` leaves it: with the fields that `wanted` gives.
MessagePtr Updated(const google::protobuf::Message& current, const google::protobuf::Message& wanted);

// That the suite has something else than the file in `fields`, proto names below `path`, and will not change it,
// because of `refusal`, OK where it never may be: FAILED_PRECONDITION / DIFFERENT, which says what to do.
absl::Status Different(const Entry& entry, const std::string& name, const std::string& path,
                       const std::vector<std::string>& fields, const absl::Status& refusal);

// A service type that the file would let rest on an earlier text than it does: an old file, or a step back, which is a
// verb of its own. FAILED_PRECONDITION / REVISION_OLDER; OK of anything else, and where the later text was withdrawn.
absl::Status RefuseOlderText(Calls& calls, const Entry& entry, const google::protobuf::Message& current,
                             const google::protobuf::Message& wanted);

// The first of `names` that an entry or its steps name, itself or something below it; "" if there is none.
std::string NamedIn(const Entry& entry, const std::vector<std::string>& names);

// Why an entry that names `different` is left out.
Words HeldBackWords(const std::string& different);

// Where the fields of the request that creates the resource of an entry stand in the file.
std::vector<PathMap> PathsOfCreate(const Entry& entry);

// Where in the file the fault is for which the service did not create the resource of an entry: the whole entry, unless
// the reason tells the field.
std::string PathOfRefusal(const Entry& entry, const absl::Status& refusal);

}  // namespace mosbat::ctl
