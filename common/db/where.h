// The WHERE of a list: what the caller may see, and what it asks for.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "common/db/value.h"

namespace mosbat::db {

// What a caller's scope lets it see of a list; rpc::Call::Visibility() makes it.
struct Visibility {
  std::string area = "country";  // as in auth::Scope
  std::string caller;            // its id, for the area "self"
};

// Conditions joined by AND. Columns and conditions are literals of the stores, never input.
class Where {
 public:
  // The columns that say what a row belongs to; "" where the table has none.
  struct Columns {
    absl::string_view county = "county";
    absl::string_view province = "";
    absl::string_view centre = "";
    absl::string_view worker = "";
    absl::string_view owner = "";
  };

  Where() = default;
  explicit Where(absl::string_view condition) : sql_(condition) {}

  // An empty value asks nothing.
  Where& Equal(absl::string_view column, absl::string_view value);
  Where& AtLeast(absl::string_view column, absl::string_view value);
  Where& AtMost(absl::string_view column, absl::string_view value);

  // Rows whose column of names of counties lies in `area`: a county, a province, or "country" or "" for all.
  Where& InArea(absl::string_view column, absl::string_view area);

  // Rows that the caller may see. In an area for which the table has no column that is none.
  Where& VisibleTo(const Visibility& visibility, const Columns& columns);

  // A condition without values.
  Where& And(absl::string_view condition);

  // "" if nothing is asked.
  const std::string& sql() const { return sql_; }
  // Views into this object.
  std::vector<Value> values() const { return {texts_.begin(), texts_.end()}; }

 private:
  Where& Compare(absl::string_view column, absl::string_view operation, absl::string_view value);

  std::string sql_;
  std::vector<std::string> texts_;
};

}  // namespace mosbat::db
