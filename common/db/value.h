// What goes into a statement and what comes out of a row.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace mosbat::db {

// Bytes that are not text: a message, a ciphertext. Columns of type LONGBLOB.
struct Bytes {
  absl::string_view data;
};

// A parameter of one statement; a view, so it lives no longer than what it was made from.
class Value {
 public:
  Value(std::nullptr_t) {}                         // NOLINT(google-explicit-constructor): parameters read as values
  Value(int value) : value_(int64_t{value}) {}     // NOLINT(google-explicit-constructor)
  Value(int64_t value) : value_(value) {}          // NOLINT(google-explicit-constructor)
  Value(absl::string_view text) : value_(text) {}  // NOLINT(google-explicit-constructor)
  Value(const char* text) : value_(absl::string_view(text)) {}         // NOLINT(google-explicit-constructor)
  Value(const std::string& text) : value_(absl::string_view(text)) {}  // NOLINT(google-explicit-constructor)
  Value(Bytes bytes) : value_(bytes) {}                                // NOLINT(google-explicit-constructor)

  const std::variant<std::monostate, int64_t, absl::string_view, Bytes>& get() const { return value_; }

 private:
  std::variant<std::monostate, int64_t, absl::string_view, Bytes> value_;
};

// One row of a result; columns by position, from 0. Asking for a column that is not there, or for a type that it is not
// of, ends the process: the SQL stands a few lines above the call.
class Row {
 public:
  using Cell = std::variant<std::monostate, int64_t, std::string>;

  explicit Row(std::vector<Cell> cells) : cells_(std::move(cells)) {}

  bool IsNull(size_t column) const;
  int64_t Int(size_t column) const;               // BIGINT columns and COUNT, MAX, SUM over them
  const std::string& Text(size_t column) const;   // VARCHAR
  const std::string& Bytes(size_t column) const;  // LONGBLOB
  size_t size() const { return cells_.size(); }

 private:
  std::vector<Cell> cells_;
};

}  // namespace mosbat::db
