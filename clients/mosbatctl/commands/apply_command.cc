// apply and diff: the same files, done or only compared.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "clients/mosbatctl/apply/apply.h"
#include "clients/mosbatctl/apply/rehearsal.h"
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
    if (!result.refused.ok()) line.Report(result.refused);
  }
  PrintLine(SummaryOf(results, line.language()));
  return results;
}

void RunApply(const Wanted& wanted, CommandLine& line) {
  const absl::StatusOr<std::vector<Entry>> entries = ReadPlan(wanted.file, wanted.historical);
  if (!entries.ok()) return line.Report(entries.status());
  const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
  if (!client.ok()) return line.Report(client.status());
  if (wanted.dry_run) {
    PrintRehearsal(**client, *entries, line);
    const Words nothing = {.en = "(dry run: nothing was written)", .fa = "(اجرای آزمایشی: چیزی نوشته نشد)"};
    return PrintLine(nothing.In(line.language()));
  }
  const ApplyResult result =
      Apply(**client, *entries, {.language = line.language(), .dress = DressOf(STDOUT_FILENO), .progress = &PrintLine});
  PrintLine(SummaryOf(result, line.language()));
  for (const absl::Status& status : result.different) line.Report(status);
  if (!result.stopped.ok()) line.Report(result.stopped);
}

void RunDiff(const Wanted& wanted, CommandLine& line) {
  // What is historical is only compared here, never written.
  const absl::StatusOr<std::vector<Entry>> entries = ReadPlan(wanted.file, /*historical=*/true);
  if (!entries.ok()) return line.Report(entries.status());
  const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
  if (!client.ok()) return line.Report(client.status());
  const std::vector<Rehearsed> results = PrintRehearsal(**client, *entries, line);
  const bool differs = std::any_of(results.begin(), results.end(), &Differs);
  if (differs && (line.exit_code() == kDone || line.exit_code() == kRefused)) return line.Exit(kDifferent);
  // One that could not be looked at is neither the same nor different.
  if (line.exit_code() == kRefused) line.Exit(kUndecided);
}

void AddFile(CLI::App& command, Wanted& wanted) {
  command
      .add_option(
          "-f,--file", wanted.file,
          "a JSON or YAML file, a folder whose *.json, *.yaml and *.yml, also of folders in it, are taken in the order "
          "of their names, or - for the standard input")
      ->required();
}

}  // namespace

void AddApplyCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = *app.add_subcommand("apply", "Make the suite have what files say; safe to repeat.");
  AddFile(command, *wanted);
  command.add_flag("--historical", wanted->historical, "allow what was so before today; the records are marked");
  command.add_flag("--dry-run", wanted->dry_run, "show what would be done, field by field, and write nothing");
  command.footer(
      "Each entry is made in the name of the role that the file gives. In a dry run the services are asked too\n"
      "whether they would take it. The form of a file: deploy/data/README.md.\n"
      "Examples:\n  mosbatctl apply -f my-activity.yaml --dry-run\n  mosbatctl apply -f my-activity.yaml\n"
      "  mosbatctl apply -f deploy/data --historical\n  generate-tariffs | mosbatctl apply -f -");
  command.callback([wanted, &line] { RunApply(*wanted, line); });
}

void AddDiffCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = *app.add_subcommand("diff", "Show what apply would change, and write nothing.");
  AddFile(command, *wanted);
  command.footer(
      "Exit codes: 0 nothing differs, 1 something does, 2 wrong usage, 3 the suite cannot be reached, 4 it could not\n"
      "be found out.\n"
      "Example:\n  mosbatctl diff -f my-activity.yaml && echo up to date");
  command.callback([wanted, &line] { RunDiff(*wanted, line); });
}

}  // namespace mosbat::ctl
