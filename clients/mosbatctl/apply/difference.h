// What a file says against what the suite has.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "nlohmann/json.hpp"

#include "clients/mosbatctl/terminal.h"
#include "common/base/error.h"

namespace mosbat::ctl {

// The top-level fields of `wanted` that differ from `current`, by their proto names: the update mask. A field that
// `wanted` does not have is not looked at, nor are name, etag and what only the server writes. Within a field
// everything counts, except that a number or choice that is left out is what the server has put there.
std::vector<std::string> Differences(const google::protobuf::Message& wanted, const google::protobuf::Message& current);

// One place where they differ, as people read it. A value that is not there is "".
struct Change {
  std::string path;  // "terms.frequency.atMost", "clauses[3-2].text": entries go by their number or code
  std::string from;
  std::string to;
};

// All of it, in the order of the fields; empty where Differences() is.
std::vector<Change> Changes(const google::protobuf::Message& wanted, const google::protobuf::Message& current,
                            Language language);

// What `later` says otherwise than `earlier`, two messages that are stored: every field counts, also where `later`
// leaves it out.
std::vector<Change> ChangesBetween(const google::protobuf::Message& later, const google::protobuf::Message& earlier,
                                   Language language);

// The same of two values of JSON, each by its pointer below `path`: "…/properties/age_years/maximum". Lists of as many
// objects are compared one by one.
std::vector<Change> JsonChanges(const nlohmann::json& later, const nlohmann::json& earlier, const std::string& path);

// One line, "~ level: 1 → 2", or, of long values, three.
std::string ChangeText(const Change& change, const Dress& dress);

// Whether both are the same thing where the server makes the names: their required fields and coverage are equal.
bool SameThing(const google::protobuf::Message& wanted, const google::protobuf::Message& current);

}  // namespace mosbat::ctl
