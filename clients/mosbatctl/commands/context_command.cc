#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/mosbatctl/command_line.h"
#include "clients/mosbatctl/report.h"
#include "clients/mosbatctl/terminal.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

struct Wanted {
  std::string data;
  std::string identity_file;
  std::string address;
  std::string as;
  std::string token_file;
  std::string file;
};

std::string CallersOf(const Context& context) {
  return absl::StrJoin(context.tokens, " ", [](std::string* out, const auto& entry) { out->append(entry.first); });
}

void Print(const Words& words, const CommandLine& line) { std::printf("%s\n", Plain(line.In(words)).c_str()); }

// In whose name calls can be made.
Words WhoOf(const Context& context) {
  if (!context.identity_file.empty()) return {.en = "anybody", .fa = "هر کس"};
  return {.en = CallersOf(context), .fa = CallersOf(context)};
}

absl::Status Make(const Wanted& wanted, const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const Context context,
                          wanted.data.empty()
                              ? NewTokenContext(wanted.file, wanted.address, wanted.as, wanted.token_file)
                              : NewLocalContext(wanted.data, wanted.identity_file, wanted.address));
  MOSBAT_RETURN_IF_ERROR(WriteContext(context));
  MOSBAT_RETURN_IF_ERROR(MakeCurrent(context.file));
  Print({.en = absl::StrCat(context.file, " is the current context"), .fa = absl::StrCat("زمینهٔ جاری: ", context.file)},
        line);
  return absl::OkStatus();
}

absl::Status Use(const std::string& file, const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const Context context, ReadContext(file));
  MOSBAT_RETURN_IF_ERROR(MakeCurrent(context.file));
  const Words who = WhoOf(context);
  Print({.en = absl::StrCat(context.file, " is the current context: the suite at ", context.address,
                            ", in the name of ", who.en),
         .fa = absl::StrCat("زمینهٔ جاری: ", context.file, "؛ سامانهٔ ", context.address, "، به نام ", who.fa)},
        line);
  return absl::OkStatus();
}

absl::Status Show(const CommandLine& line) {
  MOSBAT_ASSIGN_OR_RETURN(const Context context, line.ReadChosenContext());
  Report report(line.language(), DressOf(STDOUT_FILENO));
  const Words nobody = {.en = "(none: only the callers below)", .fa = "(ندارد: تنها به نام کسان زیر)"};
  report.Line({.en = "File", .fa = "پرونده"}, context.file);
  report.Line({.en = "Address", .fa = "نشانی"}, context.address);
  report.Line({.en = "Identity", .fa = "هویت"},
              context.identity_file.empty() ? line.In(nobody) : context.identity_file);
  report.Line({.en = "Callers", .fa = "به نام"}, CallersOf(context));
  std::printf("%s", report.Take().c_str());
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
    const std::string what = context.ok() ? absl::StrCat(context->address, "  ", line.In(WhoOf(*context)))
                                          : WordsOf(context.status(), line.language());
    const char* const mark = current.ok() && file == *current ? "* " : "  ";
    std::printf("%s\n", Plain(absl::StrCat(mark, file, "  ", what)).c_str());
  }
  return absl::OkStatus();
}

}  // namespace

void AddContextCommand(CLI::App& app, CommandLine& line) {
  const auto wanted = std::make_shared<Wanted>();
  CLI::App& command =
      line.AddCommand(app, "context",
                      {.en = "Which suite is called, and with whose tokens.",
                       .fa = "با کدام سامانه و با توکن چه کسانی کار می‌شود."});
  command.require_subcommand(1);
  const auto report = [&line](const absl::Status& status) {
    if (!status.ok()) line.Report(status);
  };

  CLI::App& make = line.AddCommand(
      command, "make",
      {.en = "Write client.json; it becomes current.",
       .fa = "پروندهٔ client.json را می‌نویسد؛ زمینهٔ جاری همان می‌شود."},
      {.en =
           "For a suite on this machine (--data) it holds every role. A department has a token of its own: who keeps the\n"
           "suite makes it, the department makes its context of it (--token-file).",
       .fa =
           "برای سامانهٔ همین دستگاه (--data) همهٔ نقش‌ها را دارد. هر معاونت توکن خود را دارد: نگهدارندهٔ سامانه آن را می‌سازد و\n"
           "معاونت از آن زمینهٔ خود را (--token-file)."},
      {{.what = {.en = "every role, for trying", .fa = "همهٔ نقش‌ها، برای آزمودن"},
        .command = "mosbatctl context make --data mosbat-data --address 127.0.0.1:8080"},
       {.what = {.en = "one department: who keeps the suite makes its token, …",
                 .fa = "یک معاونت: نگهدارندهٔ سامانه توکن را می‌سازد، …"},
        .command = "mosbat token --database sqlite:mosbat-data --subject mina --role deputyship "
                   "--deputyship prevention --hours 720 > prevention.token"},
       {.what = {.en = "… the department its context, …", .fa = "… معاونت زمینهٔ خود را، …"},
        .command = "mosbatctl context make --address 127.0.0.1:8080 --as deputyship:prevention "
                   "--token-file prevention.token --file prevention.json"},
       {.what = {.en = "… and works in its own name", .fa = "… و به نام خود کار می‌کند"},
        .command = "mosbatctl apply -f my-activity.yaml --dry-run"}});
  CLI::Option* const data = make.add_option(
      "--data", wanted->data,
      line.In({.en = "the data folder of a suite on this machine",
               .fa = "پوشهٔ دادهٔ سامانه‌ای که روی همین دستگاه است"}));
  make.add_option("--address", wanted->address, line.In({.en = "of its gateway", .fa = "نشانی درگاه آن"}))->required();
  make.add_option(
          "--identity-file", wanted->identity_file,
          line.In({.en = "the key that it believes; DATA/keys/identity.jwk if not said",
                   .fa = "کلیدی که می‌شناسد؛ اگر گفته نشود DATA/keys/identity.jwk"}))
      ->needs(data);
  CLI::Option* const token =
      make.add_option(
              "--token-file", wanted->token_file,
              line.In(
                  {.en = "a file with the token of one caller, or - for the standard input",
                   .fa =
                       "پرونده‌ای با توکن یک درخواست‌کننده، یا - برای ورودی استاندارد"}))
          ->excludes(data);
  CLI::Option* const as = make.add_option(
      "--as", wanted->as,
      line.In(
          {.en = "whose token it is, as files name them: deputyship:prevention",
           .fa =
               "توکن چه کسی است، چنان‌که در پرونده‌ها می‌آید: deputyship:prevention"}));
  CLI::Option* const file =
      make.add_option("--file", wanted->file,
                      line.In({.en = "where to write it, with --token-file; with --data DATA/client.json",
                               .fa = "جای نوشتن، همراه --token-file؛ با --data همان DATA/client.json"}));
  token->needs(as)->needs(file);
  as->needs(token);
  file->needs(token);
  make.callback([wanted, data, token, report, &line] {
    if (!data->empty() || !token->empty()) return report(Make(*wanted, line));
    line.Report(MakeError(
        absl::StatusCode::kInvalidArgument, "CONTEXT_UNDECIDED",
        {.en = "Say --data of a suite on this machine, or --token-file of a token that you were given.",
         .fa =
             "یا --data سامانهٔ همین دستگاه را بگویید یا --token-file توکنی را که به شما داده‌اند."}));
  });

  CLI::App& use = line.AddCommand(
      command, "use", {.en = "Make a context current.", .fa = "زمینه‌ای را جاری می‌کند."}, {},
      {{.what = {.en = "another suite, or another caller",
                 .fa = "سامانه یا درخواست‌کنندهٔ دیگر"},
        .command = "mosbatctl context use mosbat-data/client.json"}});
  use.add_option("file", wanted->file, "client.json")->required();
  use.callback([wanted, report, &line] { report(Use(wanted->file, line)); });

  CLI::App& list = line.AddCommand(
      command, "list",
      {.en = "List the contexts that were current at some time, and who each speaks for.",
       .fa =
           "زمینه‌هایی که زمانی جاری بوده‌اند، و این‌که هر یک به نام چه کسانی است."},
      {},
      {{.what = {.en = "who can do what", .fa = "چه کسی مجاز به چه کاری است"}, .command = "mosbatctl context list"}});
  list.callback([&line, report] { report(List(line)); });

  CLI::App& show = line.AddCommand(
      command, "show",
      {.en = "Show the chosen context, without its tokens.",
       .fa = "زمینهٔ انتخاب‌شده، بی‌توکن‌ها."},
      {},
      {{.what = {.en = "which suite is called", .fa = "با کدام سامانه کار می‌شود"},
        .command = "mosbatctl context show"}});
  show.callback([&line, report] { report(Show(line)); });
}

}  // namespace mosbat::ctl
