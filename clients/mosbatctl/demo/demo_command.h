// `mosbatctl demo`: the story, told against a running suite.
#pragma once

#include "clients/mosbatctl/command_line.h"

namespace mosbat::ctl {

void AddDemoCommand(CLI::App& app, CommandLine& line);

}  // namespace mosbat::ctl
