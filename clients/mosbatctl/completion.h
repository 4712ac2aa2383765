// What bash offers at the end of a line that is being typed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace mosbat::ctl {

// What only the outside knows. Each is quiet: it answers nothing where it fails.
struct CompletionSources {
  std::function<std::vector<std::string>(const std::string& collection)> names;  // of the resources of a collection
  std::function<std::vector<std::string>()> callers;                             // of the chosen context
  std::function<std::vector<std::string>()> contexts;
};

// The one candidate that says that a file is wanted.
inline constexpr char kWantsFile[] = "<file>";

// What the last of `words`, which follow the program's name, may become; a blank ends what is complete. Bash puts a
// candidate on the line as it is, so none has a character that a shell reads as more than a letter.
std::vector<std::string> Candidates(const CLI::App& app, const std::vector<std::string>& words,
                                    const CompletionSources& sources);

// The context that --context names on the line that is being typed; "" if none.
std::string ContextTyped(const std::vector<std::string>& words);

// The script for bash. It asks this program for each line.
std::string BashScript();

}  // namespace mosbat::ctl
