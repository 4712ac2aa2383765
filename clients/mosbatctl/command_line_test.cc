#include "clients/mosbatctl/command_line.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/error_text.h"

namespace mosbat::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Ran {
  int code = 0;
  std::string out;
  std::string errors;
};

Ran Typed(std::vector<std::string> words) {
  words.insert(words.begin(), "mosbatctl");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  const int code = RunCommandLine(static_cast<int>(argv.size()), argv.data(), Commands());
  return {.code = code,
          .out = ::testing::internal::GetCapturedStdout(),
          .errors = ::testing::internal::GetCapturedStderr()};
}

std::vector<std::string> In(const char* language, std::vector<std::string> words) {
  words.insert(words.end(), {"--lang", language});
  return words;
}

TEST(CommandLineTest, AnUnknownCommandNamesTheNearestOne) {
  const Ran ran = Typed(In("en", {"lsit", "serviceTypes"}));
  EXPECT_EQ(ran.code, kUsage);
  EXPECT_EQ(ran.errors, "mosbatctl: there is no command lsit; did you mean list?\nSee mosbatctl --help.\n");
  EXPECT_EQ(Typed(In("en", {"context", "lst"})).errors,
            "mosbatctl: there is no command lst; did you mean list?\nSee mosbatctl context --help.\n");
  EXPECT_THAT(Typed(In("en", {"frobnicate"})).errors, StartsWith("mosbatctl: there is no command frobnicate\n"));
  EXPECT_THAT(Typed(In("en", {})).errors, StartsWith("mosbatctl: a command is missing: apply, diff, get, "));
}

TEST(CommandLineTest, AnUnknownFlagNamesTheNearestOne) {
  const Ran ran = Typed(In("en", {"apply", "-f", "a.json", "--dryrun"}));
  EXPECT_EQ(ran.code, kUsage);
  EXPECT_EQ(ran.errors, "mosbatctl: there is no flag --dryrun; did you mean --dry-run?\nSee mosbatctl apply --help.\n");
  EXPECT_THAT(Typed(In("en", {"list", "serviceTypes", "--outptu=json"})).errors,
              StartsWith("mosbatctl: there is no flag --outptu; did you mean --output?"));
  EXPECT_THAT(Typed(In("en", {"list", "serviceTypes", "-x"})).errors, StartsWith("mosbatctl: there is no flag -x"));
}

struct Mistake {
  std::vector<std::string> words;
  const char* en;
  const char* fa;
};

TEST(CommandLineTest, EveryMistakeIsSaidInTheLanguageOfTheReader) {
  const Mistake mistakes[] = {
      {{"lsit"}, "there is no command lsit; did you mean list?", "فرمان lsit وجود ندارد؛ منظورتان list است؟"},
      {{"get", "x", "--outptu", "json"},
       "there is no flag --outptu; did you mean --output?",
       "گزینهٔ --outptu وجود ندارد؛ منظورتان --output است؟"},
      {{"get"},
       "name is missing: its name, serviceTypes/vision-screening",
       "name گفته نشده است: نام آن، مانند serviceTypes/vision-screening"},
      {{"advance"}, "--days is missing: whole days", "--days گفته نشده است: شمار روزها"},
      {{"advance", "--days"}, "--days needs a value", "--days مقدار می‌خواهد"},
      {{"advance", "--days", "many"},
       "--days: \"many\" is no whole number from 0 to 3660",
       "--days: «many» عدد درستی از 0 تا 3660 نیست"},
      {{"list", "x", "-o", "xml"},
       "--output: \"xml\" is not one of table, json, yaml",
       "--output: «xml» هیچ‌یک از این‌ها نیست: table, json, yaml"},
      {{"get", "a", "b"}, "\"b\" is one word too many", "«b» اضافی است"},
      {{"context"}, "a command is missing: make, use, list, show", "فرمان گفته نشده است: make, use, list, show"}};
  for (const Mistake& mistake : mistakes) {
    // --lang stands first, where no flag can take it for its value.
    for (const auto& [language, said] : {std::pair("en", mistake.en), std::pair("fa", mistake.fa)}) {
      std::vector<std::string> words = mistake.words;
      words.insert(words.begin(), {"--lang", language});
      const Ran ran = Typed(words);
      EXPECT_EQ(ran.code, kUsage);
      EXPECT_THAT(ran.errors, StartsWith(absl::StrCat("mosbatctl: ", said)));
    }
  }
}

TEST(CommandLineTest, ALanguageThatIsNoneIsRefusedInPersian) {
  EXPECT_THAT(Typed({"version", "--lang=de"}).errors,
              HasSubstr("«de» هیچ‌یک از این‌ها نیست: fa, en"));
}

TEST(CommandLineTest, AMisspeltCollectionNamesTheNearestOne) {
  const auto said = [](const char* collection) { return Typed(In("en", {"list", collection})).errors; };
  EXPECT_EQ(Typed(In("en", {"list", "serviceType"})).code, kUsage);
  EXPECT_THAT(said("serviceType"),
              StartsWith("mosbatctl: There is no collection \"serviceType\"; did you mean serviceTypes?\n"));
  EXPECT_THAT(said("divisions"), HasSubstr("did you mean provinces or counties?"));
  EXPECT_THAT(said("provinces/30"), HasSubstr("did you mean provinces/30/counties?"));
  EXPECT_THAT(said("staff"), HasSubstr("did you mean centres/karaj-one/staff?"));
  EXPECT_THAT(said("directives/two"), HasSubstr("it is one resource: mosbatctl get directives/two."));
}

TEST(CommandLineTest, HelpIsInTheLanguageOfTheReaderWithExitCodesAtItsEnd) {
  const Ran persian = Typed({"--help"});
  EXPECT_EQ(persian.code, kDone);
  EXPECT_THAT(persian.out,
              AllOf(HasSubstr("کاربرد: mosbatctl"), HasSubstr("فرمان‌ها:"), HasSubstr("نمونه‌ها:"),
                    HasSubstr("همین راهنما"), HasSubstr("کدهای پایان:\n  ۰  انجام شد")));
  const Ran english = Typed(In("en", {"--help"}));
  EXPECT_THAT(english.out, AllOf(HasSubstr("Exit codes:\n  0  done"), HasSubstr("Commands:\n  apply ")));
  EXPECT_THAT(Typed(In("en", {"list", "--help"})).out,
              AllOf(HasSubstr("  provinces/30/counties "), HasSubstr("counties of a province")));
}

// Each command that does something, with the words of its help.
template <typename Use>
void ForEachCommand(const CLI::App& app, Use use) {
  for (const CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_group().empty()) continue;
    use(*command);
    ForEachCommand(*command, use);
  }
}

TEST(CommandLineTest, EveryCommandHasHelpWithExamplesInBothLanguages) {
  for (const Language language : {Language::kEnglish, Language::kPersian}) {
    CLI::App app;
    CommandLine line(app, language);
    for (const CommandAdder add : Commands()) add(app, line);
    const bool persian = language == Language::kPersian;
    ForEachCommand(app, [&](const CLI::App& command) {
      SCOPED_TRACE(command.get_name());
      const std::string description = command.get_description();
      EXPECT_NE(description, "");
      EXPECT_EQ(absl::c_all_of(description, [](unsigned char c) { return c < 0x80; }), !persian);
      const bool has_commands = !command.get_subcommands([](const CLI::App*) { return true; }).empty();
      if (has_commands || command.get_name() == "version") return;
      EXPECT_THAT(command.get_footer(), HasSubstr(persian ? "نمونه‌ها:" : "Examples:"));
      EXPECT_THAT(command.get_footer(), HasSubstr("mosbatctl "));
    });
  }
}

}  // namespace
}  // namespace mosbat::ctl
