#include "clients/mosbatctl/command_line.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/mosbatctl/error_text.h"
#include "clients/mosbatctl/terminal.h"
#include "clients/mosbatctl/usage.h"
#include "common/base/status_macros.h"

namespace mosbat::ctl {
namespace {

constexpr char kContextVariable[] = "MOSBATCTL_CONTEXT";
constexpr char kLanguageVariable[] = "MOSBATCTL_LANG";

// A misspelt variable would be ignored for ever; it is refused by its name.
bool RefuseUnknownVariables(Language language) {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string variable = *entry;
    const std::string name = variable.substr(0, variable.find('='));
    if (!absl::StartsWith(name, "MOSBATCTL_") || name == kContextVariable || name == kLanguageVariable) continue;
    const std::string known = absl::StrCat(kContextVariable, ", ", kLanguageVariable);
    const Words words = {
        .en = absl::StrCat("the environment variable ", name, " is no setting of mosbatctl; there are ", known),
        .fa = absl::StrCat("متغیر محیطی ", name, " از تنظیمات mosbatctl نیست؛ تنظیمات: ", known)};
    std::fprintf(stderr, "mosbatctl: %s\n", Plain(words.In(language)).c_str());
    return true;
  }
  return false;
}

std::string FooterOfAll(Language language) {
  return HelpFooter(
      {.en =
           "Each command has its own help: mosbatctl COMMAND --help. Colours only on a terminal, and none where NO_COLOR "
           "is set.",
       .fa =
           "هر فرمان راهنمای خود را دارد: mosbatctl COMMAND --help. رنگ تنها در پایانه است؛ NO_COLOR آن را برمی‌دارد."},
      {{.what = {.en = "all service types", .fa = "همهٔ انواع خدمت"}, .command = "mosbatctl list serviceTypes"},
       {.what = {.en = "where one stands and who acts next", .fa = "جایگاه یک نوع خدمت و گام بعد"},
        .command = "mosbatctl status serviceTypes/vision-screening"},
       {.what =
            {.en = "a new activity in one file: what it would change, before it does",
             .fa =
                 "فعالیت تازه در یک پرونده: چه تغییری می‌دهد، پیش از اجرا"},
        .command = "mosbatctl apply -f my-activity.yaml --dry-run"}},
      language);
}

std::string ExitCodes(Language language) {
  return Words{
      .en =
          "Exit codes:\n"
          "  0  done; of diff, compare, check, ready and try: nothing differs, as it should be\n"
          "  1  refused; of diff, compare, check, ready and try: something differs, or is not as it should be\n"
          "  2  wrong usage: a flag, a name, a file or context that cannot be read\n"
          "  3  the suite cannot be reached\n"
          "  4  only diff, compare, check, ready and try: it could not be found out",
      .fa =
          "کدهای پایان:\n"
          "  ۰  انجام شد؛ در diff، compare، check، ready و try: تفاوتی نیست، یا مطابق انتظار است\n"
          "  ۱  رد شد؛ در diff، compare، check، ready و try: تفاوت هست، یا مطابق انتظار نیست\n"
          "  ۲  کاربرد نادرست: گزینه، نام، پرونده یا زمینه‌ای که خوانده نمی‌شود\n"
          "  ۳  سامانه در دسترس نیست\n"
          "  ۴  تنها در diff، compare، check، ready و try: روشن نشد"}
      .In(language);
}

}  // namespace

CommandLine::CommandLine(CLI::App& app, Language language)
    : language_(language), language_word_(language == Language::kEnglish ? "en" : "fa") {
  SpeakIn(app, language);
  app.add_option(
         "--context", context_file_,
         In({.en = "client.json of the suite to call; the current one if not said",
             .fa =
                 "client.json سامانه‌ای که با آن کار می‌شود؛ اگر گفته نشود زمینهٔ جاری"}))
      ->envname(kContextVariable);
  app.add_option("--lang", language_word_,
                 In({.en = "language of help, errors, titles and dates",
                     .fa = "زبان راهنما، خطاها، عنوان‌ها و تاریخ‌ها"}))
      ->envname(kLanguageVariable)
      ->check(OneOf({"fa", "en"}, language))
      ->capture_default_str();
}

CLI::App& CommandLine::AddCommand(CLI::App& app, const char* name, const Words& what, const Words& notes,
                                  const std::vector<Example>& examples) const {
  CLI::App& command = *app.add_subcommand(name, In(what));
  command.footer(HelpFooter(notes, examples, language_));
  return command;
}

void CommandLine::AddAs(CLI::App& command, std::string& as) const {
  command.add_option("--as", as,
                     In({.en = "in whose name: steering, deputyship:prevention, centre-manager:centres/…",
                         .fa = "به نام چه کسی: steering، deputyship:prevention، centre-manager:centres/…"}));
}

void CommandLine::AddOutput(CLI::App& command, std::string& output) const {
  command.add_option("-o,--output", output, In({.en = "how it is printed", .fa = "شکل خروجی"}))
      ->check(OneOf({"table", "json", "yaml"}, language_))
      ->capture_default_str();
}

absl::StatusOr<Context> CommandLine::ReadChosenContext() const {
  if (!context_file_.empty()) return ReadContext(context_file_);
  MOSBAT_ASSIGN_OR_RETURN(const std::string current, CurrentContextFile());
  return ReadContext(current);
}

absl::StatusOr<std::unique_ptr<Client>> CommandLine::OpenClient(ClientOptions options) const {
  MOSBAT_ASSIGN_OR_RETURN(Context context, ReadChosenContext());
  options.language = language();
  return Client::Open(std::move(context), std::move(options));
}

void CommandLine::Report(const absl::Status& status) {
  std::fflush(stdout);
  std::fprintf(stderr, "mosbatctl: %s", ErrorText(status, language()).c_str());
  errors_.push_back(status);
  exit_code_ = std::max<int>(exit_code_, ExitCodeOf(status));
}

void CommandLine::ReportUndecided(const absl::Status& status) {
  Report(status);
  if (ExitCodeOf(status) == kRefused) exit_code_ = std::max<int>(exit_code_, kUndecided);
}

void CommandLine::PrintHints() const {
  std::fflush(stdout);
  std::fputs(HintsText(errors_, language()).c_str(), stderr);
}

int RunCommandLine(int argc, char** argv, const std::vector<CommandAdder>& commands) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const Language language = LanguageAsked(words, std::getenv(kLanguageVariable));
  CLI::App app(
      Words{
          .en = "Mosbat from the command line: what the suite has, and what people do with it.",
          .fa =
              "مثبت از خط فرمان: آنچه سامانه دارد و کاری که با آن می‌شود."}
          .In(language),
      "mosbatctl");
  app.require_subcommand(1);
  CommandLine line(app, language);
  app.set_version_flag("--version", absl::StrCat("mosbatctl ", MOSBAT_VERSION),
                       line.In({.en = "print the version", .fa = "نسخه"}));
  for (const CommandAdder add : commands) add(app, line);
  for (CLI::App* const command : app.get_subcommands({})) {
    command->fallthrough();
    for (CLI::App* const inner : command->get_subcommands({})) inner->fallthrough();
  }
  app.footer(absl::StrCat(FooterOfAll(language), "\n\n", ExitCodes(language)));
  if (RefuseUnknownVariables(language)) return kUsage;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help and --version
      app.exit(error);
      return kDone;
    }
    std::fprintf(stderr, "mosbatctl: %s\n", Plain(UsageText(app, error, words, language)).c_str());
    return kUsage;
  } catch (const std::exception& error) {
    // Of a library, over what no check of ours has foreseen.
    std::fflush(stdout);
    std::fprintf(stderr, "mosbatctl: %s\n", Plain(error.what()).c_str());
    return kRefused;
  }
  line.PrintHints();
  return line.exit_code();
}

const std::vector<CommandAdder>& Commands() {
  static const auto* const commands = new std::vector<CommandAdder>{
      &AddApplyCommand,    &AddDiffCommand,    &AddGetCommand,     &AddListCommand,    &AddStatusCommand,
      &AddExplainCommand,  &AddCompareCommand, &AddCheckCommand,   &AddReadyCommand,   &AddPreviewCommand,
      &AddTryCommand,      &AddCallCommand,    &AddAdvanceCommand, &AddContextCommand, &AddCompletionCommand,
      &AddCompleteCommand, &AddVersionCommand};
  return *commands;
}

void AddVersionCommand(CLI::App& app, CommandLine& line) {
  line.AddCommand(app, "version", {.en = "Print the version.", .fa = "نسخه را چاپ می‌کند."})
      .callback([] { std::printf("mosbatctl %s\n", MOSBAT_VERSION); });
}

}  // namespace mosbat::ctl
