#include "services/casefile/errors.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "common/base/persian_digits.h"
#include "common/iran/jalali.h"

namespace mosbat::casefile::errors {
namespace {

absl::Status NotFound(absl::string_view reason, absl::string_view kind, absl::string_view name, Words words) {
  return MakeError(absl::StatusCode::kNotFound, reason, std::move(words), {{std::string(kind), std::string(name)}});
}

absl::Status Refused(absl::string_view reason, Words words, ErrorMetadata metadata = {}) {
  return MakeError(absl::StatusCode::kFailedPrecondition, reason, std::move(words), std::move(metadata));
}

Words StateWords(v1::CaseFile::State state) {
  switch (state) {
    case v1::CaseFile::WAITING:
      return {.en = "waiting", .fa = "در انتظار"};
    case v1::CaseFile::OPEN:
      return {.en = "open", .fa = "باز"};
    case v1::CaseFile::CLOSED:
      return {.en = "closed", .fa = "بسته"};
    default:
      return {.en = "in no known state", .fa = "نامشخص"};
  }
}

Words StateWords(v1::ServiceRequest::State state) {
  switch (state) {
    case v1::ServiceRequest::REQUESTED:
      return {.en = "not decided yet", .fa = "در انتظار تصمیم"};
    case v1::ServiceRequest::ELIGIBLE:
      return {.en = "eligible", .fa = "احراز شرایط شده"};
    case v1::ServiceRequest::REFUSED:
      return {.en = "refused", .fa = "رد شده"};
    case v1::ServiceRequest::SCHEDULED:
      return {.en = "scheduled", .fa = "زمان‌بندی‌شده"};
    case v1::ServiceRequest::DELIVERED:
      return {.en = "delivered", .fa = "ارائه‌شده"};
    case v1::ServiceRequest::CANCELLED:
      return {.en = "cancelled", .fa = "لغوشده"};
    case v1::ServiceRequest::EXPIRED:
      return {.en = "expired", .fa = "منقضی"};
    default:
      return {.en = "in no known state", .fa = "نامشخص"};
  }
}

absl::Status InState(absl::string_view reason, absl::string_view name, v1::ServiceRequest::State state) {
  const Words is = StateWords(state);
  return Refused(
      reason, {.en = absl::StrCat(name, " is ", is.en, "."), .fa = absl::StrCat("درخواست ", name, " ", is.fa, " است.")},
      {{"service_request", std::string(name)}, {"state", v1::ServiceRequest::State_Name(state)}});
}

std::string InEnglish(absl::CivilDay day) { return absl::FormatCivilTime(day); }
std::string InPersian(absl::CivilDay day) { return iran::JalaliInWords(day, Language::kPersian); }

}  // namespace

absl::Status CaseFileNotFound(absl::string_view name) {
  return NotFound(
      "CASE_FILE_NOT_FOUND", "case_file", name,
      {.en = absl::StrCat("There is no case file ", name, "."), .fa = absl::StrCat("پرونده ", name, " وجود ندارد.")});
}

absl::Status MemberNotFound(absl::string_view name) {
  return NotFound("MEMBER_NOT_FOUND", "member", name,
                  {.en = absl::StrCat("There is no household member ", name, "."),
                   .fa = absl::StrCat("عضو خانوار ", name, " وجود ندارد.")});
}

absl::Status CentreNotFound(absl::string_view name) {
  return NotFound(
      "CENTRE_NOT_FOUND", "centre", name,
      {.en = absl::StrCat("There is no centre ", name, "."), .fa = absl::StrCat("مرکز ", name, " وجود ندارد.")});
}

absl::Status WorkerNotFound(absl::string_view name) {
  return NotFound("WORKER_NOT_FOUND", "worker", name,
                  {.en = absl::StrCat(name, " is not one of the centre's active staff for this."),
                   .fa = absl::StrCat(name, " از کارکنان شاغل مرکز برای این کار نیست.")});
}

absl::Status ServiceTypeNotFound(absl::string_view name) {
  return NotFound("SERVICE_TYPE_NOT_FOUND", "service_type", name,
                  {.en = absl::StrCat("There is no service type ", name, "."),
                   .fa = absl::StrCat("نوع خدمت ", name, " وجود ندارد.")});
}

absl::Status ServiceRequestNotFound(absl::string_view name) {
  return NotFound("SERVICE_REQUEST_NOT_FOUND", "service_request", name,
                  {.en = absl::StrCat("There is no service request ", name, "."),
                   .fa = absl::StrCat("درخواست خدمت ", name, " وجود ندارد.")});
}

absl::Status DeliveryNotFound(absl::string_view name) {
  return NotFound("DELIVERY_NOT_FOUND", "delivery", name,
                  {.en = absl::StrCat("There is no delivery ", name, "."),
                   .fa = absl::StrCat("ارائه خدمت ", name, " وجود ندارد.")});
}

absl::Status OneHeadNeeded(absl::string_view field) {
  return MakeFieldError("ONE_HEAD_NEEDED", {.field = std::string(field),
                                            .words = {.en = "A household has exactly one head.",
                                                      .fa = "هر خانوار دقیقاً یک سرپرست دارد."}});
}

absl::Status PersonTwice(absl::string_view field) {
  return MakeFieldError("PERSON_TWICE",
                        {.field = std::string(field),
                         .words = {.en = "This person is in the household already.",
                                   .fa = "این شخص پیش‌تر در همین خانوار آمده است."}});
}

absl::Status RecipientNotAllowed(absl::string_view type) {
  return MakeFieldError("RECIPIENT_NOT_ALLOWED",
                        {.field = "service_request.recipient",
                         .words = {.en = absl::StrCat(type, " is for recipients of another kind."),
                                   .fa = absl::StrCat(type, " برای گیرندگانی از نوع دیگر است.")}});
}

absl::Status FormInvalid(std::vector<mosbat::FieldFault> faults) {
  return MakeFieldErrors(
      absl::StatusCode::kInvalidArgument, "FORM_INVALID",
      {.en = "The form is not filled in as its service type demands.", .fa = "فرم مطابق نوع خدمت تکمیل نشده است."},
      std::move(faults));
}

absl::Status CentreNotOperating(absl::string_view name, absl::CivilDay day) {
  return Refused("CENTRE_NOT_OPERATING",
                 {.en = absl::StrCat(name, " does not operate on ", InEnglish(day), "."),
                  .fa = absl::StrCat("مرکز ", name, " در ", InPersian(day), " فعال نیست.")},
                 {{"centre", std::string(name)}, {"day", InEnglish(day)}});
}

absl::Status AlreadyOpenElsewhere(absl::string_view field, absl::string_view case_file) {
  ErrorMetadata metadata{{"field", std::string(field)}};
  if (!case_file.empty()) metadata.emplace_back("case_file", std::string(case_file));
  return Refused("ALREADY_OPEN_ELSEWHERE",
                 {.en = absl::StrCat("The person at ", field, " is in another file that is open or waiting."),
                  .fa = absl::StrCat("شخص ", field, " در پرونده دیگری است که باز یا در انتظار است.")},
                 std::move(metadata));
}

absl::Status WorkerFull(absl::string_view name) {
  return Refused("WORKER_FULL",
                 {.en = absl::StrCat(name, " holds as many case files as allowed."),
                  .fa = absl::StrCat("سقف پرونده‌های ", name, " تکمیل است.")},
                 {{"worker", std::string(name)}});
}

absl::Status CaseFileNotOpen(absl::string_view name, v1::CaseFile::State state) {
  const Words is = StateWords(state);
  return Refused("CASE_FILE_NOT_OPEN",
                 {.en = absl::StrCat(name, " is ", is.en, "; only an open file will do."),
                  .fa = absl::StrCat("پرونده ", name, " ", is.fa, " است؛ باید باز باشد.")},
                 {{"case_file", std::string(name)}, {"state", v1::CaseFile::State_Name(state)}});
}

absl::Status CaseFileNotOpenOn(absl::string_view name, absl::CivilDay day) {
  return Refused("CASE_FILE_NOT_OPEN",
                 {.en = absl::StrCat(name, " was not open on ", InEnglish(day), "."),
                  .fa = absl::StrCat("پرونده ", name, " در ", InPersian(day), " باز نبوده است.")},
                 {{"case_file", std::string(name)}, {"day", InEnglish(day)}});
}

absl::Status NotAMember(absl::string_view name, absl::CivilDay day) {
  return Refused("NOT_A_MEMBER",
                 {.en = absl::StrCat(name, " was not a member of the household on ", InEnglish(day), "."),
                  .fa = absl::StrCat(name, " در ", InPersian(day), " عضو خانوار نبوده است.")},
                 {{"member", std::string(name)}, {"day", InEnglish(day)}});
}

absl::Status CaseFileClosed(absl::string_view name) {
  return Refused("CASE_FILE_CLOSED",
                 {.en = absl::StrCat(name, " is closed."), .fa = absl::StrCat("پرونده ", name, " بسته است.")},
                 {{"case_file", std::string(name)}});
}

absl::Status CaseFileNotClosed(absl::string_view name, v1::CaseFile::State state) {
  const Words is = StateWords(state);
  return Refused("CASE_FILE_NOT_CLOSED",
                 {.en = absl::StrCat(name, " is ", is.en, "; only a closed file can be reopened."),
                  .fa = absl::StrCat("پرونده ", name, " ", is.fa,
                                     " است؛ فقط پرونده بسته بازگشایی می‌شود.")},
                 {{"case_file", std::string(name)}, {"state", v1::CaseFile::State_Name(state)}});
}

absl::Status TooManyMembers(absl::string_view name, int most) {
  return Refused("TOO_MANY_MEMBERS",
                 {.en = absl::StrCat(name, " has ", most, " members, the most that a file holds."),
                  .fa = absl::StrCat("پرونده ", name, " دارای ", ToPersianDigits(most),
                                     " عضو است و عضو دیگری نمی‌پذیرد.")},
                 {{"case_file", std::string(name)}});
}

absl::Status ServiceTypeNotActive(absl::string_view name, absl::CivilDay day) {
  return Refused("SERVICE_TYPE_NOT_ACTIVE",
                 {.en = absl::StrCat(name, " cannot be asked for on ", InEnglish(day), "."),
                  .fa = absl::StrCat(name, " در ", InPersian(day), " قابل درخواست نیست.")},
                 {{"service_type", std::string(name)}, {"day", InEnglish(day)}});
}

absl::Status ServiceTypeQuarantined(absl::string_view name, const Words& why) {
  return Refused(
      "SERVICE_TYPE_QUARANTINED",
      {.en = absl::StrCat(name, " is in quarantine. ", why.en), .fa = absl::StrCat(name, " در قرنطینه است. ", why.fa)},
      {{"service_type", std::string(name)}});
}

absl::Status RuleNotInForce(absl::string_view type, absl::string_view text, absl::CivilDay day) {
  return Refused(
      "RULE_NOT_IN_FORCE",
      {.en = absl::StrCat("No approved rule for ", type, ", which rests on ", text, ", is in force on ", InEnglish(day),
                          "."),
       .fa = absl::StrCat("در ", InPersian(day), " شیوه‌نامه یا دستورالعمل مصوبی برای ",
                          type, " (بر پایهٔ ", text, ") لازم‌الاجرا نیست.")},
      {{"service_type", std::string(type)}, {"sub_guideline_revision", std::string(text)}, {"day", InEnglish(day)}});
}

absl::Status NotEntrusted(absl::string_view type, absl::string_view centre, absl::CivilDay day) {
  return Refused("NOT_ENTRUSTED",
                 {.en = absl::StrCat(type, " is not entrusted to ", centre, " on ", InEnglish(day), "."),
                  .fa = absl::StrCat(type, " در ", InPersian(day), " به ", centre, " سپرده نشده است.")},
                 {{"service_type", std::string(type)}, {"centre", std::string(centre)}, {"day", InEnglish(day)}});
}

absl::Status ProviderNotReady(absl::string_view type, absl::string_view centre,
                              const std::vector<std::string>& missing) {
  const std::string codes = absl::StrJoin(missing, ", ");
  return Refused("PROVIDER_NOT_READY",
                 {.en = absl::StrCat(centre, " lacks what ", type, " demands: ", codes, "."),
                  .fa = absl::StrCat(centre, " الزامات ", type, " را ندارد: ", absl::StrJoin(missing, "، "), ".")},
                 {{"service_type", std::string(type)}, {"centre", std::string(centre)}, {"missing", codes}});
}

absl::Status QuotaExhausted(const Quota& quota, int64_t used) {
  return Refused("QUOTA_EXHAUSTED",
                 {.en = absl::StrCat("All ", quota.quota, " deliveries of ", quota.entrustment, " from ",
                                     InEnglish(quota.from), " to ", InEnglish(quota.until), " are used."),
                  .fa = absl::StrCat("سهمیه ", ToPersianDigits(quota.quota), " خدمتی ", quota.entrustment, " از ",
                                     InPersian(quota.from), " تا ", InPersian(quota.until), " تمام شده است.")},
                 {{"entrustment", quota.entrustment},
                  {"quota", absl::StrCat(quota.quota)},
                  {"used", absl::StrCat(used)},
                  {"from", InEnglish(quota.from)},
                  {"until", InEnglish(quota.until)}});
}

absl::Status OccurredInFuture(absl::string_view field) {
  return Refused("OCCURRED_IN_FUTURE",
                 {.en = absl::StrCat(field, " is after today."), .fa = absl::StrCat(field, " پس از امروز است.")},
                 {{"field", std::string(field)}});
}

absl::Status OccurredBeforeRequest(absl::CivilDay asked_on) {
  return Refused("OCCURRED_BEFORE_REQUEST",
                 {.en = absl::StrCat("The service was asked for on ", InEnglish(asked_on), ", later than this day."),
                  .fa = absl::StrCat("خدمت در ", InPersian(asked_on), " درخواست شده که پس از این روز است.")},
                 {{"asked_on", InEnglish(asked_on)}});
}

absl::Status TooLate(absl::string_view field, int days, absl::string_view article) {
  return Refused("TOO_LATE",
                 {.en = absl::StrCat(field, " is more than ", days, " days ago (article ", article, ")."),
                  .fa = absl::StrCat("از ", field, " بیش از ", ToPersianDigits(days), " روز گذشته است (ماده ",
                                     ToPersianDigits(article), ").")},
                 {{"field", std::string(field)}, {"days", absl::StrCat(days)}, {"article", std::string(article)}});
}

absl::Status DeadlinePassed(absl::CivilDay last_day, absl::string_view clause) {
  return Refused(
      "DEADLINE_PASSED",
      {.en = absl::StrCat("By clause ", clause, " the service was due by ", InEnglish(last_day), "."),
       .fa = absl::StrCat("بنا بر بند ", ToPersianDigits(clause), "، مهلت این خدمت تا ", InPersian(last_day), " بود.")},
      {{"last_day", InEnglish(last_day)}, {"clause", std::string(clause)}});
}

absl::Status ServiceRequestNotEligible(absl::string_view name, v1::ServiceRequest::State state) {
  return InState("SERVICE_REQUEST_NOT_ELIGIBLE", name, state);
}

absl::Status ServiceRequestNotRefused(absl::string_view name, v1::ServiceRequest::State state) {
  return InState("SERVICE_REQUEST_NOT_REFUSED", name, state);
}

absl::Status AlreadyAppealed(absl::string_view name) {
  return Refused("ALREADY_APPEALED",
                 {.en = absl::StrCat("The decision on ", name, " was appealed against already."),
                  .fa = absl::StrCat("به تصمیم درباره ", name, " پیش‌تر اعتراض شده است.")},
                 {{"service_request", std::string(name)}});
}

absl::Status AppealNotOpen(absl::string_view name) {
  return Refused("APPEAL_NOT_OPEN",
                 {.en = absl::StrCat("No appeal on ", name, " waits for a decision."),
                  .fa = absl::StrCat("درباره ", name, " اعتراضی در انتظار تصمیم نیست.")},
                 {{"service_request", std::string(name)}});
}

absl::Status DeciderIsParty(absl::string_view name) {
  return Refused(
      "DECIDER_IS_PARTY",
      {.en = absl::StrCat("Who asked or appealed does not decide on the appeal on ", name, "."),
       .fa = absl::StrCat("ثبت‌کننده درخواست یا اعتراض درباره اعتراض به ", name,
                          " تصمیم نمی‌گیرد.")},
      {{"service_request", std::string(name)}});
}

absl::Status AlreadyDelivered(absl::string_view delivery) {
  return Refused("ALREADY_DELIVERED",
                 {.en = absl::StrCat("The request was delivered as ", delivery, ", which says otherwise."),
                  .fa = absl::StrCat("این درخواست با محتوایی دیگر در ", delivery, " ارائه شده است.")},
                 {{"delivery", std::string(delivery)}});
}

absl::Status FrequencyExceeded(int at_most, absl::string_view clause) {
  return Refused("FREQUENCY_EXCEEDED",
                 {.en = absl::StrCat("The person had the service ", at_most, " times in the period of clause ", clause,
                                     ", which is the most."),
                  .fa = absl::StrCat("این شخص در دورهٔ بند ", ToPersianDigits(clause), " این خدمت را ",
                                     ToPersianDigits(at_most), " بار دریافت کرده است که حداکثر مجاز است.")},
                 {{"at_most", absl::StrCat(at_most)}, {"clause", std::string(clause)}});
}

}  // namespace mosbat::casefile::errors
