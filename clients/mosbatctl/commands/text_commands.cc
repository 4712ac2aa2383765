// explain, status, compare, check, ready and preview: what the API says, as a text for people.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/compare.h"
#include "clients/mosbatctl/error_text.h"
#include "clients/mosbatctl/explain.h"
#include "clients/mosbatctl/json.h"
#include "clients/mosbatctl/preview.h"
#include "clients/mosbatctl/ready.h"
#include "clients/mosbatctl/status.h"
#include "clients/mosbatctl/terminal.h"
#include "clients/mosbatctl/yaml.h"

namespace mosbat::ctl {
namespace {

struct Wanted {
  std::string name;
  std::string other;
  std::string as;
};

void Print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

// As `output` says, json or yaml.
void PrintJson(const nlohmann::ordered_json& json, const std::string& output) {
  Print(output == "yaml" ? ToYaml(json) : absl::StrCat(PlainJson(json.dump(2)), "\n"));
}

// Calls in one name, and a report that names provinces and counties as these know them.
class Teller {
 public:
  Teller(Client& client, const std::string& as, Language language)
      : calls_(client, as), areas_(calls_, language), language_(language) {}

  CallsAs calls() const { return calls_; }
  Report report() { return Report(language_, DressOf(STDOUT_FILENO), &areas_); }

 private:
  const CallsAs calls_;
  AreaNames areas_;
  const Language language_;
};

using TextOfOne = absl::StatusOr<std::string> (*)(CallsAs calls, const std::string& name, Report report);

void SayOne(const Wanted& wanted, TextOfOne text_of, CommandLine& line) {
  const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
  if (!client.ok()) return line.Report(client.status());
  Teller teller(**client, wanted.as, line.language());
  const absl::StatusOr<std::string> text = text_of(teller.calls(), wanted.name, teller.report());
  if (!text.ok()) return line.Report(text.status());
  Print(*text);
}

void AddOne(CLI::App& command, CommandLine& line, const Words& help, TextOfOne text_of) {
  const auto wanted = std::make_shared<Wanted>();
  command.add_option("name", wanted->name, line.In(help))->required();
  line.AddAs(command, wanted->as);
  command.callback([wanted, text_of, &line] { SayOne(*wanted, text_of, line); });
}

// Ends as commands that compare do.
void SayComparison(const absl::StatusOr<Comparison>& comparison, CommandLine& line) {
  if (comparison.ok()) {
    Print(comparison->text);
    return line.Exit(comparison->differs ? kDifferent : kDone);
  }
  line.ReportUndecided(comparison.status());
}

}  // namespace

void AddExplainCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command = line.AddCommand(
      app, "explain",
      {.en = "Say a decision in words: each criterion that was not met, with its clause.",
       .fa =
           "تصمیم را به زبان ساده می‌گوید: هر شرطی که برقرار نبود، با بند آن."},
      {},
      {{.what = {.en = "as the social worker who asked", .fa = "به نام مددکاری که درخواست کرد"},
        .command = "mosbatctl explain serviceRequests/0190a1b2-… --as social-worker:centres/karaj-one/staff/mina"},
       {.what = {.en = "which requests were refused", .fa = "کدام درخواست‌ها رد شدند"},
        .command = "mosbatctl list serviceRequests -d '{\"state\": \"REFUSED\"}'"}});
  AddOne(command, line, {.en = "serviceRequests/…", .fa = "serviceRequests/…"}, &ExplainRequest);
}

void AddStatusCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command = line.AddCommand(
      app, "status",
      {.en = "Say where something stands, what it waits for and who acts next.",
       .fa =
           "می‌گوید کار به کجا رسیده، در انتظار چیست و گام بعد با کیست."},
      {},
      {{.what = {.en = "a text that waits for approval", .fa = "متنی که در انتظار تأیید است"},
        .command = "mosbatctl status subGuidelines/vision-screening"},
       {.what = {.en = "a service type", .fa = "یک نوع خدمت"},
        .command = "mosbatctl status serviceTypes/vision-screening"},
       {.what = {.en = "a request for a service", .fa = "یک درخواست خدمت"},
        .command = "mosbatctl status serviceRequests/0190a1b2-…"}});
  AddOne(command, line,
         {.en = "its name, serviceTypes/vision-screening", .fa = "نام آن، مانند serviceTypes/vision-screening"},
         &StatusOfResource);
}

void AddCompareCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = line.AddCommand(
      app, "compare",
      {.en = "Show what two texts say differently, clause by clause.",
       .fa = "تفاوت دو متن را بند به بند نشان می‌دهد."},
      {.en = "Exit codes: 0 they say the same, 1 they differ, 2 wrong usage, 3 the suite cannot be reached, 4 refused.",
       .fa = "کد پایان: ۰ یکسان، ۱ متفاوت، ۲ کاربرد نادرست، ۳ سامانه در دسترس نیست، ۴ رد شد."},
      {{.what = {.en = "two directives", .fa = "دو دستورالعمل"},
        .command = "mosbatctl compare directives/one directives/two"},
       {.what = {.en = "the text in force with the one that is being written", .fa = "متن مجری با متنی که در دست است"},
        .command = "mosbatctl compare subGuidelines/vision-screening"},
       {.what = {.en = "two revisions of a service type, with the texts that they rest on",
                 .fa =
                     "دو ویرایش یک نوع خدمت، با متن‌هایی که مبنای آن‌هاست"},
        .command =
            "mosbatctl compare serviceTypes/vision-screening/revisions/1 serviceTypes/vision-screening/revisions/2"}});
  command
      .add_option("base", wanted->name,
                  line.In({.en = "directives/…, subGuidelines/…, subGuidelines/…/revisions/… or "
                                 "serviceTypes/…/revisions/…",
                           .fa = "directives/…، subGuidelines/…، subGuidelines/…/revisions/… یا "
                                 "serviceTypes/…/revisions/…"}))
      ->required();
  command.add_option(
      "other", wanted->other,
      line.In(
          {.en = "what it is compared with; of subGuidelines/… the text in hand if not said",
           .fa =
               "آنچه با آن مقایسه می‌شود؛ برای subGuidelines/… اگر گفته نشود متن در دست"}));
  line.AddAs(command, wanted->as);
  command.callback([wanted, &line] {
    const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
    if (!client.ok()) return line.ReportUndecided(client.status());
    SayComparison(
        Compare(CallsAs(**client, wanted->as), wanted->name, wanted->other, line.language(), DressOf(STDOUT_FILENO)),
        line);
  });
}

void AddCheckCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = line.AddCommand(
      app, "check",
      {.en = "Say whether a service type may take new terms without breaking what is promised.",
       .fa =
           "می‌گوید آیا شرایط تازهٔ یک نوع خدمت آنچه را وعده داده شده نقض می‌کند."},
      {.en = "Exit codes: 0 compatible, 1 not, 2 wrong usage, 3 the suite cannot be reached, 4 refused.",
       .fa = "کد پایان: ۰ سازگار، ۱ ناسازگار، ۲ کاربرد نادرست، ۳ سامانه در دسترس نیست، ۴ رد شد."},
      {{.what = {.en = "against the text that it rests on", .fa = "در برابر متنی که مبنای آن است"},
        .command = "mosbatctl check serviceTypes/vision-screening"},
       {.what = {.en = "against another text, drafts too",
                 .fa = "در برابر متنی دیگر، پیش‌نویس هم"},
        .command =
            "mosbatctl check serviceTypes/vision-screening --against subGuidelines/vision-screening/revisions/1"}});
  command.add_option("type", wanted->name, "serviceTypes/…")->required();
  command.add_option(
      "--against", wanted->other,
      line.In({.en = "subGuidelines/…/revisions/… or serviceTypes/…/revisions/…; what the type rests on if not said",
               .fa = "subGuidelines/…/revisions/… یا serviceTypes/…/revisions/…؛ اگر گفته نشود مبنای کنونی"}));
  line.AddAs(command, wanted->as);
  command.callback([wanted, &line] {
    const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
    if (!client.ok()) return line.ReportUndecided(client.status());
    Teller teller(**client, wanted->as, line.language());
    SayComparison(CheckTerms(teller.calls(), wanted->name, wanted->other, teller.report()), line);
  });
}

void AddReadyCommand(CLI::App& app, CommandLine& line) {
  struct Asked {
    std::string centre;
    std::string service_type;
    std::string day;
    std::string as;
    std::string output = "table";
  };
  const auto asked = std::make_shared<Asked>();
  CLI::App& command = line.AddCommand(
      app, "ready",
      {.en = "Say whether a centre may give a service, and what it lacks: staff, permits, training, equipment.",
       .fa =
           "می‌گوید آیا مرکز می‌تواند خدمت را ارائه کند و چه کم دارد: کارکنان، مجوز، دوره، تجهیزات."},
      {.en = "Exit codes: 0 ready, 1 not, 2 wrong usage, 3 the suite cannot be reached, 4 refused.",
       .fa = "کد پایان: ۰ آماده، ۱ آماده نیست، ۲ کاربرد نادرست، ۳ سامانه در دسترس نیست، ۴ رد شد."},
      {{.what = {.en = "today", .fa = "امروز"},
        .command = "mosbatctl ready centres/karaj-one serviceTypes/vision-screening"},
       {.what = {.en = "on a day to come, by what is known of it now",
                 .fa = "در روزی که می‌آید، با آنچه اکنون از آن می‌دانیم"},
        .command = "mosbatctl ready centres/karaj-one serviceTypes/vision-screening --date 1406-01-15"}});
  command.add_option("centre", asked->centre, "centres/…")->required();
  command.add_option("type", asked->service_type, "serviceTypes/…")->required();
  command.add_option("--date", asked->day,
                     line.In({.en = "the day, 1405-10-01 or 2026-12-22; today if not said",
                              .fa = "روز، 1405-10-01 یا 2026-12-22؛ اگر گفته نشود امروز"}));
  line.AddAs(command, asked->as);
  line.AddOutput(command, asked->output);
  command.callback([asked, &line] {
    const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
    if (!client.ok()) return line.ReportUndecided(client.status());
    Teller teller(**client, asked->as, line.language());
    CallsAs calls = teller.calls();
    const auto request = ReadinessRequest(calls, asked->centre, asked->service_type, asked->day);
    if (!request.ok()) return line.ReportUndecided(request.status());
    const auto found = calls.Ask<casefile::v1::CheckReadinessResponse>(*request);
    if (!found.ok()) return line.ReportUndecided(found.status());
    if (asked->output == "table") {
      Print(ReadinessText(*request, *found, teller.report()));
    } else {
      PrintJson(WholeJson(*found), asked->output);
    }
    line.Exit(found->ready() ? kDone : kDifferent);
  });
}

void AddPreviewCommand(CLI::App& app, CommandLine& line) {
  struct Asked {
    std::vector<std::string> names;
    PreviewOptions options;
    std::string as;
    std::string output = "table";
  };
  const auto asked = std::make_shared<Asked>();
  CLI::App& command = line.AddCommand(
      app, "preview",
      {.en = "Say what texts would change if they were in force today: who gains, who loses, by area.",
       .fa =
           "می‌گوید اگر متن‌ها امروز اجرا می‌شد چه تغییر می‌کرد: چه کسانی مشمول یا از شمول خارج می‌شدند، به تفکیک ناحیه."},
      {.en = "It only reads. Ctrl-C ends it, and the work for it.",
       .fa = "تنها می‌خواند؛ Ctrl-C فرمان و محاسبهٔ آن را پایان می‌دهد."},
      {{.what =
            {.en = "places, papers, and which counties become full or free",
             .fa =
                 "ظرفیت‌ها، پروانه‌ها، و شهرستان‌هایی که پُر یا دارای جا می‌شوند"},
        .command = "mosbatctl preview directives/one"},
       {.what =
            {.en = "who would gain and lose a service by the text in hand",
             .fa =
                 "با متن در دست، چه کسانی مشمول می‌شوند و چه کسانی از شمول خارج"},
        .command = "mosbatctl preview subGuidelines/vision-screening"},
       {.what = {.en = "both together, for Alborz", .fa = "هر دو با هم، برای البرز"},
        .command = "mosbatctl preview directives/one subGuidelines/vision-screening/revisions/1 --area provinces/30"},
       {.what = {.en = "all areas with their numbers, for a script",
                 .fa = "همهٔ ناحیه‌ها با عددهایشان، برای اسکریپت"},
        .command = "mosbatctl preview directives/one -o json"}});
  command
      .add_option("names", asked->names,
                  line.In({.en = "directives/… and subGuidelines/…, drafts too",
                           .fa = "directives/… و subGuidelines/…، پیش‌نویس هم"}))
      ->required();
  command.add_option(
      "--type", asked->options.service_type,
      line.In(
          {.en = "the service type whose rule a sub-guideline is held against; the one that rests on it if not said",
           .fa =
               "نوع خدمتی که شیوه‌نامه در برابر قاعدهٔ آن سنجیده می‌شود؛ اگر گفته نشود همان که بر آن استوار است"}));
  command.add_option(
      "--area", asked->options.area,
      line.In({.en = "only this province or county: provinces/30", .fa = "تنها این استان یا شهرستان: provinces/30"}));
  line.AddAs(command, asked->as);
  line.AddOutput(command, asked->output);
  command.callback([asked, &line] {
    const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
    if (!client.ok()) return line.Report(client.status());
    Teller teller(**client, asked->as, line.language());
    const absl::StatusOr<Previews> previews = ReadPreviews(teller.calls(), asked->names, asked->options);
    if (!previews.ok()) return line.Report(previews.status());
    if (asked->output == "table") return Print(PreviewText(*previews, teller.report()));
    PrintJson(PreviewJson(*previews, teller.report()), asked->output);
  });
}

}  // namespace mosbat::ctl
