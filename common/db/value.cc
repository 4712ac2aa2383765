#include "common/db/value.h"

#include <cstddef>

#include "absl/strings/str_cat.h"

#include "common/db/fatal.h"

namespace mosbat::db {
namespace {

const Row::Cell& CellAt(const std::vector<Row::Cell>& cells, size_t column) {
  if (column >= cells.size()) Fatal(absl::StrCat("column ", column, " of a row of ", cells.size()));
  return cells[column];
}

template <typename T>
const T& As(const std::vector<Row::Cell>& cells, size_t column, absl::string_view type) {
  const T* const value = std::get_if<T>(&CellAt(cells, column));
  if (value == nullptr) Fatal(absl::StrCat("column ", column, " is not ", type));
  return *value;
}

}  // namespace

bool Row::IsNull(size_t column) const { return std::holds_alternative<std::monostate>(CellAt(cells_, column)); }
int64_t Row::Int(size_t column) const { return As<int64_t>(cells_, column, "a number"); }
const std::string& Row::Text(size_t column) const { return As<std::string>(cells_, column, "text"); }
const std::string& Row::Bytes(size_t column) const { return As<std::string>(cells_, column, "bytes"); }

}  // namespace mosbat::db
