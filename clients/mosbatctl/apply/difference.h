// What a file says against what the suite has.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace mosbat::ctl {

// The top-level fields of `wanted` that differ from `current`, by their proto names: the update mask. A field that
// `wanted` does not have is not looked at, nor are name, etag and what only the server writes. Within a field
// everything counts, except that a number or choice that is left out is what the server has put there.
std::vector<std::string> Differences(const google::protobuf::Message& wanted, const google::protobuf::Message& current);

// Whether both are the same thing where the server makes the names: their required fields and coverage are equal.
bool SameThing(const google::protobuf::Message& wanted, const google::protobuf::Message& current);

}  // namespace mosbat::ctl
