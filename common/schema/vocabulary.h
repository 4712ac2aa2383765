// How that which a document holds is called when people are told of it.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"

#include "common/base/error.h"

namespace mosbat::schema {

// This one knows no words: everything is called as it is written, in quotes.
class Vocabulary {
 public:
  virtual ~Vocabulary() = default;

  // What the value at `field` is called, "disability.grade" (FieldOfPath).
  virtual std::optional<Words> Label(absl::string_view) const { return std::nullopt; }

  // What a value at `field` is called: of a text, the text; of yes and no, "true" and "false".
  virtual std::optional<Words> Value(absl::string_view, absl::string_view) const { return std::nullopt; }
};

}  // namespace mosbat::schema
