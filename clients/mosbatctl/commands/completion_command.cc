// completion prints the script for bash, which calls __complete for each line that is being typed.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/completion.h"
#include "clients/mosbatctl/names.h"

namespace mosbat::ctl {
namespace {

// Nobody waits longer for a list of names.
constexpr absl::Duration kPatience = absl::Seconds(1);

std::vector<std::string> NamesIn(const std::string& collection, const CommandLine& line) {
  const absl::StatusOr<std::unique_ptr<Client>> client =
      line.OpenClient({.patience = absl::ZeroDuration(), .deadline = kPatience});
  if (!client.ok()) return {};
  CallsAs calls(**client, "");
  return NamesIn(calls, collection);
}

// Those of the context with their tokens; with its key every deputyship has one too.
std::vector<std::string> Callers(const CommandLine& line) {
  std::vector<std::string> callers;
  const absl::StatusOr<Context> context = line.ReadChosenContext();
  if (!context.ok()) return callers;
  for (const auto& [caller, token] : context->tokens) callers.push_back(caller + " ");
  if (context->identity_file.empty()) return callers;
  callers.insert(callers.end(), {"steering ", "finance ", "auditor ", "operator "});
  for (const std::string& name : NamesIn("deputyships", line)) {
    callers.push_back(absl::StrCat(CallerOfDeputyship(name), " "));
  }
  return callers;
}

std::vector<std::string> Contexts() {
  std::vector<std::string> files = KnownContextFiles();
  for (std::string& file : files) file.push_back(' ');
  return files;
}

}  // namespace

void AddCompletionCommand(CLI::App& app, CommandLine& line) {
  CLI::App& command = line.AddCommand(
      app, "completion",
      {.en = "Print the script with which bash completes this command.",
       .fa =
           "اسکریپتی را چاپ می‌کند که bash با آن این فرمان را کامل می‌کند."});
  command.require_subcommand(1);
  line.AddCommand(
          command, "bash", {.en = "The script for bash.", .fa = "اسکریپت bash."}, {},
          {{.what = {.en = "in ~/.bashrc", .fa = "در ~/.bashrc"}, .command = "source <(mosbatctl completion bash)"}})
      .callback([] { std::printf("%s", BashScript().c_str()); });
}

void AddCompleteCommand(CLI::App& app, CommandLine& line) {
  const auto words = std::make_shared<std::vector<std::string>>();
  CLI::App& command = *app.add_subcommand("__complete", "What the words after -- may become.");
  command.group("");  // not shown
  command.add_option("words", *words);
  command.callback([words, &app, &line] {
    if (const std::string typed = ContextTyped(*words); !typed.empty()) line.ChooseContext(typed);
    const CompletionSources sources = {.names = [&line](const std::string& name) { return NamesIn(name, line); },
                                       .callers = [&line] { return Callers(line); },
                                       .contexts = &Contexts};
    for (const std::string& candidate : Candidates(app, *words, sources)) std::printf("%s\n", candidate.c_str());
  });
}

}  // namespace mosbat::ctl
