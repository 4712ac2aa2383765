#include "services/registry/errors.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "common/base/persian_digits.h"
#include "common/iran/jalali.h"
#include "services/registry/words.h"

namespace mosbat::registry::errors {
namespace {

using absl::StatusCode;

constexpr StatusCode kMissing = StatusCode::kNotFound;
constexpr StatusCode kMalformed = StatusCode::kInvalidArgument;
constexpr StatusCode kWrongState = StatusCode::kFailedPrecondition;

std::string Day(absl::CivilDay day) { return absl::FormatCivilTime(day); }
std::string DayFa(absl::CivilDay day) { return iran::JalaliInWords(day, Language::kPersian); }

absl::Status Missing(absl::string_view reason, absl::string_view kind_en, absl::string_view kind_fa,
                     absl::string_view name) {
  return MakeError(kMissing, reason,
                   {.en = absl::StrCat("There is no ", kind_en, " ", name, "."),
                    .fa = absl::StrCat(kind_fa, " ", name, " وجود ندارد.")},
                   {{"name", std::string(name)}});
}

// `name` is in a state in which that cannot be done.
absl::Status WrongState(absl::string_view reason, absl::string_view name, const Words& state, absl::string_view rule_en,
                        absl::string_view rule_fa) {
  return MakeError(kWrongState, reason,
                   {.en = absl::StrCat(name, " is ", state.en, "; ", rule_en, "."),
                    .fa = absl::StrCat(name, " در وضعیت «", state.fa, "» است؛ ", rule_fa, ".")},
                   {{"name", std::string(name)}, {"state", state.en}});
}

}  // namespace

absl::Status ProvinceNotFound(absl::string_view name) {
  return Missing("PROVINCE_NOT_FOUND", "province", "استان", name);
}

absl::Status CountyNotFound(absl::string_view name) { return Missing("COUNTY_NOT_FOUND", "county", "شهرستان", name); }

absl::Status ImportTooLarge(int divisions, int most) {
  return MakeError(
      kMalformed, "IMPORT_TOO_LARGE",
      {.en = absl::StrCat("The request has ", divisions, " divisions; one request takes at most ", most, "."),
       .fa = absl::StrCat("درخواست دارای ", ToPersianDigits(divisions), " استان و شهرستان است؛ هر درخواست حداکثر ",
                          ToPersianDigits(most), " مورد می‌پذیرد.")},
      {{"most", absl::StrCat(most)}});
}

absl::Status ProvinceUnknown(absl::string_view county) {
  return MakeError(kWrongState, "PROVINCE_UNKNOWN",
                   {.en = absl::StrCat("The province of ", county, " is neither known nor in this import."),
                    .fa = absl::StrCat("استان ", county, " نه ثبت شده و نه در این درخواست آمده است.")},
                   {{"county", std::string(county)}});
}

absl::Status CallNotFound(absl::string_view name) { return Missing("CALL_NOT_FOUND", "call", "فراخوان", name); }

absl::Status OpeningInPast(absl::CivilDay opening, absl::CivilDay today) {
  return MakeFieldError(
      "OPENING_IN_PAST",
      {.field = "opening_date",
       .words = {.en = absl::StrCat("A call cannot open on ", Day(opening), ": today is ", Day(today), "."),
                 .fa = absl::StrCat("فراخوان نمی‌تواند در ", DayFa(opening), " آغاز شود؛ امروز ",
                                    DayFa(today), " است.")}});
}

absl::Status ClosingNotLater(absl::CivilDay closing, absl::CivilDay present) {
  return MakeFieldError(
      "CLOSING_NOT_LATER",
      {.field = "closing_date",
       .words = {
           .en = absl::StrCat(Day(closing), " is not after ", Day(present), ", the present last day of the call."),
           .fa = absl::StrCat(DayFa(closing), " پس از ", DayFa(present), "، آخرین روز کنونی فراخوان، نیست.")}});
}

absl::Status CallNotDraft(absl::string_view name, v1::Call::State state) {
  return WrongState("CALL_NOT_DRAFT", name, WordsFor(state), "only a draft can be announced",
                    "فقط پیش‌نویس اعلام می‌شود");
}

absl::Status CallNotAnnounced(absl::string_view name, v1::Call::State state) {
  return WrongState("CALL_NOT_ANNOUNCED", name, WordsFor(state), "only an announced or open call can be extended",
                    "فقط فراخوان اعلام‌شده یا باز تمدید می‌شود");
}

absl::Status CallNotOpen(absl::string_view name, v1::Call::State state) {
  return WrongState("CALL_NOT_OPEN", name, WordsFor(state), "this needs an open call",
                    "این کار فقط در فراخوان باز ممکن است");
}

absl::Status CallEnded(absl::string_view name, v1::Call::State state) {
  return WrongState("CALL_ENDED", name, WordsFor(state), "it cannot be cancelled any more",
                    "دیگر نمی‌توان آن را لغو کرد");
}

absl::Status NeedNotStated(absl::string_view name) {
  return MakeError(kWrongState, "NEED_NOT_STATED",
                   {.en = absl::StrCat(name, " does not say how many centres are needed, and why."),
                    .fa = absl::StrCat("در ", name, " نیامده است که چند مرکز و به چه دلیل لازم است.")},
                   {{"call", std::string(name)}});
}

absl::Status NoCredit(absl::string_view county, absl::string_view credit) {
  return MakeError(kWrongState, "NO_CREDIT",
                   {.en = absl::StrCat("There is no credit left for ", county, " in ", credit, "."),
                    .fa = absl::StrCat("برای ", county, " در ", credit, " اعتباری نمانده است.")},
                   {{"county", std::string(county)}, {"credit", std::string(credit)}});
}

absl::Status DirectiveNotInForce(absl::CivilDay day) {
  return MakeError(
      kWrongState, "DIRECTIVE_NOT_IN_FORCE",
      {.en = absl::StrCat("No directive is in force on ", Day(day), "."),
       .fa = absl::StrCat("در ", DayFa(day), " هیچ دستورالعملی لازم‌الاجرا نیست.")},
      {{"date", Day(day)}});
}

absl::Status DirectiveSilent(absl::string_view directive, absl::string_view provision) {
  return MakeError(kWrongState, "DIRECTIVE_SILENT",
                   {.en = absl::StrCat(directive, " says nothing of ", provision, "."),
                    .fa = absl::StrCat(directive, " درباره ", provision, " حکمی ندارد.")},
                   {{"directive", std::string(directive)}, {"provision", std::string(provision)}});
}

absl::Status DateInFuture(absl::string_view field) {
  return MakeFieldError(
      "DATE_IN_FUTURE",
      {.field = std::string(field), .words = {.en = "This day is still to come.", .fa = "این روز هنوز نرسیده است."}});
}

absl::Status ApplicationNotFound(absl::string_view name) {
  return Missing("APPLICATION_NOT_FOUND", "application", "درخواست", name);
}

absl::Status ApplicationExists(absl::string_view call) {
  return MakeError(StatusCode::kAlreadyExists, "APPLICATION_EXISTS",
                   {.en = absl::StrCat("This applicant has applied in ", call, " already."),
                    .fa = absl::StrCat("این متقاضی پیش از این در ", call, " درخواست داده است.")},
                   {{"call", std::string(call)}});
}

absl::Status ReviewerIsApplicant(absl::string_view name) {
  return MakeError(
      StatusCode::kPermissionDenied, "REVIEWER_IS_APPLICANT",
      {.en = absl::StrCat("You submitted ", name, " yourself; somebody else must review it."),
       .fa = absl::StrCat(
           "درخواست ", name,
           " را خود شما ثبت کرده‌اید؛ دیگری باید آن را بررسی کند.")},
      {{"application", std::string(name)}});
}

absl::Status ApplicantCriteriaNotMet(absl::string_view directive, std::vector<FieldFault> faults) {
  Words words = {
      .en = absl::StrCat("The applicant does not meet the criteria of ", directive, ": ", faults.front().words.en),
      .fa = absl::StrCat("متقاضی شرایط ", directive, " را ندارد: ", faults.front().words.fa)};
  return MakeFieldErrors(kWrongState, "APPLICANT_CRITERIA_NOT_MET", std::move(words), std::move(faults),
                         {{"directive", std::string(directive)}});
}

absl::Status ApplicationDecided(absl::string_view name, v1::Application::State state) {
  return WrongState("APPLICATION_DECIDED", name, WordsFor(state), "this needs an application that is not decided",
                    "این کار فقط پیش از تصمیم درباره درخواست ممکن است");
}

absl::Status TooManyReviews(absl::string_view name, int most) {
  return MakeError(kWrongState, "TOO_MANY_REVIEWS",
                   {.en = absl::StrCat(name, " has ", most, " opinions already, the most that there may be."),
                    .fa = absl::StrCat(name, " هم‌اکنون ", ToPersianDigits(most),
                                       " نظر دارد و بیش از آن پذیرفته نمی‌شود.")},
                   {{"application", std::string(name)}});
}

absl::Status ReviewMissing(absl::string_view name, absl::string_view step) {
  return MakeError(kWrongState, "REVIEW_MISSING",
                   {.en = absl::StrCat(name, " has no opinion of the step \"", step, "\" yet."),
                    .fa = absl::StrCat(name, " هنوز نظر مرحله «", step, "» را ندارد.")},
                   {{"application", std::string(name)}, {"step", std::string(step)}});
}

absl::Status NoReviewInFavour(absl::string_view name) {
  return MakeError(kWrongState, "NO_REVIEW_IN_FAVOUR",
                   {.en = absl::StrCat("No opinion is in favour of ", name, "; it cannot be agreed to."),
                    .fa = absl::StrCat("هیچ نظر موافقی برای ", name,
                                       " نیست؛ نمی‌توان با آن موافقت کرد.")},
                   {{"application", std::string(name)}});
}

absl::Status LicenceNotFound(absl::string_view name) { return Missing("LICENCE_NOT_FOUND", "licence", "پروانه", name); }

absl::Status LicenceNotValid(absl::string_view name, v1::Licence::State state) {
  return WrongState("LICENCE_NOT_VALID", name, WordsFor(state), "only a valid licence can be suspended",
                    "فقط پروانه معتبر تعلیق می‌شود");
}

absl::Status LicenceNotSuspended(absl::string_view name, v1::Licence::State state) {
  return WrongState("LICENCE_NOT_SUSPENDED", name, WordsFor(state), "only a suspended licence can be reinstated",
                    "فقط از پروانه معلق رفع تعلیق می‌شود");
}

absl::Status LicenceEnded(absl::string_view name, v1::Licence::State state) {
  return WrongState("LICENCE_ENDED", name, WordsFor(state), "it cannot be revoked any more",
                    "دیگر نمی‌توان آن را لغو کرد");
}

absl::Status LicenceExists(absl::string_view centre, absl::string_view licence, v1::Licence::Kind kind) {
  const Words words = WordsFor(kind);
  return MakeError(kWrongState, "LICENCE_EXISTS",
                   {.en = absl::StrCat(centre, " has a ", words.en, " already: ", licence, "."),
                    .fa = absl::StrCat(centre, " هم‌اکنون ", words.fa, " دارد: ", licence, ".")},
                   {{"centre", std::string(centre)}, {"licence", std::string(licence)}});
}

absl::Status AgreementNotValid(absl::string_view agreement) {
  return MakeError(kWrongState, "AGREEMENT_NOT_VALID",
                   {.en = absl::StrCat(agreement, " is no agreement in principle that is valid on this day."),
                    .fa = absl::StrCat(agreement, " در این روز موافقت اصولی معتبری نیست.")},
                   {{"agreement", std::string(agreement)}});
}

absl::Status AgreementOfOtherCounty(absl::string_view agreement, absl::string_view county) {
  return MakeError(kWrongState, "AGREEMENT_OF_OTHER_COUNTY",
                   {.en = absl::StrCat(agreement, " is for ", county, "."),
                    .fa = absl::StrCat(agreement, " برای ", county, " است.")},
                   {{"agreement", std::string(agreement)}, {"county", std::string(county)}});
}

absl::Status AgreementUsed(absl::string_view agreement) {
  return MakeError(kWrongState, "AGREEMENT_USED",
                   {.en = absl::StrCat("A centre was founded under ", agreement, " already."),
                    .fa = absl::StrCat("پیش از این مرکزی بر پایه ", agreement, " تأسیس شده است.")},
                   {{"agreement", std::string(agreement)}});
}

absl::Status CentreNotFound(absl::string_view name) { return Missing("CENTRE_NOT_FOUND", "centre", "مرکز", name); }

absl::Status CentreNumberTaken(int number) {
  return MakeError(StatusCode::kAlreadyExists, "CENTRE_NUMBER_TAKEN",
                   {.en = absl::StrCat("Another centre has the number ", number, "."),
                    .fa = absl::StrCat("شمارهٔ ", ToPersianDigits(number), " از آنِ مرکز دیگری است.")},
                   {{"number", absl::StrCat(number)}});
}

absl::Status CentreClosed(absl::string_view name) {
  return WrongState("CENTRE_CLOSED", name, WordsFor(v1::Centre::CLOSED), "a closed centre is not changed any more",
                    "مرکز تعطیل‌شده دیگر تغییر نمی‌کند");
}

absl::Status CentreOperating(absl::string_view name) {
  return WrongState("CENTRE_OPERATING", name, WordsFor(v1::Centre::OPERATING),
                    "only a centre that is being founded or suspended can be closed",
                    "فقط مرکز در حال تأسیس یا معلق تعطیل می‌شود");
}

absl::Status StaffMemberNotFound(absl::string_view name) {
  return Missing("STAFF_MEMBER_NOT_FOUND", "staff member", "عضو کارکنان", name);
}

absl::Status StaffMemberExists(absl::string_view centre) {
  return MakeError(StatusCode::kAlreadyExists, "STAFF_MEMBER_EXISTS",
                   {.en = absl::StrCat("This person works at ", centre, " already."),
                    .fa = absl::StrCat("این شخص هم‌اکنون در ", centre, " کار می‌کند.")},
                   {{"centre", std::string(centre)}});
}

absl::Status StaffMemberLeft(absl::string_view name) {
  return MakeError(kWrongState, "STAFF_MEMBER_LEFT",
                   {.en = absl::StrCat(name, " does not work at the centre any more."),
                    .fa = absl::StrCat(name, " دیگر در مرکز کار نمی‌کند.")},
                   {{"staff_member", std::string(name)}});
}

absl::Status TooManyStaff(absl::string_view centre, int most) {
  return MakeError(
      kWrongState, "TOO_MANY_STAFF",
      {.en = absl::StrCat(centre, " has ", most, " staff already, the most that there may be."),
       .fa = absl::StrCat(centre, " هم‌اکنون ", ToPersianDigits(most),
                          " نفر نیرو دارد و بیش از آن پذیرفته نمی‌شود.")},
      {{"centre", std::string(centre)}});
}

}  // namespace mosbat::registry::errors
