#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "clients/mosbatctl/apply/apply.h"
#include "clients/mosbatctl/command_line.h"

namespace mosbat::ctl {
namespace {

struct Wanted {
  std::string file;
  bool historical = false;
  bool dry_run = false;
};

void Run(const Wanted& wanted, CommandLine& line) {
  const absl::StatusOr<std::vector<Entry>> entries = ReadPlan(wanted.file, wanted.historical);
  if (!entries.ok()) return line.Report(entries.status());
  const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
  if (!client.ok()) return line.Report(client.status());
  const ApplyResult result =
      Apply(**client, *entries, {.dry_run = wanted.dry_run, .progress = [](absl::string_view text) {
                                   std::printf("%.*s\n", static_cast<int>(text.size()), text.data());
                                   std::fflush(stdout);
                                 }});
  std::printf("%s%s\n", SummaryOf(result).c_str(), wanted.dry_run ? " (dry run: nothing was done)" : "");
  for (const absl::Status& status : result.different) line.Report(status);
  if (!result.stopped.ok()) line.Report(result.stopped);
}

}  // namespace

void AddApplyCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = *app.add_subcommand("apply", "Make the suite have what files say; safe to repeat.");
  command
      .add_option("-f,--file", wanted->file,
                  "a JSON file, or a folder whose *.json are taken in the order of their names")
      ->required();
  command.add_flag("--historical", wanted->historical, "allow what was so before today; the records are marked");
  command.add_flag("--dry-run", wanted->dry_run, "only say what would be done");
  command.footer(
      "Each entry is made in the name of the role that the file gives. The form of a file: deploy/data/README.md.\n"
      "Examples:\n  mosbatctl apply -f deploy/data --historical\n  mosbatctl apply -f my-activity.json --dry-run");
  command.callback([wanted, &line] { Run(*wanted, line); });
}

}  // namespace mosbat::ctl
