#include "clients/mosbatctl/next_steps.h"

#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "clients/mosbatctl/denial.h"

namespace mosbat::ctl {
namespace {

// {key} stands for what the error's metadata say.
using Steps = std::map<std::string, Words, std::less<>>;

Words StatusOf(const std::string& name) {
  return {.en = absl::StrCat("see what it waits for and who acts next: mosbatctl status ", name),
          .fa = absl::StrCat("ببینید در انتظار چیست و گام بعد با کیست: mosbatctl status ", name)};
}

Words ListOf(const std::string& collection) {
  return {.en = absl::StrCat("see which there are: mosbatctl list ", collection),
          .fa = absl::StrCat("آنچه هست: mosbatctl list ", collection)};
}

const Steps& Table() {
  static const auto* const table = new Steps{
      // Reaching the suite, and in whose name.
      {"SUITE_UNREACHABLE",
       {.en = "start the suite (deploy/local/up), or choose another context (mosbatctl context use FILE).",
        .fa = "سامانه را اجرا کنید (deploy/local/up) یا زمینهٔ دیگری برگزینید (mosbatctl context use FILE)."}},
      {"TOKEN_EXPIRED",
       {.en = "make new ones: mosbatctl context make --data DIR --address ADDRESS",
        .fa = "توکن تازه بسازید: mosbatctl context make --data DIR --address ADDRESS"}},
      {"TOKEN_SIGNATURE",
       {.en = "the suite does not know the key of this context: make it again (mosbatctl context make).",
        .fa =
            "سامانه کلید این زمینه را نمی‌شناسد: آن را دوباره بسازید (mosbatctl context make)."}},
      {"TOKEN_MISSING",
       {.en =
            "let one of these do it (--as; in a file, as:), or who can: mosbatctl context list. apply goes on where it "
            "stopped when it is run again.",
        .fa =
            "یکی از این‌ها انجام دهد (--as؛ در پرونده as:) یا آن‌که می‌تواند: mosbatctl context list. apply با اجرای دوباره "
            "از همان‌جا ادامه می‌دهد."}},
      {"SERVICE_NOT_NAMED", {.en = "name one with --service NAME.", .fa = "یکی را با --service NAME نام ببرید."}},
      {"COLLECTION_UNKNOWN", {.en = "see them all: mosbatctl list --help", .fa = "همه: mosbatctl list --help"}},
      // What is not there.
      {"CENTRE_NOT_FOUND", ListOf("centres")},
      {"COUNTY_NOT_FOUND", ListOf("counties")},
      {"DEPUTYSHIP_NOT_FOUND", ListOf("deputyships")},
      {"DIRECTIVE_NOT_FOUND", ListOf("directives")},
      {"ENTRUSTMENT_NOT_FOUND", ListOf("entrustments")},
      {"FACT_MISUSED", ListOf("facts")},
      {"FACT_UNKNOWN", ListOf("facts")},
      {"PROVINCE_NOT_FOUND", ListOf("provinces")},
      {"SERVICE_TYPE_NOT_FOUND", ListOf("serviceTypes")},
      {"SUB_GUIDELINE_NOT_FOUND", ListOf("subGuidelines")},
      {"TARIFF_NOT_FOUND", ListOf("tariffs")},
      {"NOT_FOUND", {.en = "see which there are: mosbatctl list --help", .fa = "آنچه هست: mosbatctl list --help"}},
      // Writing.
      {"ALREADY_EXISTS",
       {.en = "see what it says (mosbatctl get NAME), or choose another name.",
        .fa = "ببینید چه می‌گوید (mosbatctl get NAME) یا نام دیگری برگزینید."}},
      {"STALE_ETAG",
       {.en = "read it again, then repeat the change.", .fa = "دوباره بخوانید و سپس تغییر را تکرار کنید."}},
      {"REQUEST_ID_REUSED",
       {.en = "use another requestId for another request.", .fa = "برای درخواست دیگر requestId دیگری به کار برید."}},
      {"HISTORICAL_NOT_SAID",
       {.en =
            "take today or a later day; only if it really was so before: \"historical\": true in the request; in a file under `with`, and apply "
            "--historical.",
        .fa =
            "امروز یا روزی پس از آن را بگذارید؛ تنها اگر پیش‌تر واقعاً چنین بوده: \"historical\": true در درخواست؛ در پرونده زیر with، و apply --historical."}},
      {"HISTORICAL_NOT_ALLOWED",
       {.en = "let steering enter it: --as steering.", .fa = "معاونت راهبری آن را ثبت کند: --as steering."}},
      {"HISTORICAL_NOT_ASKED",
       {.en = "add --historical if what the file says was so before today.",
        .fa =
            "اگر آنچه پرونده می‌گوید پیش از امروز چنین بوده، --historical بیفزایید."}},
      {"DIFFERENT",
       {.en =
            "see what differs with mosbatctl diff; what is issued or approved is changed by a new text, an entrustment by ending it and proposing another.",
        .fa =
            "تفاوت را با mosbatctl diff ببینید؛ آنچه ابلاغ یا تأیید شده با متن تازه تغییر می‌کند، و واگذاری با پایان دادن به آن و پیشنهاد دیگری."}},
      // Texts and types.
      {"APPROVER_IS_AUTHOR",
       {.en = "let somebody else of steering approve it: --as steering@NAME.",
        .fa = "شخص دیگری از معاونت راهبری آن را تأیید کند: --as steering@NAME."}},
      {"REVISION_NOT_EDITABLE", StatusOf("{revision}")},
      {"NOT_SUBMITTED", StatusOf("{revision}")},
      {"PENDING_REVISION_EXISTS", StatusOf("{revision}")},
      {"SUB_GUIDELINE_NOT_APPROVED", StatusOf("{sub_guideline_revision}")},
      {"SUB_GUIDELINE_NOT_IN_FORCE", StatusOf("{sub_guideline_revision}")},
      {"SERVICE_TYPE_NOT_ACTIVE", StatusOf("{service_type}")},
      {"SERVICE_TYPE_QUARANTINED", StatusOf("{service_type}")},
      {"NOT_ACTIVE", StatusOf("{service_type}")},
      {"NO_REVISION_IN_FORCE", StatusOf("{service_type}")},
      {"DIRECTIVE_NOT_IN_FORCE",
       {.en = "see from when each is in force: mosbatctl list directives",
        .fa = "ببینید هر یک از چه روزی لازم‌الاجراست: mosbatctl list directives"}},
      // Care.
      {"NOT_ENTRUSTED",
       {.en = "see to whom it is: mosbatctl list entrustments -d '{\"serviceType\": \"{service_type}\"}'",
        .fa = "ببینید به که سپرده شده: mosbatctl list entrustments -d '{\"serviceType\": \"{service_type}\"}'"}},
      {"PROVIDER_NOT_READY",
       {.en = "see what the centre has and until when: mosbatctl ready {centre} {service_type}",
        .fa = "ببینید مرکز چه دارد و تا کی: mosbatctl ready {centre} {service_type}"}},
      {"QUOTA_EXHAUSTED",
       {.en =
            "wait for the next period, or let the owner end this one and propose another: mosbatctl get {entrustment}",
        .fa = "تا دورهٔ بعد بمانید، یا متولی این را پایان دهد و دیگری پیشنهاد کند: mosbatctl get {entrustment}"}},
      {"SERVICE_REQUEST_NOT_ELIGIBLE",
       {.en = "read why: mosbatctl explain {service_request}", .fa = "علت: mosbatctl explain {service_request}"}},
      {"WORKER_FULL",
       {.en = "name another social worker of the centre, or none: mosbatctl list centres/…/staff",
        .fa =
            "مددکار دیگری از مرکز را نام ببرید یا هیچ‌کس: mosbatctl list centres/…/staff"}},
  };
  return *table;
}

std::string Filled(std::string text, const absl::Status& status) {
  for (const auto& [key, value] : MetadataOf(status)) {
    text = absl::StrReplaceAll(text, {{absl::StrCat("{", key, "}"), value}});
  }
  // Not every service names all of it.
  for (size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
    const size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", at + 1);
    if (end != std::string::npos && end > at + 1 && text[end] == '}') text.replace(at, end + 1 - at, "…");
  }
  return text;
}

}  // namespace

std::string NextStep(const absl::Status& status, Language language) {
  if (IsDenial(status)) return AdviceOf(status).In(language);
  if (absl::c_any_of(MetadataOf(status), [](const auto& each) { return each.first == kMadeHere; })) return "";
  const auto step = Table().find(ReasonOf(status));
  if (step != Table().end()) return Filled(step->second.In(language), status);
  const Words again = {.en = "try again in a moment.", .fa = "اندکی بعد دوباره تلاش کنید."};
  const bool says_so = absl::StrContains(WordsOf(status, Language::kEnglish), "try again") ||
                       absl::StrContains(WordsOf(status, Language::kPersian), "دوباره تلاش کنید");
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kDeadlineExceeded:
      return says_so ? "" : again.In(language);
    default:
      return "";
  }
}

std::vector<std::string> ReasonsWithNextStep() {
  std::vector<std::string> reasons;
  for (const auto& [reason, words] : Table()) reasons.push_back(reason);
  return reasons;
}

}  // namespace mosbat::ctl
