#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

#include "common/auth/authenticator.h"
#include "common/base/resource_name.h"

namespace mosbat::auth {

std::string RoleWord(access::v1::Role role) {
  if (role == access::v1::ROLE_UNSPECIFIED) return "";
  return absl::AsciiStrToLower(absl::StrReplaceAll(access::v1::Role_Name(role), {{"_", "-"}}));
}

access::v1::Role RoleFromWord(absl::string_view word) {
  access::v1::Role role = access::v1::ROLE_UNSPECIFIED;
  const std::string name = absl::AsciiStrToUpper(absl::StrReplaceAll(word, {{"-", "_"}}));
  // Only the one spelling: "Centre_Manager" is no word of ours.
  return access::v1::Role_Parse(name, &role) && RoleWord(role) == word ? role : access::v1::ROLE_UNSPECIFIED;
}

bool IsArea(absl::string_view area) {
  if (area == "country" || area == "self") return true;
  constexpr const char* kPatterns[] = {"provinces/*", "provinces/*/counties/*", "centres/*", "centres/*/staff/*"};
  return std::any_of(std::begin(kPatterns), std::end(kPatterns),
                     [&](absl::string_view pattern) { return ParseName("area", pattern, area).ok(); });
}

}  // namespace mosbat::auth
