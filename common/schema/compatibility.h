// Whether one schema accepts everything that another accepts: may the old forms and facts still come?
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/struct.pb.h"

#include "common/base/error.h"
#include "common/schema/schema.h"

namespace mosbat::schema {

enum class BreakKind {
  kNewRequired,  // a property must now be there
  kRemoved,      // a property may no longer be there
  kType,
  kEnum,       // values that could be chosen are gone
  kRange,      // minimum, maximum, exclusive or not; multipleOf
  kLength,     // of a text or a list
  kPattern,    // pattern, format, uniqueItems
  kClosed,     // properties that nobody named were allowed
  kCondition,  // anyOf, oneOf, not, if: not proved to ask no more
};

// One demand of the newer schema that the older one does not imply.
struct Break {
  BreakKind kind;
  std::string path;         // JSON pointer into documents; "*" is any entry of a list or any unnamed property
  std::string schema_path;  // JSON pointer into the newer schema, as Fault::schema_path
  Words words;
};

// What the documents are: forms and facts are objects, whether their schema says so or not.
enum class Documents { kAny, kObjects };

// Why a document that `older` accepts might be refused by `newer`; at most kMostFaults reasons. Empty only where it is
// proved that there is no such document. It is a proof by parts, so what cannot be proved is reported too: an anyOf
// that was cut differently, say, though it accepts the same. Errors of Compile() for either schema, for the fields
// "older" and "newer".
absl::StatusOr<std::vector<Break>> FindBreaks(const google::protobuf::Struct& older,
                                              const google::protobuf::Struct& newer,
                                              Documents documents = Documents::kAny);

}  // namespace mosbat::schema
