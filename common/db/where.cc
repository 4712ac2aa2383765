#include "common/db/where.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace mosbat::db {

Where& Where::And(absl::string_view condition) {
  absl::StrAppend(&sql_, sql_.empty() ? "" : " AND ", condition);
  return *this;
}

Where& Where::Compare(absl::string_view column, absl::string_view operation, absl::string_view value) {
  texts_.emplace_back(value);
  return And(absl::StrCat(column, " ", operation, " ?"));
}

Where& Where::Equal(absl::string_view column, absl::string_view value) {
  return value.empty() ? *this : Compare(column, "=", value);
}

Where& Where::AtLeast(absl::string_view column, absl::string_view value) {
  return value.empty() ? *this : Compare(column, ">=", value);
}

Where& Where::AtMost(absl::string_view column, absl::string_view value) {
  return value.empty() ? *this : Compare(column, "<=", value);
}

Where& Where::InArea(absl::string_view column, absl::string_view area) {
  if (area.empty() || area == "country") return *this;
  if (absl::StrContains(area, "/counties/")) return Compare(column, "=", area);
  // The names of a province's counties begin with "provinces/30/"; "0" is the byte after "/".
  return Compare(column, ">", absl::StrCat(area, "/")).Compare(column, "<", absl::StrCat(area, "0"));
}

Where& Where::VisibleTo(const Visibility& visibility, const Columns& columns) {
  const std::string& area = visibility.area;
  if (area == "country") return *this;
  absl::string_view column;
  absl::string_view value = area;
  if (absl::StartsWith(area, "provinces/")) {
    if (!columns.county.empty()) return InArea(columns.county, area);
    if (!absl::StrContains(area, "/counties/")) column = columns.province;
  } else if (absl::StrContains(area, "/staff/")) {
    column = columns.worker;
  } else if (absl::StartsWith(area, "centres/")) {
    column = columns.centre;
  } else if (area == "self" && !visibility.caller.empty()) {
    column = columns.owner;
    value = visibility.caller;
  }
  return column.empty() ? And("1 = 0") : Compare(column, "=", value);
}

}  // namespace mosbat::db
