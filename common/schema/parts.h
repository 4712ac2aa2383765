// The schemas within a schema, each with what it speaks of in a document.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

namespace mosbat::schema {

// One of them, as long as it is visited.
struct Part {
  enum class Force {
    kDemanded,        // a document must meet it
    kDemandedInCase,  // of anyOf, oneOf, then or else
    kAsked,           // of if or not, which demand nothing
  };

  const google::protobuf::Struct& schema;
  const std::vector<absl::string_view>& steps;  // the properties that lead to what it speaks of; none for the document
  const std::string& pointer;                   // JSON pointer to it; behind $ref that of the definition
  Force force;
};

// Visits `schema`, which Compile() takes, and all that lies in it, in one order: each before those within it. What is
// behind a $ref is visited where it is used. Entries of lists, and properties without a name, are left out.
void ForEachPart(const google::protobuf::Struct& schema, absl::FunctionRef<void(const Part&)> visit);

// The properties that the part itself names, in `properties` and then in `required`, with the JSON pointer to each.
void ForEachProperty(const Part& part,
                     absl::FunctionRef<void(absl::string_view name, const std::string& pointer)> visit);

}  // namespace mosbat::schema
