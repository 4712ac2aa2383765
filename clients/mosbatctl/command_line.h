// The command line of mosbatctl: what all commands share, and the list of them.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "CLI/CLI.hpp"
#include "clients/mosbatctl/client.h"
#include "clients/mosbatctl/help.h"
#include "common/base/error.h"

namespace mosbat::ctl {

// What stands before or after any command.
class CommandLine {
 public:
  // Adds the flags of all commands to `app`, whose help will be in that language: the one that --lang says.
  CommandLine(CLI::App& app, Language language);

  Language language() const { return language_; }
  std::string In(const Words& words) const { return words.In(language_); }

  // A command below `app` with its help: what it does, notes and examples.
  CLI::App& AddCommand(CLI::App& app, const char* name, const Words& what, const Words& notes = {},
                       const std::vector<Example>& examples = {}) const;

  // In whose name something is done.
  void AddAs(CLI::App& command, std::string& as) const;

  // How it is printed: table, json or yaml; as `output` says if not said.
  void AddOutput(CLI::App& command, std::string& output) const;

  // The context that --context, MOSBATCTL_CONTEXT or the current one names.
  absl::StatusOr<Context> ReadChosenContext() const;
  // What --context says on a line that is still being typed.
  void ChooseContext(std::string file) { context_file_ = std::move(file); }
  absl::StatusOr<std::unique_ptr<Client>> OpenClient(ClientOptions options = {}) const;

  // A command's callback ends with one of these. Report prints an error to stderr, and keeps what can be done about it
  // for PrintHints(); of several the worst, which has the highest code, is the one to exit with.
  void Exit(int code) { exit_code_ = code; }
  void Report(const absl::Status& status);
  // The same of commands whose 1 says that something differs: where they were refused, that was not found out.
  void ReportUndecided(const absl::Status& status);
  // What can be done about the errors, each once.
  void PrintHints() const;
  int exit_code() const { return exit_code_; }

 private:
  const Language language_;
  std::string language_word_;
  std::string context_file_;
  int exit_code_ = 0;
  std::vector<absl::Status> errors_;
};

// Adds one command, with its flags, help and callback. `line` outlives the parsing.
using CommandAdder = void (*)(CLI::App& app, CommandLine& line);

// Parses, runs and returns the exit code (error_text.h).
int RunCommandLine(int argc, char** argv, const std::vector<CommandAdder>& commands);

// The commands that this library has.
const std::vector<CommandAdder>& Commands();
void AddApplyCommand(CLI::App& app, CommandLine& line);
void AddDiffCommand(CLI::App& app, CommandLine& line);
void AddGetCommand(CLI::App& app, CommandLine& line);
void AddListCommand(CLI::App& app, CommandLine& line);
void AddCallCommand(CLI::App& app, CommandLine& line);
void AddExplainCommand(CLI::App& app, CommandLine& line);
void AddStatusCommand(CLI::App& app, CommandLine& line);
void AddCompareCommand(CLI::App& app, CommandLine& line);
void AddCheckCommand(CLI::App& app, CommandLine& line);
void AddReadyCommand(CLI::App& app, CommandLine& line);
void AddPreviewCommand(CLI::App& app, CommandLine& line);
void AddTryCommand(CLI::App& app, CommandLine& line);
void AddAdvanceCommand(CLI::App& app, CommandLine& line);
void AddContextCommand(CLI::App& app, CommandLine& line);
void AddCompletionCommand(CLI::App& app, CommandLine& line);
void AddCompleteCommand(CLI::App& app, CommandLine& line);
void AddVersionCommand(CLI::App& app, CommandLine& line);

}  // namespace mosbat::ctl
