#include "common/feed/errors.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/persian_digits.h"

namespace mosbat::feed::errors {

using absl::StatusCode;

absl::Status FeedRestarted(ErrorMetadata metadata) {
  return MakeError(
      StatusCode::kFailedPrecondition, "FEED_RESTARTED",
      {.en = "The feed began anew, as its store was restored: cursors and positions from before are no longer good.",
       .fa =
           "خوراک پس از بازیابی پایگاه داده از نو آغاز شده و مکان‌نما و موقعیت‌های پیشین معتبر نیست."},
      std::move(metadata));
}

absl::Status FeedTruncated() {
  return MakeError(
      StatusCode::kOutOfRange, "FEED_TRUNCATED",
      {.en = "The events after this cursor are no longer kept; the copy must be rebuilt.",
       .fa =
           "رویدادهای پس از این مکان‌نما دیگر نگهداری نمی‌شود؛ رونوشت باید از نو ساخته شود."});
}

absl::Status FeedSilent(absl::Duration silence) {
  const std::string length = absl::FormatDuration(silence);
  return MakeError(StatusCode::kUnavailable, "FEED_SILENT",
                   {.en = absl::StrCat("Nothing was heard of the feed for ", length, "."),
                    .fa = absl::StrCat("از خوراک به مدت ", length, " چیزی شنیده نشد.")});
}

absl::Status TooManyFollowers() {
  return MakeError(StatusCode::kResourceExhausted, "TOO_MANY_FOLLOWERS",
                   {.en = "This feed has as many followers as it can serve.",
                    .fa = "این خوراک بیش از این دنبال‌کننده نمی‌پذیرد."});
}

absl::Status ServerStopping() {
  return MakeError(
      StatusCode::kUnavailable, "SERVER_STOPPING",
      {.en = "This server is stopping; connect again.", .fa = "این سرور در حال توقف است؛ دوباره وصل شوید."});
}

absl::Status CopyBehind(absl::string_view feed) {
  return MakeError(StatusCode::kUnavailable, "COPY_BEHIND",
                   {.en = absl::StrCat("This replica has not yet learned all that ", feed, " knows; try again."),
                    .fa = absl::StrCat("این نسخه هنوز به آخرین تغییرات ", feed, " نرسیده است؛ دوباره تلاش کنید.")},
                   {{"feed", std::string(feed)}});
}

absl::Status ParkedEventNotFound(absl::string_view feed, int64_t seq) {
  return MakeError(
      StatusCode::kNotFound, "PARKED_EVENT_NOT_FOUND",
      {.en = absl::StrCat("Event ", seq, " of the feed ", feed, " is not parked here: it was applied or skipped."),
       .fa = absl::StrCat("رویداد ", ToPersianDigits(seq), " خوراک ", feed, " اینجا متوقف نیست: اعمال یا رد شده است.")},
      {{"feed", std::string(feed)}, {"seq", absl::StrCat(seq)}});
}

absl::Status EarlierEventParked(absl::string_view feed, int64_t seq, int64_t first_seq) {
  return MakeError(StatusCode::kFailedPrecondition, "EARLIER_EVENT_PARKED",
                   {.en = absl::StrCat("Event ", seq, " of the feed ", feed, " waits behind event ", first_seq,
                                       " of the same subject; skip that one first."),
                    .fa = absl::StrCat("رویداد ", ToPersianDigits(seq), " خوراک ", feed, " پشت رویداد ",
                                       ToPersianDigits(first_seq), " همان موضوع مانده است؛ نخست آن را رد کنید.")},
                   {{"feed", std::string(feed)}, {"seq", absl::StrCat(seq)}, {"first_seq", absl::StrCat(first_seq)}});
}

std::string ReasonOrCode(const absl::Status& status) {
  std::string reason = ReasonOf(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

bool IsRefusal(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "FEED_RESTARTED" || reason == "FEED_TRUNCATED";
}

}  // namespace mosbat::feed::errors
