// apply and diff: the same files, done or only compared.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "clients/mosbatctl/apply/apply.h"
#include "clients/mosbatctl/apply/rehearsal.h"
#include "clients/mosbatctl/areas.h"
#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/error_text.h"

namespace mosbat::ctl {
namespace {

struct Wanted {
  std::string file;
  bool historical = false;
  bool dry_run = false;
};

void PrintLine(absl::string_view text) {
  std::printf("%.*s\n", static_cast<int>(text.size()), text.data());
  std::fflush(stdout);
}

// Prints what applying would do; the errors of what would be refused go to stderr.
std::vector<Rehearsed> PrintRehearsal(Calls& calls, const std::vector<Entry>& entries, CommandLine& line) {
  std::vector<Rehearsed> results = Rehearse(calls, entries, line.language());
  const Dress dress = DressOf(STDOUT_FILENO);
  for (const Rehearsed& result : results) {
    const std::string text = DifferenceText(result, line.language(), dress);
    std::fwrite(text.data(), 1, text.size(), stdout);
    for (const absl::Status& refused : result.refused) line.Report(refused);
  }
  PrintLine(SummaryOf(results, line.language()));
  return results;
}

void RunApply(const Wanted& wanted, CommandLine& line) {
  const Plan plan = ReadFiles(wanted.file, wanted.historical);
  for (const absl::Status& fault : plan.faults) line.Report(fault);
  if (!plan.faults.empty()) return;
  const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
  if (!client.ok()) return line.Report(client.status());
  if (wanted.dry_run) {
    PrintRehearsal(**client, plan.entries, line);
    const Words nothing = {.en = "(dry run: nothing was written)", .fa = "(اجرای آزمایشی: چیزی نوشته نشد)"};
    return PrintLine(nothing.In(line.language()));
  }
  // Nothing is begun that is sure to stop halfway: what is approved by then stays.
  const std::vector<Rehearsed> rehearsed = Rehearse(**client, plan.entries, line.language());
  const Dress dress = DressOf(STDOUT_FILENO);
  for (const Rehearsed& entry : rehearsed) {
    std::fputs(DoubtsText(entry, line.language(), dress).c_str(), stdout);
  }
  const std::vector<absl::Status> sure = SureToFail(rehearsed);
  if (!sure.empty()) {
    for (const absl::Status& status : sure) line.Report(status);
    const Words nothing = {.en = "(nothing was written)", .fa = "(چیزی نوشته نشد)"};
    return PrintLine(nothing.In(line.language()));
  }
  AreaNames areas(CallsAs(**client, ""), line.language());
  const auto progress = [&](absl::string_view text) { PrintLine(areas.InText(text)); };
  const ApplyResult result =
      Apply(**client, plan.entries, {.language = line.language(), .dress = dress, .progress = progress});
  if (!result.halfway.empty()) PrintLine(result.halfway);
  PrintLine(SummaryOf(result, line.language()));
  for (const absl::Status& status : result.different) line.Report(status);
  if (!result.stopped.ok()) line.Report(result.stopped);
}

void RunDiff(const Wanted& wanted, CommandLine& line) {
  // What is historical is only compared here, never written.
  const Plan plan = ReadFiles(wanted.file, /*historical=*/true);
  for (const absl::Status& fault : plan.faults) line.ReportUndecided(fault);
  if (!plan.faults.empty()) return;
  const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
  if (!client.ok()) return line.ReportUndecided(client.status());
  const std::vector<Rehearsed> results = PrintRehearsal(**client, plan.entries, line);
  const bool differs = std::any_of(results.begin(), results.end(), &Differs);
  if (differs && (line.exit_code() == kDone || line.exit_code() == kRefused)) return line.Exit(kDifferent);
  // One that could not be looked at is neither the same nor different.
  if (line.exit_code() == kRefused) line.Exit(kUndecided);
}

void AddFile(CLI::App& command, const CommandLine& line, Wanted& wanted) {
  command
      .add_option(
          "-f,--file,FILE", wanted.file,
          line.In(
              {.en = "a JSON or YAML file, a folder whose *.json, *.yaml and *.yml, also of folders in it, are taken "
                     "in the order of their names, or - for the standard input",
               .fa =
                   "پروندهٔ JSON یا YAML، یا پوشه‌ای که *.json، *.yaml و *.yml آن و پوشه‌های درونش به ترتیب نام خوانده "
                   "می‌شود، یا - برای ورودی استاندارد"}))
      ->required();
}

}  // namespace

void AddApplyCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = line.AddCommand(
      app, "apply",
      {.en = "Make the suite have what files say; safe to repeat.",
       .fa =
           "آنچه پرونده‌ها می‌گویند در سامانه می‌سازد؛ تکرارش بی‌خطر است."},
      {.en =
           "Each document is made in the name that its `as` says. A dry run asks the services too whether they would take\n"
           "it, and says with ? what cannot be judged yet. The form of a file: deploy/data/README.md.",
       .fa =
           "هر سند به نامی که as آن می‌گوید ساخته می‌شود. اجرای آزمایشی از سرویس‌ها هم می‌پرسد که می‌پذیرند یا نه، و آنچه را\n"
           "هنوز نمی‌توان داوری کرد با ? می‌گوید. شکل پرونده: deploy/data/README.md."},
      {{.what = {.en = "what it would do, and what speaks against it", .fa = "چه خواهد کرد، و چه چیز مانع است"},
        .command = "mosbatctl apply -f my-activity.yaml --dry-run"},
       {.what = {.en = "do it", .fa = "انجام"}, .command = "mosbatctl apply -f my-activity.yaml"},
       {.what = {.en = "the founding data, with what was so before today",
                 .fa = "داده‌های آغازین، با آنچه پیش از امروز بوده"},
        .command = "mosbatctl apply -f deploy/data --historical"},
       {.what = {.en = "what another program writes", .fa = "آنچه برنامهٔ دیگری می‌نویسد"},
        .command = "generate-tariffs | mosbatctl apply -f -"}});
  AddFile(command, line, *wanted);
  command.add_flag(
      "--historical", wanted->historical,
      line.In(
          {.en = "allow what was so before today; the records are marked",
           .fa = "ثبت آنچه پیش از امروز بوده؛ سوابق نشان‌دار می‌شوند"}));
  command.add_flag(
      "--dry-run", wanted->dry_run,
      line.In(
          {.en = "show what would be done, field by field, and write nothing",
           .fa =
               "تنها نشان می‌دهد چه می‌کند، فیلد به فیلد، و چیزی نمی‌نویسد"}));
  command.callback([wanted, &line] { RunApply(*wanted, line); });
}

void AddDiffCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = line.AddCommand(
      app, "diff",
      {.en = "Show what apply would change, and write nothing.",
       .fa = "نشان می‌دهد apply چه تغییری می‌دهد و چیزی نمی‌نویسد."},
      {.en =
           "Exit codes: 0 nothing differs, 1 something does, 2 wrong usage, 3 the suite cannot be reached, 4 it could not\n"
           "be found out.",
       .fa = "کد پایان: ۰ تفاوتی نیست، ۱ تفاوت هست، ۲ کاربرد نادرست، ۳ سامانه در دسترس نیست، ۴ روشن نشد."},
      {{.what = {.en = "whether the suite has what the file says",
                 .fa = "آیا سامانه همان را دارد که پرونده می‌گوید"},
        .command = "mosbatctl diff -f my-activity.yaml && echo up to date"}});
  AddFile(command, line, *wanted);
  command.callback([wanted, &line] { RunDiff(*wanted, line); });
}

}  // namespace mosbat::ctl
