#include "clients/mosbatctl/caller.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "common/auth/authenticator.h"
#include "common/base/error.h"

namespace mosbat::ctl {
namespace {

absl::Status Invalid(absl::string_view text, absl::string_view en, absl::string_view fa) {
  return MakeFieldError("CALLER_INVALID",
                        {.field = "as",
                         .words = {.en = absl::StrCat("\"", text, "\" is no caller: ", en),
                                   .fa = absl::StrCat("«", text, "» درخواست‌کننده نیست: ", fa)}});
}

}  // namespace

absl::StatusOr<auth::Principal> ParseCaller(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> named = absl::StrSplit(text, absl::MaxSplits('@', 1));
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(named.first, absl::MaxSplits(':', 1));
  const auto [word, scope] = parts;
  auth::Principal caller{.id = std::string(named.second.empty() ? named.first : named.second),
                         .role = auth::RoleFromWord(word)};
  caller.scope.area = "country";
  if (caller.role == access::v1::ROLE_UNSPECIFIED) {
    return Invalid(text, "write steering, deputyship:NAME, county:provinces/…/counties/… or centre-manager:centres/….",
                   "بنویسید steering، deputyship:NAME، county:provinces/…/counties/… یا centre-manager:centres/….");
  }
  if (scope.empty()) return caller;
  if (caller.role == access::v1::DEPUTYSHIP) {
    caller.scope.deputyship =
        absl::StartsWith(scope, "deputyships/") ? std::string(scope) : absl::StrCat("deputyships/", scope);
    return caller;
  }
  if (!auth::IsArea(scope)) {
    return Invalid(
        text, "after the role stands country, provinces/…, provinces/…/counties/…, centres/… or self.",
        "پس از نقش country، provinces/…، provinces/…/counties/…، centres/… یا self می‌آید.");
  }
  caller.scope.area = std::string(scope);
  return caller;
}

std::string CallerOfDeputyship(absl::string_view name) {
  return absl::StrCat("deputyship:", name.substr(name.find('/') + 1));
}

}  // namespace mosbat::ctl
