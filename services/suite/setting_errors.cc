#include "services/suite/setting_errors.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "common/base/error.h"

namespace mosbat::suite::errors {

absl::Status Of(absl::string_view flag, const absl::Status& status) {
  if (status.ok()) return status;
  const std::string reason = ReasonOf(status);
  return MakeError(status.code(), reason.empty() ? "SETTING_NOT_USABLE" : reason,
                   {.en = absl::StrCat("--", flag, ": ", WordsOf(status, Language::kEnglish)),
                    .fa = absl::StrCat("--", flag, ": ", WordsOf(status, Language::kPersian))},
                   MetadataOf(status));
}

absl::Status RoleUnknown(absl::string_view flag, absl::string_view role, const std::vector<std::string>& known) {
  const std::string list = absl::StrJoin(known, ", ");
  return Of(flag,
            MakeFieldError(
                "ROLE_UNKNOWN",
                {.field = std::string(flag),
                 .words = {.en = absl::StrCat("there is no role \"", role, "\"; known are ", list, "."),
                           .fa = absl::StrCat("نقش «", role, "» وجود ندارد؛ نقش‌ها: ", list, ".")}}));
}

absl::Status TrialNeedsAll() {
  return MakeFieldError(
      "TRIAL_NEEDS_ALL",
      {.field = "trial",
       .words = {
           .en = "--trial: one clock is moved for the whole suite, so it needs --roles=all.",
           .fa =
               "--trial: یک ساعت برای همهٔ سرویس‌ها جابه‌جا می‌شود، پس --roles=all می‌خواهد."}});
}

absl::Status ServiceTokenMissing() {
  return MakeFieldError(
      "SERVICE_TOKEN_MISSING",
      {.field = "service-token-file",
       .words = {
           .en = "--service-token-file: with --jwks-file this process cannot make the token with "
                 "which it follows other services; give one.",
           .fa =
               "--service-token-file: با --jwks-file این پردازه نمی‌تواند نشانهٔ لازم برای پیروی از "
               "سرویس‌های دیگر را بسازد؛ آن را بدهید."}});
}

absl::Status IdentityMissing(absl::string_view file) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "IDENTITY_MISSING",
                   {.en = absl::StrCat("--identity-file: ", file,
                                       " does not exist; `mosbat migrate` makes it, or give "
                                       "--jwks-file."),
                    .fa = absl::StrCat("--identity-file: ", file,
                                       " وجود ندارد؛ «mosbat migrate» آن را می‌سازد، یا "
                                       "--jwks-file را بدهید.")},
                   {{"file", std::string(file)}});
}

}  // namespace mosbat::suite::errors
