#include "common/base/error.h"

#include <algorithm>
#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"

#include "common/base/persian_digits.h"
#include "common/base/text_limits.h"

namespace mosbat {
namespace {

constexpr char kDomain[] = "mosbat";
constexpr size_t kLongestMetadata = 512;

template <typename Message>
std::optional<Message> Payload(const absl::Status& status, absl::string_view url) {
  const auto payload = status.GetPayload(url);
  Message message;
  if (!payload.has_value() || !message.ParseFromString(std::string(*payload))) return std::nullopt;
  return message;
}

void SetFaults(absl::Status& status, absl::string_view url, const std::vector<FieldFault>& faults, Language language) {
  google::rpc::BadRequest request;
  for (const FieldFault& fault : faults) {
    auto* violation = request.add_field_violations();
    violation->set_field(Shortened(fault.field));
    violation->set_description(fault.words.In(language));
  }
  status.SetPayload(url, absl::Cord(request.SerializeAsString()));
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, absl::string_view reason, Words words, ErrorMetadata metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(kDomain);
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = Shortened(value, kLongestMetadata);

  absl::Status status(code, words.en);
  status.SetPayload(kErrorInfoUrl, absl::Cord(info.SerializeAsString()));
  status.SetPayload(kWordsFaUrl, absl::Cord(std::move(words.fa)));
  return status;
}

absl::Status MakeFieldError(absl::string_view reason, FieldFault fault) {
  Words words = fault.words;
  ErrorMetadata metadata = {{"field", fault.field}};
  std::vector<FieldFault> faults;
  faults.push_back(std::move(fault));
  return MakeFieldErrors(absl::StatusCode::kInvalidArgument, reason, std::move(words), std::move(faults),
                         std::move(metadata));
}

absl::Status MakeFieldErrors(absl::StatusCode code, absl::string_view reason, Words words,
                             std::vector<FieldFault> faults, ErrorMetadata metadata) {
  if (faults.size() > kMostFaults) {
    const size_t more = faults.size() - kMostFaults;
    faults.resize(kMostFaults);
    absl::StrAppend(&words.en, " ", kMostFaults, " faults are listed, and ", more, " more were found.");
    absl::StrAppend(&words.fa, " ", ToPersianDigits(kMostFaults), " خطا فهرست شده و ", ToPersianDigits(more),
                    " خطای دیگر نیز یافت شده است.");
  }
  absl::Status status = MakeError(code, reason, std::move(words), std::move(metadata));
  SetFaults(status, kFaultsUrl, faults, Language::kEnglish);
  SetFaults(status, kFaultsFaUrl, faults, Language::kPersian);
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = Payload<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  return info.has_value() ? info->reason() : "";
}

std::string WordsOf(const absl::Status& status, Language language) {
  if (language == Language::kPersian) {
    if (const auto words = status.GetPayload(kWordsFaUrl); words.has_value()) return std::string(*words);
  }
  return std::string(status.message());
}

std::vector<std::pair<std::string, std::string>> FaultsOf(const absl::Status& status, Language language) {
  std::vector<std::pair<std::string, std::string>> faults;
  const auto request =
      Payload<google::rpc::BadRequest>(status, language == Language::kPersian ? kFaultsFaUrl : kFaultsUrl);
  if (!request.has_value()) return faults;
  for (const auto& violation : request->field_violations()) {
    faults.emplace_back(violation.field(), violation.description());
  }
  return faults;
}

ErrorMetadata MetadataOf(const absl::Status& status) {
  const auto info = Payload<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  if (!info.has_value()) return {};
  ErrorMetadata metadata(info->metadata().begin(), info->metadata().end());
  std::sort(metadata.begin(), metadata.end());
  return metadata;
}

namespace errors {

absl::Status FieldRequired(absl::string_view field) {
  const std::string shown = Shortened(field);
  return MakeFieldError("FIELD_REQUIRED", {.field = shown,
                                           .words = {.en = absl::StrCat(shown, " is required."),
                                                     .fa = absl::StrCat("فیلد «", shown, "» الزامی است.")}});
}

absl::Status FieldInvalid(absl::string_view field, Words what_is_right) {
  const std::string shown = Shortened(field);
  return MakeFieldError("FIELD_INVALID", {.field = shown,
                                          .words = {.en = absl::StrCat(shown, ": ", what_is_right.en),
                                                    .fa = absl::StrCat(shown, ": ", what_is_right.fa)}});
}

absl::Status NameInvalid(absl::string_view field, absl::string_view value, absl::string_view pattern) {
  const std::string shown = Shortened(value);
  return MakeFieldError(
      "NAME_INVALID",
      {.field = std::string(field),
       .words = {.en = absl::StrCat(field, " is not a resource name of the form ", pattern, ": \"", shown, "\"."),
                 .fa = absl::StrCat(field, " باید نام منبعی به شکل ", pattern, " باشد، نه «", shown, "».")}});
}

absl::Status DateInvalid(absl::string_view field) {
  return MakeFieldError("DATE_INVALID",
                        {.field = std::string(field),
                         .words = {.en = absl::StrCat(field,
                                                      " is not a day that exists; a day is a Gregorian "
                                                      "date, {\"year\": 2026, \"month\": 12, \"day\": "
                                                      "22}."),
                                   .fa = absl::StrCat(field,
                                                      " روز معتبری نیست؛ روز را به تاریخ "
                                                      "میلادی بنویسید، {\"year\": 2026, \"month\": 12, \"day\": "
                                                      "22}.")}});
}

absl::Status PageSizeInvalid() {
  return MakeFieldError("PAGE_SIZE_INVALID",
                        {.field = "page_size",
                         .words = {.en = "page_size must not be negative.", .fa = "مقدار page_size نباید منفی باشد."}});
}

absl::Status PageTokenInvalid() {
  return MakeFieldError(
      "PAGE_TOKEN_INVALID",
      {.field = "page_token",
       .words = {.en = "page_token was not given by this list with these filters; start again without it.",
                 .fa = "مقدار page_token از همین فهرست نیست؛ "
                       "بدون آن از نو آغاز کنید."}});
}

absl::Status StaleEtag(absl::string_view name) {
  return MakeError(
      absl::StatusCode::kAborted, "STALE_ETAG",
      {.en = absl::StrCat(name, " was changed in the meantime; read it again and repeat your change."),
       .fa = absl::StrCat(name, " در این میان تغییر کرده است؛ دوباره آن را بخوانید و تغییر خود را تکرار کنید.")},
      {{"resource", std::string(name)}});
}

absl::Status AlreadyExists(absl::string_view name) {
  return MakeError(absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS",
                   {.en = absl::StrCat(name, " already exists."), .fa = absl::StrCat(name, " از پیش وجود دارد.")},
                   {{"resource", std::string(name)}});
}

}  // namespace errors
}  // namespace mosbat
