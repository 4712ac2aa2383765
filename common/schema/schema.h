// JSON Schema (draft-07): the part of it in which rules and forms are written, compiled once and checked fast.
//
// Keywords: type, properties, required, additionalProperties, enum, const, minimum, maximum, exclusiveMinimum,
// exclusiveMaximum, multipleOf, minLength, maxLength, pattern (RE2 syntax), format "date", items (one schema),
// minItems, maxItems, uniqueItems, allOf, anyOf, oneOf, not, if/then/else, $ref to "#/definitions/…" without cycles,
// and title, description, $schema, which say nothing. Everything else is refused by its path rather than ignored, and
// so is what would cost more than Limits: a schema written to do harm costs its author an error and nobody anything.
// Of the 927 required draft-07 cases 501 are judged as they say, 408 refused, 18 have `true` or `false` as their
// schema; of the 676 optional ones on formats 80 and 595, and one holds U+0000. None is judged otherwise (draft7_test).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "common/base/error.h"
#include "common/schema/vocabulary.h"

namespace mosbat::schema {

// What a schema and a document may cost at most. A judgement whose steps, or patterns, would cost more is given up:
// many alternatives for many values are a few kilobytes and millions of steps.
struct Limits {
  size_t max_bytes = 64 * 1024;  // of a schema's strings and values
  int max_depth = 32;            // of a schema's JSON
  int max_steps = 2'000;         // keywords, enum values and instructions of patterns for one value, $ref written out
  int max_levels = 64;           // schemas within schemas, $ref written out
  size_t max_pattern_bytes = 500;
  size_t max_document_bytes = 256 * 1024;
  int max_document_depth = 32;
  int max_document_values = 4'000;
  size_t max_document_items = 1'000;       // of one array
  int64_t max_document_steps = 1'000'000;  // constraints × values, and what they compare
  int64_t max_pattern_work = 40'000'000;   // instructions of patterns × bytes of text
};

// One demand that a document does not meet.
struct Fault {
  std::string path;         // JSON pointer into the document; of a missing property, where it should be
  std::string keyword;      // "maximum"; "limit" where the document is beyond Limits
  std::string schema_path;  // JSON pointer into the schema, $ref written out; of a missing property, that property's
  Words words;              // "age_years must be at most 6; it is 7."
  // The alternative of anyOf or oneOf that demands it, "2", within an alternative "2.1"; its words begin with it. The
  // faults of alternatives follow the one that says that none of them is met.
  std::string alternative;
};

// The most faults that Validate reports. Those of alternatives have the room that the others leave, each alternative
// its share.
inline constexpr size_t kMostFaults = 50;

// Thread-safe.
class CompiledSchema {
 public:
  virtual ~CompiledSchema() = default;

  // Empty if the document is valid. The faults speak of it in the words of `vocabulary`.
  virtual std::vector<Fault> Validate(const google::protobuf::Struct& document, const Vocabulary& vocabulary) const = 0;
  virtual std::vector<Fault> Validate(const google::protobuf::Value& document, const Vocabulary& vocabulary) const = 0;

  std::vector<Fault> Validate(const google::protobuf::Struct& document) const {
    return Validate(document, Vocabulary());
  }
  std::vector<Fault> Validate(const google::protobuf::Value& document) const {
    return Validate(document, Vocabulary());
  }
};

// INVALID_ARGUMENT, with a fault whose field is `field` followed by the JSON pointer of what is wrong, else:
//   SCHEMA_MALFORMED     no JSON Schema at all: a keyword has a value of the wrong kind
//   SCHEMA_UNSUPPORTED   a keyword, format, pattern or reference that is not in the list above
//   SCHEMA_TOO_LARGE     beyond `limits`
absl::StatusOr<std::shared_ptr<const CompiledSchema>> Compile(const google::protobuf::Struct& schema,
                                                              const Limits& limits = {},
                                                              absl::string_view field = "schema");

// "members[2].age" of "/members/2/age": a path as people and field faults write it. "" stays "".
std::string FieldOfPath(absl::string_view pointer);

}  // namespace mosbat::schema
