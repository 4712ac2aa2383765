#include "services/guideline/errors.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

#include "common/base/persian_digits.h"
#include "common/base/text_limits.h"
#include "common/iran/jalali.h"
#include "services/guideline/words.h"

namespace mosbat::guideline::errors {
namespace {

using absl::StatusCode;
using absl::StrCat;

// A day as it is read: as on the wire in English, Jalali in Persian.
std::string DayEn(absl::CivilDay day) { return absl::FormatCivilTime(day); }
std::string DayFa(absl::CivilDay day) { return iran::JalaliInWords(day, Language::kPersian); }

// "X is <state>; <what is wanted>."
absl::Status WrongState(absl::string_view reason, absl::string_view name, v1::SubGuidelineRevision::State state,
                        const Words& wanted) {
  const Words words = WordsFor(state);
  return MakeError(StatusCode::kFailedPrecondition, reason,
                   {.en = StrCat(name, " is ", words.en, "; ", wanted.en),
                    .fa = StrCat(name, " در وضعیت «", words.fa, "» است؛ ", wanted.fa)},
                   {{"revision", std::string(name)}, {"state", v1::SubGuidelineRevision::State_Name(state)}});
}

absl::Status NotFound(absl::string_view reason, absl::string_view name, const Words& what) {
  return MakeError(
      StatusCode::kNotFound, reason,
      {.en = StrCat("There is no ", what.en, " ", name, "."), .fa = StrCat(what.fa, " ", name, " وجود ندارد.")},
      {{"name", std::string(name)}});
}

}  // namespace

absl::Status DirectiveNotFound(absl::string_view name) {
  return NotFound("DIRECTIVE_NOT_FOUND", name, {.en = "directive", .fa = "دستورالعمل"});
}

absl::Status NoDirectiveOn(absl::CivilDay day) {
  return MakeError(
      StatusCode::kNotFound, "DIRECTIVE_NOT_FOUND",
      {.en = StrCat("No directive is in force on ", DayEn(day), "."),
       .fa = StrCat("در ", DayFa(day), " هیچ دستورالعملی لازم‌الاجرا نیست.")},
      {{"date", DayEn(day)}});
}

absl::Status DirectiveNotInForce(absl::CivilDay day) {
  return MakeError(
      StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_IN_FORCE",
      {.en = StrCat("No directive is in force on ", DayEn(day), ": issue one, or choose another day."),
       .fa = StrCat(
           "در ", DayFa(day),
           " هیچ دستورالعملی لازم‌الاجرا نیست؛ دستورالعملی ابلاغ کنید یا روز دیگری برگزینید.")},
      {{"date", DayEn(day)}});
}

absl::Status DirectiveNumberTaken(absl::string_view number, absl::string_view holder) {
  return MakeError(StatusCode::kAlreadyExists, "DIRECTIVE_NUMBER_TAKEN",
                   {.en = StrCat("Number ", number, " is that of ", holder, "."),
                    .fa = StrCat("شمارهٔ ", ToPersianDigits(number), " از آنِ ", holder, " است.")},
                   {{"number", std::string(number)}, {"directive", std::string(holder)}});
}

absl::Status DirectiveNotDraft(absl::string_view name) {
  return MakeError(
      StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_DRAFT",
      {.en = StrCat(name, " is issued; its text is amended by another directive only."),
       .fa = StrCat(
           name,
           " ابلاغ شده است؛ متن آن تنها با دستورالعملی دیگر اصلاح می‌شود.")},
      {{"directive", std::string(name)}});
}

absl::Status DirectiveNotIssued(absl::string_view name) {
  return MakeError(
      StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_ISSUED",
      {.en = StrCat(name, " is a draft; only an issued directive can be repealed."),
       .fa = StrCat(
           name,
           " پیش‌نویس است؛ تنها دستورالعمل ابلاغ‌شده لغو می‌شود.")},
      {{"directive", std::string(name)}});
}

absl::Status DirectiveRepealed(absl::string_view name, absl::CivilDay repeal_day) {
  return MakeError(StatusCode::kFailedPrecondition, "DIRECTIVE_REPEALED",
                   {.en = StrCat(name, " is repealed already, from ", DayEn(repeal_day), " on."),
                    .fa = StrCat(name, " پیش‌تر، از ", DayFa(repeal_day), "، لغو شده است.")},
                   {{"directive", std::string(name)}, {"repeal_date", DayEn(repeal_day)}});
}

absl::Status DeputyshipNotFound(absl::string_view name) {
  return NotFound("DEPUTYSHIP_NOT_FOUND", name, {.en = "deputyship", .fa = "معاونت"});
}

absl::Status DeputyshipNotValid(absl::string_view name, absl::CivilDay day) {
  return MakeError(StatusCode::kFailedPrecondition, "DEPUTYSHIP_NOT_VALID",
                   {.en = StrCat("There is no deputyship ", name, " on ", DayEn(day), "."),
                    .fa = StrCat("معاونت ", name, " در ", DayFa(day), " وجود ندارد.")},
                   {{"deputyship", std::string(name)}, {"date", DayEn(day)}});
}

absl::Status SuccessorNotFound(absl::string_view successor) {
  return MakeError(StatusCode::kFailedPrecondition, "SUCCESSOR_NOT_FOUND",
                   {.en = StrCat("There is no deputyship ", successor, " to succeed: create it first."),
                    .fa = StrCat("معاونت جانشین، ", successor, "، وجود ندارد؛ نخست آن را ایجاد کنید.")},
                   {{"successor", std::string(successor)}});
}

absl::Status SuccessorCycle(absl::string_view name, absl::string_view successor) {
  return MakeError(StatusCode::kFailedPrecondition, "SUCCESSOR_CYCLE",
                   {.en = StrCat("The successors of ", successor, " lead back to ", name, "."),
                    .fa = StrCat("جانشینان ", successor, " به خود ", name, " بازمی‌گردند.")},
                   {{"deputyship", std::string(name)}, {"successor", std::string(successor)}});
}

absl::Status SubGuidelineNotFound(absl::string_view name) {
  return NotFound("SUB_GUIDELINE_NOT_FOUND", name, {.en = "sub-guideline", .fa = "شیوه‌نامه"});
}

absl::Status RevisionNotFound(absl::string_view name) {
  return NotFound("REVISION_NOT_FOUND", name, {.en = "revision", .fa = "ویرایش"});
}

absl::Status PendingRevisionExists(absl::string_view pending) {
  return MakeError(
      StatusCode::kFailedPrecondition, "PENDING_REVISION_EXISTS",
      {.en = StrCat(pending, " is being written or decided; finish it before the next one."),
       .fa = StrCat(pending, " در دست تدوین یا تصمیم است؛ پیش از ویرایش بعدی، کار آن را به پایان برسانید.")},
      {{"revision", std::string(pending)}});
}

absl::Status RevisionNotNext(absl::string_view name, absl::string_view next) {
  return MakeError(StatusCode::kFailedPrecondition, "REVISION_NOT_NEXT",
                   {.en = StrCat("There is no ", name, "; the next revision is ", next, "."),
                    .fa = StrCat(name, " وجود ندارد؛ ویرایش بعدی ", next, " است.")},
                   {{"revision", std::string(name)}, {"next", std::string(next)}});
}

absl::Status RevisionNotEditable(absl::string_view name, v1::SubGuidelineRevision::State state) {
  return WrongState(
      "REVISION_NOT_EDITABLE", name, state,
      {.en = "only a draft or a returned text can be changed or submitted.",
       .fa =
           "فقط پیش‌نویس یا متن برگشت‌خورده تغییر می‌کند یا ارسال می‌شود."});
}

absl::Status NotSubmitted(absl::string_view name, v1::SubGuidelineRevision::State state) {
  return WrongState(
      "NOT_SUBMITTED", name, state,
      {.en = "only a submitted text can be approved or returned.",
       .fa = "فقط متن ارسال‌شده تأیید می‌شود یا برگشت می‌خورد."});
}

absl::Status NotApproved(absl::string_view name, v1::SubGuidelineRevision::State state) {
  return WrongState(
      "NOT_APPROVED", name, state,
      {.en = "only an approved text can be withdrawn.", .fa = "فقط متن تأییدشده لغو می‌شود."});
}

absl::Status ApproverIsAuthor(absl::string_view name) {
  return MakeError(
      StatusCode::kFailedPrecondition, "APPROVER_IS_AUTHOR",
      {.en = StrCat("You wrote or submitted ", name, "; nobody approves their own text."),
       .fa = StrCat(
           "شما ", name,
           " را نوشته یا ارسال کرده‌اید؛ هیچ‌کس متن خود را تأیید نمی‌کند.")},
      {{"revision", std::string(name)}});
}

absl::Status ActivityOutsideDirective(absl::string_view sub_guideline, absl::string_view directive) {
  return MakeError(
      StatusCode::kFailedPrecondition, "ACTIVITY_OUTSIDE_DIRECTIVE",
      {.en = StrCat("The closed list of ", directive, " does not hold the activity of ", sub_guideline, "."),
       .fa = StrCat("فهرست بسته ", directive, " فعالیت ", sub_guideline, " را در بر ندارد.")},
      {{"sub_guideline", std::string(sub_guideline)}, {"directive", std::string(directive)}});
}

absl::Status EffectiveDateNotLater(absl::string_view previous, absl::CivilDay its_day) {
  return MakeError(
      StatusCode::kFailedPrecondition, "EFFECTIVE_DATE_NOT_LATER",
      {.en = StrCat(previous, " takes effect on ", DayEn(its_day), "; the next revision must follow later."),
       .fa = StrCat(previous, " از ", DayFa(its_day),
                    " لازم‌الاجراست؛ ویرایش بعدی باید پس از آن باشد.")},
      {{"revision", std::string(previous)}, {"effective_date", DayEn(its_day)}});
}

void AddArticleNotFound(absl::string_view field, absl::string_view number, FaultList& faults) {
  const std::string shown = Shortened(field);
  faults.Add("ARTICLE_NOT_FOUND", field,
             {.en = StrCat(shown, ": the text has no article ", Shortened(number), "."),
              .fa = StrCat(shown, ": متن ماده‌ای به شمارهٔ ", ToPersianDigits(Shortened(number)),
                           " ندارد.")});
}

void AddClauseNotFound(absl::string_view field, absl::string_view number, FaultList& faults) {
  const std::string shown = Shortened(field);
  faults.Add("CLAUSE_NOT_FOUND", field,
             {.en = StrCat(shown, ": the text has no clause ", Shortened(number), "."),
              .fa = StrCat(shown, ": متن بندی به شمارهٔ ", ToPersianDigits(Shortened(number)), " ندارد.")});
}

void AddDatesOutOfOrder(absl::string_view field, absl::string_view earlier, FaultList& faults) {
  faults.Add("DATES_OUT_OF_ORDER", field,
             {.en = StrCat(field, " is not in order with ", earlier, "."),
              .fa = StrCat("ترتیب ", field, " و ", earlier, " درست نیست.")});
}

void AddAmendedNotIssued(absl::string_view field, absl::string_view name, FaultList& faults) {
  faults.Add(
      "AMENDED_NOT_ISSUED", field,
      {.en = StrCat("There is no issued directive ", name, " to amend; a draft is edited itself."),
       .fa = StrCat(
           "دستورالعمل ابلاغ‌شدهٔ ", name,
           " برای اصلاح وجود ندارد؛ پیش‌نویس را مستقیم ویرایش کنید.")});
}

void AddResultNotAsked(absl::string_view field, FaultList& faults) {
  faults.Add(
      "RESULT_NOT_IN_FORM", field,
      {.en = "There are result classes, but the form has no \"result\" in which a delivery names its class.",
       .fa =
           "رده‌های نتیجه تعریف شده است، ولی فرم فیلد «result» ندارد تا ردهٔ هر ارائه در آن ثبت شود."});
}

void AddResultNotInForm(absl::string_view field, absl::string_view result, FaultList& faults) {
  const std::string code = Shortened(result);
  faults.Add(
      "RESULT_NOT_IN_FORM", field,
      {.en = StrCat("\"result\" of the form does not take \"", code, "\": list it there, or leave the class out."),
       .fa = StrCat(
           "«result» در فرم «", code,
           "» را نمی‌پذیرد؛ آن را در فرم بیاورید یا این رده را بردارید.")});
}

void AddResultClassUnknown(absl::string_view field, absl::string_view result, FaultList& faults) {
  const std::string code = Shortened(result);
  faults.Add(
      "RESULT_CLASS_UNKNOWN", field,
      {.en = StrCat("\"", code, "\" is the code of no result class: add the class, or leave the value out."),
       .fa = StrCat(
           "«", code,
           "» کد هیچ ردهٔ نتیجه‌ای نیست؛ رده را بیفزایید یا این مقدار را بردارید.")});
}

void AddWeightsNot100(absl::string_view field, int64_t sum, FaultList& faults) {
  faults.Add("WEIGHTS_NOT_100", field,
             {.en = StrCat("The weights add up to ", sum, ", not to 100."),
              .fa = StrCat("جمع وزن‌ها ", ToPersianDigits(sum), " است، نه ۱۰۰.")});
}

void AddDirectiveIncomplete(absl::string_view field, FaultList& faults) {
  faults.Add("DIRECTIVE_INCOMPLETE", field,
             {.en = StrCat("A directive cannot be issued without ", field, "."),
              .fa = StrCat("دستورالعمل بدون ", field, " ابلاغ نمی‌شود.")});
}

void AddRevisionIncomplete(absl::string_view field, FaultList& faults) {
  faults.Add("REVISION_INCOMPLETE", field,
             {.en = StrCat("A text cannot be submitted without ", field, "."),
              .fa = StrCat("متن بدون ", field, " ارسال نمی‌شود.")});
}

}  // namespace mosbat::guideline::errors
