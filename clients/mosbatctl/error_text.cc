#include "clients/mosbatctl/error_text.h"

#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace mosbat::ctl {
namespace {

struct Hint {
  const char* reason;
  Words next;
};

const std::vector<Hint>& Hints() {
  static const auto* const hints = new std::vector<Hint>{
      {"SUITE_UNREACHABLE",
       {.en = "start the suite (deploy/local/up), or choose another context (mosbatctl context use FILE).",
        .fa = "سامانه را اجرا کنید (deploy/local/up) یا زمینهٔ دیگری برگزینید (mosbatctl context use FILE)."}},
      {"TOKEN_EXPIRED",
       {.en = "make new tokens: mosbatctl context make --data DIR --address ADDRESS.",
        .fa = "توکن تازه بسازید: mosbatctl context make --data DIR --address ADDRESS."}},
      {"TOKEN_SIGNATURE",
       {.en = "the suite does not know the key of this context: make it again (mosbatctl context make).",
        .fa =
            "سامانه کلید این زمینه را نمی‌شناسد: آن را دوباره بسازید (mosbatctl context "
            "make)."}},
      {"ACCESS_DENIED",
       {.en = "call it in the name of a role that may: --as ROLE.",
        .fa = "با نقشی که مجاز است درخواست کنید: --as ROLE."}},
      {"NOT_IN_SCOPE",
       {.en = "call it with a scope that covers this: --as ROLE:SCOPE.",
        .fa =
            "با محدوده‌ای که این را در بر دارد درخواست کنید: --as ROLE:SCOPE."}},
      {"STALE_ETAG",
       {.en = "read it again, then repeat the change.", .fa = "دوباره بخوانید و سپس تغییر را تکرار کنید."}},
      {"HISTORICAL_NOT_SAID",
       {.en = "if it really was so before today, say historical.",
        .fa = "اگر پیش از امروز چنین بوده، historical بگویید."}},
      {"HISTORICAL_NOT_ASKED",
       {.en = "add --historical if what the file says was so before today.",
        .fa = "اگر آنچه پرونده می‌گوید پیش از امروز چنین بوده، --historical "
              "بیفزایید."}},
      {"DIFFERENT",
       {.en = "what is issued or approved is changed by a new one only: write the next directive or revision.",
        .fa =
            "آنچه ابلاغ یا تأیید شده تنها با متن تازه تغییر می‌کند: دستورالعمل یا ویرایش بعدی را بنویسید."}},
      {"REVISION_NOT_EDITABLE",
       {.en = "see where it stands with mosbatctl status NAME; an approved text is changed by its next revision.",
        .fa =
            "جایگاه آن را با mosbatctl status NAME ببینید؛ متن تأییدشده با ویرایش بعدی تغییر می‌کند."}},
      {"APPROVER_IS_AUTHOR",
       {.en = "let somebody else of steering approve it: --as steering@NAME.",
        .fa = "شخص دیگری از ستاد آن را تأیید کند: --as steering@NAME."}},
      {"TOKEN_MISSING",
       {.en = "name one of these with --as, or choose another context (mosbatctl context list).",
        .fa =
            "یکی از این‌ها را با --as نام ببرید یا زمینهٔ دیگری برگزینید (mosbatctl context list)."}},
      {"COLLECTION_UNKNOWN",
       {.en = "see them all with mosbatctl list --help.", .fa = "همه را با mosbatctl list --help ببینید."}},
      {"SERVICE_NOT_NAMED", {.en = "name one with --service NAME.", .fa = "یکی را با --service NAME نام ببرید."}},
      {"REQUEST_ID_REUSED",
       {.en = "use another request_id for another request.", .fa = "برای درخواست دیگر request_id دیگری به کار برید."}},
  };
  return *hints;
}

std::string NextStep(const absl::Status& status, Language language) {
  const std::string reason = ReasonOf(status);
  for (const Hint& hint : Hints()) {
    if (reason == hint.reason) return hint.next.In(language);
  }
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kDeadlineExceeded:
      return Words{.en = "try again in a moment.", .fa = "اندکی بعد دوباره تلاش کنید."}.In(language);
    default:
      return "";
  }
}

}  // namespace

ExitCode ExitCodeOf(const absl::Status& status) {
  // What this command itself found wrong with what was typed.
  static constexpr const char* kMistyped[] = {
      "CALLER_INVALID", "COLLECTION_UNKNOWN", "FILE_UNREADABLE",   "JSON_INVALID",     "JSON_MALFORMED",
      "METHOD_UNKNOWN", "PLAN_INVALID",       "PREVIEW_AMBIGUOUS", "RESOURCE_UNKNOWN", "YAML_MALFORMED"};
  if (absl::c_linear_search(kMistyped, ReasonOf(status))) return kUsage;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kDone;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kUnreachable;
    default:
      return kRefused;
  }
}

std::string ErrorText(const absl::Status& status, Language language) {
  const std::string words = WordsOf(status, language);
  std::string text = absl::StrCat(words, "\n");
  std::vector<std::pair<std::string, std::string>> faults = FaultsOf(status, language);
  // A service sends the faults in the one language that was asked for.
  if (faults.empty()) faults = FaultsOf(status, Language::kEnglish);
  for (const auto& [field, what] : faults) {
    if (what == words) continue;
    const bool says_field = absl::StrContains(what, field);
    absl::StrAppend(&text, "  ", says_field ? "" : absl::StrCat(field, ": "), what, "\n");
  }
  const std::string reason = ReasonOf(status);
  absl::StrAppend(&text, "  (", absl::StatusCodeToString(status.code()), reason.empty() ? "" : " / ", reason, ")\n");
  if (const std::string next = NextStep(status, language); !next.empty()) {
    absl::StrAppend(&text, language == Language::kPersian ? "گام بعد: " : "Next: ", next, "\n");
  }
  return text;
}

}  // namespace mosbat::ctl
