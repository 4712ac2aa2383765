// The facts (common/facts/facts.h) as ListFacts tells them, and documents of them that callers make up.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/struct.pb.h"

#include "mosbat/catalog/v1/fact.pb.h"

namespace mosbat::catalog::domain {

// In byte order of names.
const std::vector<v1::Fact>& Facts();

// A document that has every fact.
google::protobuf::Struct ExampleFacts();

// INVALID_ARGUMENT with the path under `facts` of each value that is no fact (FACT_UNKNOWN), and of each that is not of
// its fact's type or not one of its words (FACT_INVALID).
absl::Status CheckFacts(const google::protobuf::Struct& facts);

}  // namespace mosbat::catalog::domain
