// What a proposed rule would change: who would gain and who would lose, in numbers. Pure functions.
#pragma once

#include "google/protobuf/struct.pb.h"

#include "common/schema/schema.h"
#include "mosbat/casefile/v1/care_service.pb.h"

namespace mosbat::casefile::domain {

// Whether the facts meet the rule, its criteria on `request.*` left out; false without a rule.
bool Meets(const schema::CompiledSchema* rule, const google::protobuf::Struct& facts);

// Counts one person.
void Count(bool meets_now, bool would_meet, v1::PreviewRulesResponse::Change& change);

}  // namespace mosbat::casefile::domain
