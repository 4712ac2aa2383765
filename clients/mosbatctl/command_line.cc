#include "clients/mosbatctl/command_line.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/error_text.h"
#include "clients/mosbatctl/methods.h"
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

std::vector<std::string> CommandsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> FlagsOf(const CLI::App* app) {
  std::vector<std::string> flags;
  for (; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* const option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) flags.push_back(absl::StrCat("--", name));
    }
  }
  return flags;
}

std::string DidYouMean(absl::string_view word, const std::vector<std::string>& known) {
  const std::string near = NearestTo(word, known);
  return near.empty() ? "" : absl::StrCat("; did you mean ", near, "?");
}

// What was typed wrong, with the nearest thing that there is.
std::string MistypeText(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words) {
  const CLI::App* command = &app;
  for (const CLI::App* parsed = &app; parsed != nullptr;) {
    command = parsed;
    const std::vector<CLI::App*> inner = parsed->get_subcommands();
    parsed = inner.empty() ? nullptr : inner.front();
  }
  const bool is_root = command == &app;
  const std::string help =
      absl::StrCat("\nSee mosbatctl ", is_root ? "" : absl::StrCat(command->get_name(), " "), "--help.");
  const std::vector<std::string> left = app.remaining(/*recurse=*/true);
  const std::vector<std::string> commands = CommandsOf(*command);
  for (const std::string& word : left.empty() ? words : left) {
    const std::vector<std::string> flags = FlagsOf(command);
    const std::string flag = word.substr(0, word.find('='));
    if (absl::StartsWith(word, "--") && std::find(flags.begin(), flags.end(), flag) == flags.end() && word.size() > 2) {
      return absl::StrCat("there is no flag ", flag, DidYouMean(flag, flags), help);
    }
    if (!absl::StartsWith(word, "-") && !commands.empty() && !left.empty()) {
      return absl::StrCat("there is no command ", word, DidYouMean(word, commands), help);
    }
  }
  return absl::StrCat(error.what(), help);
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
      "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 the suite cannot be reached. diff, compare and check have their\n"
      "own. Colours only on a terminal, and none where NO_COLOR is set.\n"
      "Examples:\n  mosbatctl list serviceTypes\n  mosbatctl status serviceTypes/vision-screening\n"
      "  mosbatctl apply -f my-activity.yaml --dry-run\n  mosbatctl COMMAND --help");
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
    if (error.get_exit_code() == 0) {  // --help and --version
      app.exit(error);
      return kDone;
    }
    const std::vector<std::string> words(argv + 1, argv + argc);
    std::fprintf(stderr, "mosbatctl: %s\n", MistypeText(app, error, words).c_str());
    return kUsage;
  }
  return line.exit_code();
}

const std::vector<CommandAdder>& Commands() {
  static const auto* const commands = new std::vector<CommandAdder>{
      &AddApplyCommand,   &AddDiffCommand,    &AddGetCommand,        &AddListCommand,     &AddStatusCommand,
      &AddExplainCommand, &AddCompareCommand, &AddCheckCommand,      &AddPreviewCommand,  &AddCallCommand,
      &AddAdvanceCommand, &AddContextCommand, &AddCompletionCommand, &AddCompleteCommand, &AddVersionCommand};
  return *commands;
}

void AddVersionCommand(CLI::App& app, CommandLine&) {
  app.add_subcommand("version", "Print the version.")->callback([] { std::printf("mosbatctl %s\n", MOSBAT_VERSION); });
}

}  // namespace mosbat::ctl
