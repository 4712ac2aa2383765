#include "common/rpc/errors.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "common/auth/authenticator.h"
#include "common/base/error.h"
#include "common/base/persian_digits.h"
#include "common/base/text_limits.h"

namespace mosbat::rpc::errors {

using absl::StatusCode;

namespace {

constexpr char kNotInScope[] = "NOT_IN_SCOPE";
constexpr size_t kLongestName = 255;

}  // namespace

absl::Status AccessDenied(absl::string_view method, const access::v1::Access& access, access::v1::Role role) {
  const std::string word = auth::RoleWord(role);
  std::vector<std::string> allowed;
  for (const int may : access.roles()) allowed.push_back(auth::RoleWord(static_cast<access::v1::Role>(may)));
  return MakeError(StatusCode::kPermissionDenied, "ACCESS_DENIED",
                   {.en = absl::StrCat("The role ", word, " may not call ", method,
                                       "; these may: ", absl::StrJoin(allowed, ", "), "."),
                    .fa = absl::StrCat("نقش «", word, "» اجازهٔ این کار را ندارد (", method,
                                       ")؛ نقش‌های مجاز: ", absl::StrJoin(allowed, "، "), ".")},
                   {{"method", std::string(method)}, {"role", word}, {"roles", absl::StrJoin(allowed, ",")}});
}

absl::Status NotInScope() {
  return MakeError(StatusCode::kPermissionDenied, kNotInScope,
                   {.en = "This is outside your scope, or does not exist.",
                    .fa = "این مورد در محدودهٔ دسترسی شما نیست یا وجود ندارد."});
}

absl::Status NotOfDeputyship(absl::string_view owner, absl::string_view callers) {
  owner = TextPrefix(owner, kLongestName);  // it may be a text of the request
  return MakeError(StatusCode::kPermissionDenied, kNotInScope,
                   {.en = absl::StrCat("This belongs to ", owner, "; your scope is ", callers, "."),
                    .fa = absl::StrCat("این مورد از آن ", owner, " است؛ محدودهٔ دسترسی شما ", callers, " است.")},
                   {{"deputyship", std::string(owner)}});
}

absl::Status ScopeNotNational() {
  return MakeError(
      StatusCode::kPermissionDenied, kNotInScope,
      {.en = "Only callers whose scope is the whole country and all deputyships may do this.",
       .fa =
           "این کار تنها با محدودهٔ دسترسی کشوری و همهٔ معاونت‌ها ممکن است."},
      {{"area", "country"}});
}

absl::Status ServerBusy(absl::string_view service) {
  return MakeError(StatusCode::kResourceExhausted, "SERVER_BUSY",
                   {.en = absl::StrCat("The service ", service, " has too many calls waiting; try again shortly."),
                    .fa = absl::StrCat("سرویس ", service, " پر است؛ کمی بعد دوباره تلاش کنید.")},
                   {{"service", std::string(service)}});
}

absl::Status DeadlinePassedInQueue() {
  return MakeError(StatusCode::kDeadlineExceeded, "DEADLINE_PASSED_IN_QUEUE",
                   {.en = "The deadline passed before the call could start; nothing was done.",
                    .fa = "مهلت درخواست پیش از شروع آن گذشت؛ کاری انجام نشد."});
}

absl::Status CancelledByCaller() {
  return MakeError(StatusCode::kCancelled, "CANCELLED_BY_CALLER",
                   {.en = "The call was cancelled before it was done; nothing was changed.",
                    .fa = "درخواست پیش از انجام لغو شد؛ چیزی تغییر نکرد."});
}

absl::Status MetadataInvalid(absl::string_view key) {
  const std::string shown = absl::CHexEscape(key.substr(0, 100));
  return MakeError(
      StatusCode::kInvalidArgument, "METADATA_INVALID",
      {.en = absl::StrCat("The metadata ", shown,
                          " cannot be passed on: a key is lower case, a value printable ASCII. Send other text "
                          "percent-encoded, and bytes under a key that ends in -bin."),
       .fa = absl::StrCat(
           "فرادادهٔ ", shown,
           " پذیرفته نیست: کلید با حروف کوچک و مقدار با نویسه‌های چاپی ASCII نوشته می‌شود؛ متن فارسی را "
           "با کدگذاری درصدی (percent-encoding) بفرستید.")},
      {{"key", shown}});
}

absl::Status PurposeInvalid(int most) {
  return MakeError(
      StatusCode::kInvalidArgument, "PURPOSE_INVALID",
      {.en = absl::StrCat("The metadata mosbat-purpose must be at most ", most,
                          " characters of UTF-8, percent-encoded where they are not ASCII."),
       .fa = absl::StrCat(
           "فرادادهٔ mosbat-purpose باید متن UTF-8 با حداکثر ", ToPersianDigits(most),
           " نویسه باشد که با کدگذاری درصدی (percent-encoding) فرستاده می‌شود.")});
}

absl::Status MessageTooLarge(size_t size, size_t most) {
  return MakeError(
      StatusCode::kInvalidArgument, "MESSAGE_TOO_LARGE",
      {.en = absl::StrCat("A message of ", size, " bytes is too large; at most ", most, " are taken."),
       .fa = absl::StrCat("پیام ", ToPersianDigits(size), " بایتی بزرگ‌تر از اندازهٔ مجاز (",
                          ToPersianDigits(most), " بایت) است.")},
      {{"size", absl::StrCat(size)}, {"most", absl::StrCat(most)}});
}

absl::Status MessageUnreadable() {
  return MakeError(
      StatusCode::kInvalidArgument, "MESSAGE_UNREADABLE",
      {.en = "The message cannot be read: it is not what this method takes, or it is nested too deeply.",
       .fa =
           "پیام خوانده نمی‌شود: یا از آنِ این روش نیست، یا تودرتویی آن بیش از حد است."});
}

absl::Status RequestIdInvalid() {
  return MakeFieldError("REQUEST_ID_INVALID",
                        {.field = "request_id",
                         .words = {.en = "request_id must be a UUID in lower case with hyphens.",
                                   .fa = "request_id باید یک UUID با حروف کوچک و خط تیره باشد."}});
}

absl::Status RequestIdReused(absl::string_view request_id) {
  return MakeError(
      StatusCode::kInvalidArgument, "REQUEST_ID_REUSED",
      {.en = "This request_id was used for another request, or in another role or scope; a new request needs a new id.",
       .fa =
           "این request_id پیش‌تر برای درخواست دیگری، یا با نقش یا محدودهٔ دسترسی دیگری، به کار رفته است؛ "
           "درخواست تازه شناسهٔ تازه می‌خواهد."},
      {{"request_id", std::string(request_id)}});
}

absl::Status PositionInvalid(absl::string_view value) {
  return MakeError(
      StatusCode::kInvalidArgument, "POSITION_INVALID",
      {.en = "The metadata mosbat-after must be positions of the form service@feed_id:seq, separated by commas.",
       .fa = "فرادادهٔ mosbat-after باید به شکل service@feed_id:seq باشد."},
      {{"value", std::string(value.substr(0, 200))}});
}

absl::Status OutcomeUnknown() {
  return MakeError(
      StatusCode::kUnavailable, "OUTCOME_UNKNOWN",
      {.en = "The store was lost while the change was being committed; read again to learn whether it took place.",
       .fa = "ارتباط با پایگاه داده هنگام ثبت قطع شد؛ برای دانستن نتیجه دوباره بخوانید."});
}

absl::Status ServiceUnreachable(absl::string_view service) {
  return MakeError(StatusCode::kUnavailable, "SERVICE_UNREACHABLE",
                   {.en = absl::StrCat("The service ", service, " cannot be reached now; try again."),
                    .fa = absl::StrCat("سرویس ", service, " اکنون در دسترس نیست؛ دوباره تلاش کنید.")},
                   {{"service", std::string(service)}});
}

absl::Status ScopeNotChecked(absl::string_view method) {
  return MakeError(StatusCode::kInternal, "SCOPE_NOT_CHECKED",
                   {.en = absl::StrCat(method, " answered without checking the caller's scope."),
                    .fa = absl::StrCat("محدودهٔ دسترسی در ", method, " بررسی نشد.")});
}

absl::Status AuditFailed() {
  return MakeError(
      StatusCode::kUnavailable, "AUDIT_FAILED",
      {.en = "The audit entry of this read could not be written, so the answer is withheld; try again.",
       .fa =
           "ثبت ردّ این مشاهده ممکن نشد، پس پاسخ داده نمی‌شود؛ دوباره تلاش کنید."});
}

}  // namespace mosbat::rpc::errors
