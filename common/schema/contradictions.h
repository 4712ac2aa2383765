// What a schema demands and makes impossible at once: a mistake of its author that nobody would see before the first
// form is filled in. A part that nothing can meet is one, though documents may do without: a property that can only be
// left out, a branch of anyOf that is dead.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

namespace mosbat::schema {

// INVALID_ARGUMENT / SCHEMA_CONTRADICTORY, with a fault for each place, `field` followed by its JSON pointer, of a
// schema that Compile() takes:
//   required                a property that `properties` lacks while `additionalProperties` is false, or that is false,
//                           beside it or, in a schema of objects, around it: in allOf, anyOf, oneOf, then, else
//   maximum, maxLength, …   below the least that is demanded beside it
//   const, enum             no value of which meets `type`, bounds and lengths beside it
// The document is an object. Else only what stands in one schema is held against one another, and not where its `type`
// lets a value through of which that says nothing; that nothing meets several together is not looked for. What `if` and
// `not` hold, and definitions that only these use, may be impossible.
absl::Status RequireNoContradiction(const google::protobuf::Struct& schema, absl::string_view field = "schema");

}  // namespace mosbat::schema
