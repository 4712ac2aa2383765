// The resource names that a query found.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "common/db/database.h"

namespace mosbat::purchasing {

inline std::vector<std::string> NamesIn(const std::vector<db::Row>& rows, size_t column = 0) {
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const db::Row& row : rows) names.push_back(row.Text(column));
  return names;
}

}  // namespace mosbat::purchasing
