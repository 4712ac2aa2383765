#include "common/iran/person_identity.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/iran/national_id.h"

namespace mosbat::iran {

using common::v1::PersonIdentity;

absl::Status CheckIdentity(absl::string_view field, const PersonIdentity& identity) {
  switch (identity.identity_case()) {
    case PersonIdentity::kNationalId:
      if (IsNationalId(identity.national_id())) return absl::OkStatus();
      return MakeFieldError(
          "NATIONAL_ID_INVALID",
          {absl::StrCat(field, ".national_id"),
           {.en = "A national id has 10 digits, leading zeros kept, and its check digit must be right.",
            .fa = "کد ملی ده رقم با صفرهای آغازین دارد و رقم کنترل آن باید درست باشد."}});
    case PersonIdentity::kForeignerCode:
      if (IsForeignerCode(identity.foreigner_code())) return absl::OkStatus();
      return MakeFieldError("FOREIGNER_CODE_INVALID", {absl::StrCat(field, ".foreigner_code"),
                                                       {.en = "A foreigner's code has 12 digits.",
                                                        .fa = "کد فراگیر اتباع خارجی دوازده رقم دارد."}});
    case PersonIdentity::kNoneYet:
      if (!absl::StripAsciiWhitespace(identity.none_yet()).empty()) return absl::OkStatus();
      return errors::FieldRequired(absl::StrCat(field, ".none_yet"));
    case PersonIdentity::IDENTITY_NOT_SET:
      break;
  }
  return errors::FieldRequired(field);
}

bool IsIdentified(const PersonIdentity& identity) {
  return identity.has_national_id() || identity.has_foreigner_code();
}

IdentityKey KeyOf(const PersonIdentity& identity) {
  if (identity.has_national_id()) return {"national_id", identity.national_id()};
  return {"foreigner_code", identity.foreigner_code()};
}

}  // namespace mosbat::iran
