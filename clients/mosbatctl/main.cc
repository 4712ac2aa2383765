// mosbatctl: the people's command, a gRPC client of the gateway.
#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/demo/demo_command.h"

int main(int argc, char** argv) {
  std::vector<mosbat::ctl::CommandAdder> commands = mosbat::ctl::Commands();
  commands.push_back(&mosbat::ctl::AddDemoCommand);
  return mosbat::ctl::RunCommandLine(argc, argv, commands);
}
