// explain, status, compare, check and preview: what the API says, as a text for people.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/compare.h"
#include "clients/mosbatctl/error_text.h"
#include "clients/mosbatctl/explain.h"
#include "clients/mosbatctl/preview.h"
#include "clients/mosbatctl/status.h"

namespace mosbat::ctl {
namespace {

constexpr char kAsHelp[] = "in whose name: steering, deputyship:prevention, centre-manager:centres/…";

struct Wanted {
  std::string name;
  std::string other;
  std::string as;
};

void Print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

Report NewReport(const CommandLine& line) { return Report(line.language(), DressOf(STDOUT_FILENO)); }

using TextOfOne = absl::StatusOr<std::string> (*)(CallsAs calls, const std::string& name, Report report);

void SayOne(const Wanted& wanted, TextOfOne text_of, CommandLine& line) {
  const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
  if (!client.ok()) return line.Report(client.status());
  const absl::StatusOr<std::string> text = text_of(CallsAs(**client, wanted.as), wanted.name, NewReport(line));
  if (!text.ok()) return line.Report(text.status());
  Print(*text);
}

void AddOne(CLI::App& command, CommandLine& line, const char* help, TextOfOne text_of) {
  const auto wanted = std::make_shared<Wanted>();
  command.add_option("name", wanted->name, help)->required();
  command.add_option("--as", wanted->as, kAsHelp);
  command.callback([wanted, text_of, &line] { SayOne(*wanted, text_of, line); });
}

// Ends as commands that compare do.
void SayComparison(const absl::StatusOr<Comparison>& comparison, CommandLine& line) {
  if (comparison.ok()) {
    Print(comparison->text);
    return line.Exit(comparison->differs ? kDifferent : kDone);
  }
  line.Report(comparison.status());
  if (line.exit_code() == kRefused) line.Exit(kUndecided);
}

}  // namespace

void AddExplainCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command =
      *app.add_subcommand("explain", "Say a decision in words: each criterion that was not met, with its clause.");
  AddOne(command, line, "serviceRequests/…", &ExplainRequest);
  command.footer(
      "Examples:\n  mosbatctl explain serviceRequests/0190a1b2-… --as social-worker:centres/karaj-one/staff/mina\n"
      "  mosbatctl explain serviceRequests/0190a1b2-… --lang en");
}

void AddStatusCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command = *app.add_subcommand("status", "Say where something stands, what it waits for and who acts next.");
  AddOne(command, line, "its name", &StatusOfResource);
  command.footer(
      "Examples:\n  mosbatctl status subGuidelines/vision-screening\n  mosbatctl status serviceTypes/vision-screening\n"
      "  mosbatctl status serviceRequests/0190a1b2-…");
}

void AddCompareCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = *app.add_subcommand("compare", "Show what two texts say differently, clause by clause.");
  command.add_option("base", wanted->name, "directives/… or subGuidelines/…/revisions/…")->required();
  command.add_option("other", wanted->other, "what it is compared with")->required();
  command.add_option("--as", wanted->as, kAsHelp);
  command.footer(
      "Exit codes: 0 they say the same, 1 they differ, 2 wrong usage, 3 the suite cannot be reached, 4 refused.\n"
      "Examples:\n  mosbatctl compare directives/one directives/two\n"
      "  mosbatctl compare subGuidelines/vision-screening/revisions/1 subGuidelines/vision-screening/revisions/2");
  command.callback([wanted, &line] {
    const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
    if (!client.ok()) return line.Report(client.status());
    SayComparison(
        Compare(CallsAs(**client, wanted->as), wanted->name, wanted->other, line.language(), DressOf(STDOUT_FILENO)),
        line);
  });
}

void AddCheckCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command =
      *app.add_subcommand("check", "Say whether a service type may take new terms without breaking what is promised.");
  command.add_option("type", wanted->name, "serviceTypes/…")->required();
  command.add_option("--against", wanted->other,
                     "subGuidelines/…/revisions/… or serviceTypes/…/revisions/…; what the type rests on if not said");
  command.add_option("--as", wanted->as, kAsHelp);
  command.footer(
      "Exit codes: 0 compatible, 1 not, 2 wrong usage, 3 the suite cannot be reached, 4 refused.\n"
      "Example:\n  mosbatctl check serviceTypes/vision-screening --against subGuidelines/vision-screening/revisions/2");
  command.callback([wanted, &line] {
    const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
    if (!client.ok()) return line.Report(client.status());
    SayComparison(CheckTerms(CallsAs(**client, wanted->as), wanted->name, wanted->other, NewReport(line)), line);
  });
}

void AddPreviewCommand(CLI::App& app, CommandLine& line) {
  struct Asked {
    std::vector<std::string> names;
    PreviewOptions options;
    std::string as;
  };
  const auto asked = std::make_shared<Asked>();
  CLI::App& command = *app.add_subcommand(
      "preview", "Say what texts would change if they were in force today: who gains, who loses, by area.");
  command.add_option("names", asked->names, "directives/… and subGuidelines/…/revisions/…, drafts too")->required();
  command.add_option(
      "--type", asked->options.service_type,
      "the service type whose rule a sub-guideline is held against; the one that rests on it if not said");
  command.add_option("--area", asked->options.area, "only this province or county: provinces/30");
  command.add_option("--as", asked->as, kAsHelp);
  command.footer(
      "It only reads. Ctrl-C ends it, and the work for it.\n"
      "Examples:\n  mosbatctl preview directives/three\n"
      "  mosbatctl preview directives/three subGuidelines/vision-screening/revisions/2 --area provinces/30");
  command.callback([asked, &line] {
    const absl::StatusOr<std::unique_ptr<Client>> client = line.OpenClient();
    if (!client.ok()) return line.Report(client.status());
    const absl::StatusOr<std::string> text =
        Preview(CallsAs(**client, asked->as), asked->names, asked->options, NewReport(line));
    if (!text.ok()) return line.Report(text.status());
    Print(*text);
  });
}

}  // namespace mosbat::ctl
