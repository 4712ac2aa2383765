// The command line of mosbatctl: what all commands share, and the list of them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "CLI/CLI.hpp"
#include "clients/mosbatctl/client.h"
#include "common/base/error.h"

namespace mosbat::ctl {

// What stands before or after any command.
class CommandLine {
 public:
  explicit CommandLine(CLI::App& app);

  Language language() const { return language_ == "en" ? Language::kEnglish : Language::kPersian; }

  // The context that --context, MOSBATCTL_CONTEXT or the current one names.
  absl::StatusOr<Context> ReadChosenContext() const;
  absl::StatusOr<std::unique_ptr<Client>> OpenClient(ClientOptions options = {}) const;

  // A command's callback ends with one of these. Report prints an error to stderr.
  void Exit(int code) { exit_code_ = code; }
  void Report(const absl::Status& status);
  int exit_code() const { return exit_code_; }

 private:
  std::string context_file_;
  std::string language_ = "fa";
  int exit_code_ = 0;
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
void AddPreviewCommand(CLI::App& app, CommandLine& line);
void AddAdvanceCommand(CLI::App& app, CommandLine& line);
void AddContextCommand(CLI::App& app, CommandLine& line);
void AddCompletionCommand(CLI::App& app, CommandLine& line);
void AddCompleteCommand(CLI::App& app, CommandLine& line);
void AddVersionCommand(CLI::App& app, CommandLine& line);

}  // namespace mosbat::ctl
