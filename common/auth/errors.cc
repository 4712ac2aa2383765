#include "common/auth/errors.h"

#include "absl/strings/str_cat.h"

namespace mosbat::auth::errors {
namespace {

absl::Status Unauthenticated(absl::string_view reason, Words words, ErrorMetadata metadata = {}) {
  return MakeError(absl::StatusCode::kUnauthenticated, reason, std::move(words), std::move(metadata));
}

}  // namespace

absl::Status CredentialsMissing() {
  return Unauthenticated(
      "CREDENTIALS_MISSING",
      {.en = "The call carries no token: send it as the metadata `authorization: Bearer TOKEN`.",
       .fa = "این فراخوانی توکن ندارد: آن را در فرادادهٔ authorization به شکل Bearer TOKEN بفرستید."});
}

absl::Status TokenMalformed() {
  return Unauthenticated("TOKEN_MALFORMED", {.en = "The token is not a JWT with the claims sub, mosbat_role and exp.",
                                             .fa = "توکن یک JWT با ادعاهای sub و mosbat_role و exp نیست."});
}

absl::Status TokenSignature() {
  return Unauthenticated("TOKEN_SIGNATURE",
                         {.en = "The token is not signed by a key that this service knows (ES256, RS256 or PS256).",
                          .fa = "توکن با کلیدی که این سرویس می‌شناسد "
                                "امضا نشده است (ES256، RS256 یا PS256)."});
}

absl::Status TokenExpired() {
  return Unauthenticated(
      "TOKEN_EXPIRED", {.en = "The token has expired; get a new one.", .fa = "مهلت توکن گذشته است؛ توکن تازه بگیرید."});
}

absl::Status TokenNotYetValid() {
  return Unauthenticated("TOKEN_NOT_YET_VALID",
                         {.en = "The token is not valid yet.", .fa = "زمان اعتبار توکن هنوز نرسیده است."});
}

absl::Status TokenIssuer() {
  return Unauthenticated("TOKEN_ISSUER", {.en = "The token comes from an issuer that this service does not trust.",
                                          .fa = "صادرکنندهٔ توکن مورد اعتماد این سرویس نیست."});
}

absl::Status TokenAudience() {
  return Unauthenticated("TOKEN_AUDIENCE", {.en = "The token is meant for another audience.",
                                            .fa = "توکن برای مخاطب دیگری صادر شده است."});
}

absl::Status TokenRole(absl::string_view role) {
  return Unauthenticated(
      "TOKEN_ROLE",
      {.en = absl::StrCat("The token's mosbat_role \"", role, "\" is not a role."),
       .fa = absl::StrCat("مقدار mosbat_role در توکن، «", role, "»، نقش شناخته‌شده‌ای نیست.")},
      {{"role", std::string(role)}});
}

absl::Status TokenScope() {
  return Unauthenticated(
      "TOKEN_SCOPE",
      {.en =
           "The token's mosbat_area or mosbat_deputyship is missing or malformed; an area is \"country\", "
           "\"provinces/30\", \"provinces/30/counties/3001\", \"centres/{c}\", \"centres/{c}/staff/{s}\" or \"self\".",
       .fa = "مقدار mosbat_area یا mosbat_deputyship "
             "در توکن نیست یا نادرست است؛ حوزه یکی از این‌هاست: "
             "country، provinces/30، provinces/30/counties/3001، "
             "centres/{c}، centres/{c}/staff/{s} یا self."});
}

absl::Status JwksMalformed(Words what_is_wrong) {
  return MakeError(absl::StatusCode::kInvalidArgument, "JWKS_MALFORMED",
                   {.en = absl::StrCat("The JWKS document cannot be used: ", what_is_wrong.en),
                    .fa = absl::StrCat("سند JWKS به کار نمی‌آید: ", what_is_wrong.fa)});
}

}  // namespace mosbat::auth::errors
