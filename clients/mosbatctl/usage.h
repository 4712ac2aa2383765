// What is wrong with a command line that cannot be understood.
#pragma once

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "common/base/error.h"

namespace mosbat::ctl {

// The language that the words on the command line, else `variable`, the value of MOSBATCTL_LANG, ask for; Persian if
// neither does. It is needed before the line is parsed.
Language LanguageAsked(const std::vector<std::string>& words, const char* variable);

// One sentence, with the nearest thing that there is, and where to read more. `words` are those of the command line,
// without the program's name.
std::string UsageText(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words,
                      Language language);

}  // namespace mosbat::ctl
