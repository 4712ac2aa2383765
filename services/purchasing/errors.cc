#include "services/purchasing/errors.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "common/base/persian_digits.h"
#include "common/iran/jalali.h"

namespace mosbat::purchasing::errors {
namespace {

using absl::StrCat;

absl::Status Precondition(absl::string_view reason, Words words, ErrorMetadata metadata) {
  return MakeError(absl::StatusCode::kFailedPrecondition, reason, std::move(words), std::move(metadata));
}

absl::Status NotFound(absl::string_view reason, absl::string_view en_noun, absl::string_view fa_noun,
                      absl::string_view name) {
  return MakeError(
      absl::StatusCode::kNotFound, reason,
      {.en = StrCat("There is no ", en_noun, " ", name, "."), .fa = StrCat(fa_noun, " ", name, " وجود ندارد.")},
      {{"name", std::string(name)}});
}

Words StateWords(v1::Claim::State state) {
  switch (state) {
    case v1::Claim::PENDING:
      return {.en = "pending", .fa = "در انتظار بررسی"};
    case v1::Claim::HELD:
      return {.en = "held", .fa = "معلق"};
    case v1::Claim::APPROVED:
      return {.en = "approved", .fa = "تأییدشده"};
    case v1::Claim::STATED:
      return {.en = "in a statement", .fa = "درج‌شده در صورت‌وضعیت"};
    case v1::Claim::PAID:
      return {.en = "paid", .fa = "پرداخت‌شده"};
    case v1::Claim::REJECTED:
      return {.en = "rejected", .fa = "ردشده"};
    case v1::Claim::OBJECTED:
      return {.en = "objected to", .fa = "مورد اعتراض"};
    default:
      return {.en = "unknown", .fa = "نامعلوم"};
  }
}

Words StateWords(v1::Statement::State state) {
  switch (state) {
    case v1::Statement::OPEN:
      return {.en = "open", .fa = "باز"};
    case v1::Statement::CLOSED:
      return {.en = "closed", .fa = "بسته"};
    case v1::Statement::APPROVED:
      return {.en = "approved", .fa = "تأییدشده"};
    case v1::Statement::PAID:
      return {.en = "paid", .fa = "پرداخت‌شده"};
    default:
      return {.en = "unknown", .fa = "نامعلوم"};
  }
}

Words StateWords(v1::PaymentBatch::State state) {
  switch (state) {
    case v1::PaymentBatch::DRAFT:
      return {.en = "a draft", .fa = "پیش‌نویس"};
    case v1::PaymentBatch::APPROVED:
      return {.en = "approved", .fa = "تأییدشده"};
    case v1::PaymentBatch::EXPORTED:
      return {.en = "with the bank", .fa = "ارسال‌شده به بانک"};
    case v1::PaymentBatch::CONFIRMED:
      return {.en = "confirmed", .fa = "پرداخت‌شده"};
    case v1::PaymentBatch::PARTLY_RETURNED:
      return {.en = "partly returned", .fa = "بخشی برگشت‌خورده"};
    default:
      return {.en = "unknown", .fa = "نامعلوم"};
  }
}

Words StateWords(v1::Commitment::State state) {
  switch (state) {
    case v1::Commitment::ACTIVE:
      return {.en = "active", .fa = "فعال"};
    case v1::Commitment::RELEASED:
      return {.en = "released", .fa = "آزادشده"};
    case v1::Commitment::EXPIRED:
      return {.en = "expired", .fa = "منقضی"};
    default:
      return {.en = "unknown", .fa = "نامعلوم"};
  }
}

// "`name` is <state>; <rest>": `state_name` is what programs read.
absl::Status WrongState(absl::string_view reason, absl::string_view name, const Words& state,
                        const std::string& state_name, absl::string_view rest_en, absl::string_view rest_fa) {
  return Precondition(reason,
                      {.en = StrCat(name, " is ", state.en, "; ", rest_en),
                       .fa = StrCat(name, " در وضعیت «", state.fa, "» است؛ ", rest_fa)},
                      {{"name", std::string(name)}, {"state", state_name}});
}

}  // namespace

absl::Status TariffNotFound(absl::string_view name) { return NotFound("TARIFF_NOT_FOUND", "tariff", "تعرفه", name); }

absl::Status NoTariffOnDay(absl::string_view service_type, absl::CivilDay civil_day) {
  const std::string day = absl::FormatCivilTime(civil_day);
  return MakeError(absl::StatusCode::kNotFound, "NO_TARIFF_ON_DAY",
                   {.en = StrCat(service_type, " has no tariff for this unit on ", day, "."),
                    .fa = StrCat(service_type, " برای این واحد در ", iran::JalaliInWords(civil_day, Language::kPersian),
                                 " تعرفه‌ای ندارد.")},
                   {{"service_type", std::string(service_type)}, {"day", day}});
}

absl::Status TariffDayTaken(absl::string_view tariff) {
  return Precondition("TARIFF_DAY_TAKEN",
                      {.en = StrCat(tariff, " already holds from this day on for the same type and unit."),
                       .fa = StrCat(tariff, " از همین روز برای همین نوع خدمت و واحد ثبت شده است.")},
                      {{"tariff", std::string(tariff)}});
}

absl::Status AmountOutOfRange(absl::string_view field, int64_t least, int64_t most) {
  return mosbat::errors::FieldInvalid(
      field, {.en = StrCat("The amount must be ", least, " to ", most, " rials."),
              .fa = StrCat("مبلغ باید از ", ToPersianDigits(least), " تا ", ToPersianDigits(most), " ریال باشد.")});
}

absl::Status CurrencyUnknown(absl::string_view field) {
  return mosbat::errors::FieldInvalid(
      field, {.en = "Amounts are kept in rials of currency version 1.",
              .fa = "مبلغ‌ها به ریال نسخهٔ ۱ نگهداری می‌شوند."});
}

absl::Status CreditNotFound(absl::string_view name) { return NotFound("CREDIT_NOT_FOUND", "credit", "اعتبار", name); }

absl::Status CreditNotAllocated(absl::string_view name) {
  return Precondition("CREDIT_NOT_ALLOCATED",
                      {.en = StrCat("Nobody has allocated ", name, " yet."),
                       .fa = StrCat("هنوز اعتباری برای ", name, " تخصیص نیافته است.")},
                      {{"name", std::string(name)}});
}

absl::Status CreditInUse(absl::string_view name) {
  return Precondition(
      "CREDIT_IN_USE",
      {.en = StrCat("What is spent and reserved of ", name, " does not leave so much to take."),
       .fa = StrCat("هزینه و تعهد ", name, " اجازهٔ کاهش به این اندازه را نمی‌دهد.")},
      {{"name", std::string(name)}});
}

absl::Status CreditTooLow(absl::string_view name, int64_t free) {
  return Precondition("CREDIT_TOO_LOW",
                      {.en = StrCat("Only ", free, " rials of ", name, " are free."),
                       .fa = StrCat("فقط ", ToPersianDigits(free), " ریال از ", name, " آزاد است.")},
                      {{"name", std::string(name)}, {"free", StrCat(free)}});
}

absl::Status ClaimsWaiting(absl::string_view name, int64_t count) {
  return Precondition("CLAIMS_WAITING",
                      {.en = StrCat(count, " claims already wait for ", name, ", and nothing overtakes them."),
                       .fa = StrCat(ToPersianDigits(count), " مطالبه در انتظار ", name,
                                    " است و چیزی بر آن‌ها مقدم نمی‌شود.")},
                      {{"name", std::string(name)}, {"count", StrCat(count)}});
}

absl::Status CommitmentNotFound(absl::string_view name) {
  return NotFound("COMMITMENT_NOT_FOUND", "commitment", "تعهد", name);
}

absl::Status CommitmentNotActive(absl::string_view name, v1::Commitment::State state) {
  return WrongState("COMMITMENT_NOT_ACTIVE", name, StateWords(state), v1::Commitment::State_Name(state),
                    "only an active commitment can be released.", "فقط تعهد فعال آزاد می‌شود.");
}

absl::Status ClaimNotFound(absl::string_view name) { return NotFound("CLAIM_NOT_FOUND", "claim", "مطالبه", name); }

absl::Status ClaimState(absl::string_view name, v1::Claim::State state) {
  return WrongState("CLAIM_STATE", name, StateWords(state), v1::Claim::State_Name(state),
                    "that does not allow this step.", "این کار در این وضعیت ممکن نیست.");
}

absl::Status ClaimRejectedForGood(absl::string_view name) {
  return Precondition("CLAIM_REJECTED_FOR_GOOD",
                      {.en = StrCat(name, " was rejected again after an objection."),
                       .fa = StrCat(name, " پس از اعتراض دوباره رد شده است.")},
                      {{"name", std::string(name)}});
}

absl::Status RuleEnded(absl::string_view name) {
  return Precondition(
      "RULE_ENDED",
      {.en = StrCat("On the day of ", name,
                    " its centre or service type was not active, or no directive or sub-guideline was in force; hold "
                    "or reject the claim."),
       .fa = StrCat(
           "در روز انجام ", name,
           " مرکز یا نوع خدمت فعال نبوده یا دستورالعمل یا شیوه‌نامه‌ای معتبر نبوده است؛ مطالبه را معلق یا رد "
           "کنید.")},
      {{"claim", std::string(name)}});
}

absl::Status NotSeenYet(absl::string_view subject) {
  return Precondition("NOT_SEEN_YET",
                      {.en = StrCat("Purchasing has not heard of ", subject, " yet."),
                       .fa = StrCat(subject, " هنوز به بخش خرید خدمت نرسیده است.")},
                      {{"subject", std::string(subject)}});
}

absl::Status CentreNotFound(absl::string_view name) { return NotFound("CENTRE_NOT_FOUND", "centre", "مرکز", name); }

absl::Status MonthInvalid(absl::string_view field) {
  return mosbat::errors::FieldInvalid(field, {.en = "A Jalali month is written like 1405-01.",
                                              .fa = "ماه شمسی به صورت 1405-01 نوشته می‌شود."});
}

absl::Status MonthNotOver(absl::string_view month) {
  return Precondition("MONTH_NOT_OVER",
                      {.en = StrCat("The month ", month, " is not over yet."),
                       .fa = StrCat("ماه ", month, " هنوز به پایان نرسیده است.")},
                      {{"month", std::string(month)}});
}

absl::Status NothingToState(absl::string_view centre, absl::string_view month) {
  return Precondition("NOTHING_TO_STATE",
                      {.en = StrCat(centre, " has no approved claim for ", month, "."),
                       .fa = StrCat(centre, " برای ", month, " مطالبهٔ تأییدشده‌ای ندارد.")},
                      {{"centre", std::string(centre)}, {"month", std::string(month)}});
}

absl::Status StatementNotFound(absl::string_view name) {
  return NotFound("STATEMENT_NOT_FOUND", "statement", "صورت‌وضعیت", name);
}

absl::Status StatementNotOpen(absl::string_view name, v1::Statement::State state) {
  return WrongState("STATEMENT_NOT_OPEN", name, StateWords(state), v1::Statement::State_Name(state),
                    "only an open statement collects claims.",
                    "فقط صورت‌وضعیت باز مطالبه می‌پذیرد.");
}

absl::Status StatementNotClosed(absl::string_view name, v1::Statement::State state) {
  return WrongState("STATEMENT_NOT_CLOSED", name, StateWords(state), v1::Statement::State_Name(state),
                    "only a closed statement can be approved.",
                    "فقط صورت‌وضعیت بسته تأیید می‌شود.");
}

absl::Status ApproverIsPreparer(absl::string_view name) {
  return Precondition(
      "APPROVER_IS_PREPARER",
      {.en = StrCat("You prepared ", name, " yourself; somebody else approves it."),
       .fa = StrCat(name, " را خودتان تهیه کرده‌اید؛ تأیید آن با دیگری است.")},
      {{"name", std::string(name)}});
}

absl::Status StatementNotApproved(absl::string_view name, v1::Statement::State state) {
  return WrongState("STATEMENT_NOT_APPROVED", name, StateWords(state), v1::Statement::State_Name(state),
                    "only an approved statement can be paid.",
                    "فقط صورت‌وضعیت تأییدشده پرداخت می‌شود.");
}

absl::Status StatementInBatch(absl::string_view statement, absl::string_view batch) {
  return Precondition("STATEMENT_IN_BATCH",
                      {.en = StrCat(statement, " already stands in ", batch, "."),
                       .fa = StrCat(statement, " پیش‌تر در ", batch, " آمده است.")},
                      {{"statement", std::string(statement)}, {"payment_batch", std::string(batch)}});
}

absl::Status PaymentBatchNotFound(absl::string_view name) {
  return NotFound("PAYMENT_BATCH_NOT_FOUND", "payment batch", "فهرست پرداخت", name);
}

absl::Status PaymentBatchNotDraft(absl::string_view name, v1::PaymentBatch::State state) {
  return WrongState("PAYMENT_BATCH_NOT_DRAFT", name, StateWords(state), v1::PaymentBatch::State_Name(state),
                    "only a draft can be approved.", "فقط پیش‌نویس تأیید می‌شود.");
}

absl::Status PaymentBatchNotApproved(absl::string_view name, v1::PaymentBatch::State state) {
  return WrongState("PAYMENT_BATCH_NOT_APPROVED", name, StateWords(state), v1::PaymentBatch::State_Name(state),
                    "only an approved batch can be confirmed.",
                    "فقط فهرست تأییدشده پرداخت می‌شود.");
}

}  // namespace mosbat::purchasing::errors
