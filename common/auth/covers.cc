#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "common/auth/principal.h"

namespace mosbat::auth {
namespace {

// Whether `name` is `parent` or something below it.
bool IsWithin(absl::string_view name, absl::string_view parent) {
  return absl::StartsWith(name, parent) && (name.size() == parent.size() || name[parent.size()] == '/');
}

bool AreaCovers(const Principal& principal, const Belonging& row) {
  const std::string& area = principal.scope.area;
  if (area == "country") return true;
  if (area == "self") return !principal.id.empty() && row.owner == principal.id;
  if (absl::StartsWith(area, "provinces/")) return IsWithin(row.area, area);
  // A centre's manager covers what belongs to its workers, a worker only their own.
  if (absl::StartsWith(area, "centres/")) return row.centre == area || IsWithin(row.worker, area);
  return false;
}

}  // namespace

bool Covers(const Principal& principal, const Belonging& row) {
  const std::string& deputyship = principal.scope.deputyship;
  if (!deputyship.empty() && !row.deputyship.empty() && deputyship != row.deputyship) return false;
  return AreaCovers(principal, row);
}

}  // namespace mosbat::auth
