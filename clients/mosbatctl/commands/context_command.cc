#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"

#include "clients/mosbatctl/command_line.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

struct Wanted {
  std::string data;
  std::string identity_file;
  std::string address;
  std::string file;
};

std::string CallersOf(const Context& context) {
  return absl::StrJoin(context.tokens, " ", [](std::string* out, const auto& entry) { out->append(entry.first); });
}

absl::Status Make(const Wanted& wanted) {
  MOSBAT_ASSIGN_OR_RETURN(const Context context, NewLocalContext(wanted.data, wanted.identity_file, wanted.address));
  MOSBAT_RETURN_IF_ERROR(WriteContext(context));
  MOSBAT_RETURN_IF_ERROR(MakeCurrent(context.file));
  std::printf("%s is the current context\n", context.file.c_str());
  return absl::OkStatus();
}

absl::Status Use(const std::string& file) {
  MOSBAT_ASSIGN_OR_RETURN(const Context context, ReadContext(file));
  MOSBAT_RETURN_IF_ERROR(MakeCurrent(context.file));
  std::printf("%s is the current context: the suite at %s, in the name of %s\n", context.file.c_str(),
              context.address.c_str(), context.identity_file.empty() ? CallersOf(context).c_str() : "anybody");
  return absl::OkStatus();
}

absl::Status Show(const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const Context context, line.ReadChosenContext());
  std::printf("file      %s\naddress   %s\nidentity  %s\ncallers   %s\n", context.file.c_str(), context.address.c_str(),
              context.identity_file.empty() ? "(none: only the callers below)" : context.identity_file.c_str(),
              CallersOf(context).c_str());
  return absl::OkStatus();
}

// The current one is marked; what cannot be used says why.
absl::Status List(const CommandLine& line) {
  const absl::StatusOr<std::string> current = CurrentContextFile();
  std::vector<std::string> files = KnownContextFiles();
  if (current.ok() && std::find(files.begin(), files.end(), *current) == files.end()) files.push_back(*current);
  if (files.empty()) return current.status();
  for (const std::string& file : files) {
    const absl::StatusOr<Context> context = ReadContext(file);
    const std::string what = context.ok() ? context->address : WordsOf(context.status(), line.language());
    std::printf("%s %s  %s\n", current.ok() && file == *current ? "*" : " ", file.c_str(), what.c_str());
  }
  return absl::OkStatus();
}

}  // namespace

void AddContextCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command = *app.add_subcommand("context", "Which suite is called, and with whose tokens.");
  command.require_subcommand(1);
  const auto report = [&line](const absl::Status& status) {
    if (!status.ok()) line.Report(status);
  };

  CLI::App& make =
      *command.add_subcommand("make", "Write DATA/client.json for a suite on this machine; it becomes current.");
  make.add_option("--data", wanted->data, "the suite's data folder")->required();
  make.add_option("--address", wanted->address, "of its gateway")->required();
  make.add_option("--identity-file", wanted->identity_file,
                  "the key that it believes; DATA/keys/identity.jwk if not said");
  make.footer("Example:\n  mosbatctl context make --data mosbat-data --address 127.0.0.1:8080");
  make.callback([wanted, report] { report(Make(*wanted)); });

  CLI::App& use = *command.add_subcommand("use", "Make a context current.");
  use.add_option("file", wanted->file, "client.json")->required();
  use.footer("Example:\n  mosbatctl context use mosbat-data/client.json");
  use.callback([wanted, report] { report(Use(wanted->file)); });

  CLI::App& list = *command.add_subcommand("list", "List the contexts that were current at some time.");
  list.footer("Example:\n  mosbatctl context list");
  list.callback([&line, report] { report(List(line)); });

  CLI::App& show = *command.add_subcommand("show", "Show the chosen context, without its tokens.");
  show.footer("Example:\n  mosbatctl context show");
  show.callback([&line, report] { report(Show(line)); });
}

}  // namespace mosbat::ctl
