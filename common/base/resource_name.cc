#include "common/base/resource_name.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "common/base/error.h"

namespace mosbat {

absl::StatusOr<std::vector<std::string>> ParseName(absl::string_view field, absl::string_view pattern,
                                                   absl::string_view name) {
  if (name.empty()) return errors::FieldRequired(field);
  const std::vector<absl::string_view> wanted = absl::StrSplit(pattern, '/');
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != wanted.size()) return errors::NameInvalid(field, name, pattern);
  std::vector<std::string> ids;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (wanted[i] != "*") {
      if (parts[i] != wanted[i]) return errors::NameInvalid(field, name, pattern);
    } else if (IsResourceId(parts[i])) {
      ids.emplace_back(parts[i]);
    } else {
      return errors::NameInvalid(field, name, pattern);
    }
  }
  return ids;
}

absl::Status RequireName(absl::string_view field, absl::string_view pattern, absl::string_view name) {
  return ParseName(field, pattern, name).status();
}

absl::Status RequireNameIfSet(absl::string_view field, absl::string_view pattern, absl::string_view name) {
  return name.empty() ? absl::OkStatus() : RequireName(field, pattern, name);
}

absl::StatusOr<std::string> NewName(absl::string_view collection, absl::string_view field, absl::string_view id,
                                    absl::string_view otherwise) {
  if (id.empty()) id = otherwise;
  if (id.empty()) return errors::FieldRequired(field);
  if (!IsResourceId(id)) return errors::NameInvalid(field, id, "[a-z0-9-]{1,63}");
  return absl::StrCat(collection, "/", id);
}

absl::Status RequireFree(const absl::Status& found, absl::string_view name) {
  if (found.ok()) return errors::AlreadyExists(name);
  return absl::IsNotFound(found) ? absl::OkStatus() : found;
}

bool IsResourceId(absl::string_view id) {
  if (id.empty() || id.size() > 63 || id.front() == '-' || id.back() == '-') return false;
  return std::all_of(id.begin(), id.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace mosbat
