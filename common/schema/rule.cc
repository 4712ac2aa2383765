#include "common/schema/rule.h"

namespace mosbat::schema {

std::string ClauseOf(const common::v1::Rule& rule, absl::string_view schema_path) {
  for (absl::string_view place = schema_path;; place = place.substr(0, place.rfind('/'))) {
    const auto found = rule.clauses().find(std::string(place));
    if (found != rule.clauses().end()) return found->second;
    if (place.empty()) return "";
  }
}

}  // namespace mosbat::schema
