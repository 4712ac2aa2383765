// What a rule decides about a facts document. Pure: the same facts and rule give the same decision, bit for bit, in
// whichever service it is made.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "common/schema/schema.h"
#include "mosbat/common/v1/common.pb.h"

namespace mosbat::schema {

// Fills in outcome, reasons and the hash of the facts. A reason names the clause of its demand, and `clause`, that of
// the whole rule, where none is nearer; it speaks of the facts in the words of `vocabulary`. `compiled` is made from
// `rule`.
void Decide(const google::protobuf::Struct& facts, const common::v1::Rule& rule, absl::string_view clause,
            const CompiledSchema& compiled, common::v1::Decision& decision, const Vocabulary& vocabulary = {});

// One text for one document: keys in byte order, whole numbers without a point, no blanks.
std::string CanonicalJson(const google::protobuf::Struct& document);

}  // namespace mosbat::schema
