// What a proposed rule would change: who would gain and who would lose, in numbers. Pure functions.
#pragma once

#include "absl/types/span.h"
#include "google/protobuf/struct.pb.h"

#include "common/schema/schema.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/case_file.pb.h"
#include "mosbat/catalog/v1/entrustment.pb.h"

namespace mosbat::casefile::domain {

// The rule, which Compile() takes, as far as it can be judged before anything is asked for: whoever might meet the rule
// with some answers (`request.*`) meets this one. An alternative is judged by its criteria on other facts; what a `not`
// says of answers is left out; where an `if` asks for one, either branch may hold.
google::protobuf::Struct WithoutAnswers(const google::protobuf::Struct& rule);

// Whether the facts meet the rule; false without one.
bool Meets(const schema::CompiledSchema* rule, const google::protobuf::Struct& facts);

// Whether one of `entrustments`, which are in effect, covers the centre of the file.
bool IsEntrusted(const v1::CaseFile& file, absl::Span<const catalog::v1::Entrustment> entrustments);

// Counts one person.
void Count(bool meets_now, bool would_meet, bool is_entrusted, v1::PreviewRulesResponse::Change& change);

}  // namespace mosbat::casefile::domain
