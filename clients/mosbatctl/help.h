// Help in the reader's language.
#pragma once

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "common/base/error.h"

namespace mosbat::ctl {

struct Example {
  Words what;
  std::string command;  // as it is typed
};

// What stands below the flags of a command: `notes`, if any, and the examples, each under a line that says what it is
// for.
std::string HelpFooter(const Words& notes, const std::vector<Example>& examples, Language language);

// Gives `app`, and every command that is added to it afterwards, headings and a --help in the language.
void SpeakIn(CLI::App& app, Language language);

// A value must be one of `words`.
CLI::Validator OneOf(std::vector<std::string> words, Language language);

// A whole number from `from` to `to`.
CLI::Validator NumberBetween(int from, int to, Language language);

}  // namespace mosbat::ctl
