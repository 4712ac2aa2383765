#include "common/rpc/status_conversion.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"

#include "common/base/text_limits.h"

namespace mosbat::rpc {
namespace {

constexpr size_t kLongestText = 1024;
constexpr size_t kMostDetails = 4096;

std::string Cut(absl::string_view text) { return std::string(TextPrefix(text, kLongestText)); }

std::optional<std::string> Payload(const absl::Status& status, absl::string_view url) {
  const auto payload = status.GetPayload(url);
  if (!payload.has_value()) return std::nullopt;
  return std::string(*payload);
}

// What a caller may know of an error that has no reason: it comes from a library or a store.
absl::Status Masked(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return MakeError(status.code(), "STORE_UNAVAILABLE",
                       {.en = "The store cannot be reached now; try again.",
                        .fa = "پایگاه داده اکنون در دسترس نیست؛ دوباره تلاش کنید."});
    case absl::StatusCode::kDeadlineExceeded:
      return MakeError(status.code(), "DEADLINE_PASSED",
                       {.en = "The deadline passed before the work was done.", .fa = "مهلت درخواست گذشت."});
    case absl::StatusCode::kAborted:
      return MakeError(
          status.code(), "LOST_RACE",
          {.en = "Another call changed the same at the same time; try again.",
           .fa =
               "درخواست دیگری هم‌زمان همین را تغییر داد؛ دوباره تلاش کنید."});
    case absl::StatusCode::kCancelled:
      return MakeError(status.code(), "CANCELLED_BY_CALLER", {.en = "The caller cancelled.", .fa = "درخواست لغو شد."});
    default:
      return MakeError(absl::StatusCode::kInternal, "INTERNAL",
                       {.en = "Something went wrong inside; it is in the service's log.",
                        .fa = "خطایی درونی رخ داد؛ در گزارش سرویس ثبت شده است."});
  }
}

void AddWords(google::rpc::Status& wire, absl::string_view locale, std::string text) {
  google::rpc::LocalizedMessage words;
  words.set_locale(std::string(locale));
  words.set_message(Cut(text));
  wire.add_details()->PackFrom(words);
}

}  // namespace

Languages LanguagesOf(absl::string_view accept_language) {
  if (absl::StartsWithIgnoreCase(accept_language, "fa")) return {.english = false, .persian = true};
  if (absl::StartsWithIgnoreCase(accept_language, "en")) return {.english = true, .persian = false};
  return {};
}

grpc::Status ToGrpcStatus(const absl::Status& status, Languages languages) {
  if (status.ok()) return grpc::Status::OK;
  if (ReasonOf(status).empty()) return ToGrpcStatus(Masked(status), languages);

  google::rpc::Status wire;
  wire.set_code(static_cast<int>(status.code()));
  wire.set_message(Cut(status.message()));
  google::rpc::ErrorInfo info;
  if (info.ParseFromString(Payload(status, kErrorInfoUrl).value_or(""))) wire.add_details()->PackFrom(info);
  if (languages.persian) AddWords(wire, "fa", WordsOf(status, Language::kPersian));
  if (languages.english) AddWords(wire, "en", WordsOf(status, Language::kEnglish));
  if (status.code() == absl::StatusCode::kResourceExhausted) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_nanos(200'000'000);
    wire.add_details()->PackFrom(retry);
  }
  google::rpc::BadRequest faults;
  if (faults.ParseFromString(Payload(status, languages.english ? kFaultsUrl : kFaultsFaUrl).value_or("")) &&
      faults.field_violations_size() > 0) {
    auto* const detail = wire.add_details();
    detail->PackFrom(faults);
    while (wire.ByteSizeLong() > kMostDetails && faults.field_violations_size() > 1) {
      faults.mutable_field_violations()->RemoveLast();
      detail->PackFrom(faults);
    }
  }
  while (wire.ByteSizeLong() > kMostDetails && wire.details_size() > 1) wire.mutable_details()->RemoveLast();
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), wire.message(), wire.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status made(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status wire;
  if (!wire.ParseFromString(status.error_details())) return made;
  for (const auto& detail : wire.details()) {
    google::rpc::LocalizedMessage words;
    if (detail.Is<google::rpc::ErrorInfo>()) {
      made.SetPayload(kErrorInfoUrl, absl::Cord(detail.value()));
    } else if (detail.Is<google::rpc::BadRequest>()) {
      made.SetPayload(kFaultsUrl, absl::Cord(detail.value()));
    } else if (detail.UnpackTo(&words) && words.locale() == "fa") {
      made.SetPayload(kWordsFaUrl, absl::Cord(words.message()));
    }
  }
  return made;
}

}  // namespace mosbat::rpc
