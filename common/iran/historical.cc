#include "common/iran/historical.h"

#include <string>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/iran/jalali.h"

namespace mosbat::iran {
namespace {

absl::Status NotAllowed() {
  return MakeError(absl::StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED",
                   {.en = "Only the steering deputyship may enter what was so before today.",
                    .fa = "ثبت گذشته فقط در اختیار معاونت راهبری است."});
}

absl::Status NotSaid(absl::string_view field, absl::CivilDay day, absl::CivilDay today) {
  return MakeFieldError(
      "HISTORICAL_NOT_SAID",
      {.field = std::string(field),
       .words = {.en = absl::StrCat(field, ", ", absl::FormatCivilTime(day), ", is before today: take ",
                                    absl::FormatCivilTime(today),
                                    " or a later date, or say `historical` to enter it afterwards."),
                 .fa = absl::StrCat(field, " (", JalaliInWords(day, Language::kPersian), ") پیش از امروز است؛ ",
                                    JalaliInWords(today, Language::kPersian),
                                    " یا پس از آن را برگزینید، یا برای ثبت پسینی historical را بگویید.")}});
}

}  // namespace

absl::StatusOr<bool> IsHistorical(absl::string_view field, absl::CivilDay day, const Entry& entry) {
  if (entry.said_historical && entry.role != access::v1::STEERING) return NotAllowed();
  if (day < entry.today && !entry.said_historical) return NotSaid(field, day, entry.today);
  return day < entry.today;
}

}  // namespace mosbat::iran
