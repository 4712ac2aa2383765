// What a department may get wrong, and what it must be answered.
//
// They are about: directives/two, in force since yesterday; subGuidelines/screening with a text in force and a draft
// behind it; subGuidelines/scheme, which ends in three weeks, submitted; serviceTypes/screening, active on the first,
// serviceTypes/on-a-draft; and of the first type a proposed entrustment of the whole country and a proposed pilot.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/message.h"

namespace mosbat::testing {

struct BadInput {
  struct Told {
    std::string label;  // what is wrong
    std::string as;
    absl::StatusCode code;
    std::string reason;
    std::string path;  // "" where no field is at fault
  };

  Told told;
  std::shared_ptr<google::protobuf::Message> request;
};

// Schemas, clauses that do not exist, unknown directives and texts, dates out of order; an `entrustment`, that of the
// whole country, before the pilot.
std::vector<BadInput> BadInputs(absl::CivilDay today, const std::string& entrustment);

// Writes that are right, but for whoever makes them second under one etag, which is still to be set; of
// directives/three, a draft, and `entrustment`.
std::vector<BadInput> WritesOfTwo(const std::string& entrustment);

}  // namespace mosbat::testing
