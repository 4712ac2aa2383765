// The facts document: what an eligibility schema may ask about. Casefile builds the document by these names.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "mosbat/catalog/v1/fact.pb.h"

namespace mosbat::catalog::domain {

// In byte order of names.
const std::vector<v1::Fact>& Facts();

// Whether `path` is that of a fact or of an object that holds some, "disability".
bool IsFactPath(absl::string_view path);

// A document that has every fact.
google::protobuf::Struct ExampleFacts();

// INVALID_ARGUMENT with the path under `facts` of each value that is no fact (FACT_UNKNOWN), and of each that is not of
// its fact's type or not one of its words (FACT_INVALID).
absl::Status CheckFacts(const google::protobuf::Struct& facts);

}  // namespace mosbat::catalog::domain
