// The server binary: every service of the suite, in the roles that the command line chooses.
#include "services/suite/command_line.h"

int main(int argc, char** argv) { return mosbat::suite::RunCommandLine(argc, argv); }
