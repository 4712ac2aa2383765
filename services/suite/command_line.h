// The commands of `mosbat`: serve, migrate, token.
#pragma once

namespace mosbat::suite {

// Runs the command that the arguments name; the process's exit code: 0, 1 if it failed (one line on stderr says why), 2
// if the arguments or the environment are wrong.
int RunCommandLine(int argc, char** argv);

}  // namespace mosbat::suite
