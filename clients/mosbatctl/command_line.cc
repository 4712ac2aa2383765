#include "clients/mosbatctl/command_line.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/error_text.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

constexpr char kContextVariable[] = "MOSBATCTL_CONTEXT";
constexpr char kLanguageVariable[] = "MOSBATCTL_LANG";

// A misspelt variable would be ignored for ever; it is refused by its name.
bool RefuseUnknownVariables() {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string variable = *entry;
    const std::string name = variable.substr(0, variable.find('='));
    if (!absl::StartsWith(name, "MOSBATCTL_") || name == kContextVariable || name == kLanguageVariable) continue;
    std::fprintf(stderr, "mosbatctl: the environment variable %s is no setting of mosbatctl; there are %s and %s\n",
                 name.c_str(), kContextVariable, kLanguageVariable);
    return true;
  }
  return false;
}

}  // namespace

CommandLine::CommandLine(CLI::App& app) {
  app.add_option("--context", context_file_, "client.json of the suite to call; the current one if not said")
      ->envname(kContextVariable);
  app.add_option("--lang", language_, "language of errors, titles and dates")
      ->envname(kLanguageVariable)
      ->check(CLI::IsMember({"fa", "en"}))
      ->capture_default_str();
}

absl::StatusOr<Context> CommandLine::ReadChosenContext() const {
  if (!context_file_.empty()) return ReadContext(context_file_);
  MOSBAT_ASSIGN_OR_RETURN(const std::string current, CurrentContextFile());
  return ReadContext(current);
}

absl::StatusOr<std::unique_ptr<Client>> CommandLine::OpenClient(ClientOptions options) const {
  MOSBAT_ASSIGN_OR_RETURN(Context context, ReadChosenContext());
  options.language = language();
  return Client::Open(std::move(context), std::move(options));
}

void CommandLine::Report(const absl::Status& status) {
  std::fflush(stdout);
  std::fprintf(stderr, "mosbatctl: %s", ErrorText(status, language()).c_str());
  exit_code_ = ExitCodeOf(status);
}

int RunCommandLine(int argc, char** argv, const std::vector<CommandAdder>& commands) {
  CLI::App app("Mosbat from the command line: what the suite has, and what people do with it.", "mosbatctl");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("mosbatctl ") + MOSBAT_VERSION);
  app.footer(
      "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 the suite cannot be reached.\n"
      "Example:\n  mosbatctl list serviceTypes\n  mosbatctl COMMAND --help");
  CommandLine line(app);
  for (const CommandAdder add : commands) add(app, line);
  for (CLI::App* const command : app.get_subcommands({})) {
    command->fallthrough();
    for (CLI::App* const inner : command->get_subcommands({})) inner->fallthrough();
  }
  if (RefuseUnknownVariables()) return kUsage;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  return line.exit_code();
}

const std::vector<CommandAdder>& Commands() {
  static const auto* const commands =
      new std::vector<CommandAdder>{&AddApplyCommand,   &AddGetCommand,     &AddListCommand,   &AddCallCommand,
                                    &AddAdvanceCommand, &AddContextCommand, &AddVersionCommand};
  return *commands;
}

void AddVersionCommand(CLI::App& app, CommandLine&) {
  app.add_subcommand("version", "Print the version.")->callback([] { std::printf("mosbatctl %s\n", MOSBAT_VERSION); });
}

}  // namespace mosbat::ctl
