#include "clients/mosbatctl/command_line.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/context.h"
#include "clients/mosbatctl/error_text.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"

namespace mosbat::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
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
       "--days: «many» عدد صحیحی از ۰ تا ۳۶۶۰ نیست"},
      {{"list", "x", "-o", "xml"},
       "--output: \"xml\" is not one of table, json, yaml",
       "--output: «xml» هیچ‌یک از این‌ها نیست: table, json, yaml"},
      {{"context", "make", "--address", "x:1", "--as", "steering"},
       "--as needs --token-file",
       "--as تنها همراه --token-file می‌آید"},
      {{"context", "make", "--address", "x:1", "--data", "d", "--as", "steering", "--token-file", "t", "--file", "f"},
       "--data and --token-file exclude each other",
       "--data و --token-file با هم نمی‌آیند"},
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

TEST(CommandLineTest, WithoutAContextNothingWasCompared) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"compare", "directives/one", "directives/two"}, {"check", "serviceTypes/x"}, {"get", "directives/one"}}) {
    std::vector<std::string> typed = In("en", words);
    typed.insert(typed.end(), {"--context", "/nonexistent/client.json"});
    const Ran ran = Typed(typed);
    EXPECT_EQ(ran.code, kUsage) << words.front();
    EXPECT_THAT(ran.errors, HasSubstr("CONTEXT_MISSING"));
  }
}

TEST(CommandLineTest, WhatWasTypedDoesNotSteerTheTerminal) {
  EXPECT_THAT(Typed(In("en", {"li\x1b[2Jst"})).errors, StartsWith("mosbatctl: there is no command li\uFFFD[2Jst"));
}

TEST(CommandLineTest, AnExceptionOfALibraryIsOneLine) {
  const CommandAdder add = [](CLI::App& app, CommandLine& line) {
    line.AddCommand(app, "fail", {.en = "Fail.", .fa = "x"}).callback([] { throw std::runtime_error("no luck"); });
  };
  char program[] = "mosbatctl";
  char command[] = "fail";
  char* argv[] = {program, command};
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(RunCommandLine(2, argv, {add}), kRefused);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "mosbatctl: no luck\n");
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

TEST(CommandLineTest, OfSeveralErrorsTheWorstIsTheExitCode) {
  const char* const historical = R"({"as": "steering", "with": {"historical": true},
      "resource": {"@type": "mosbat.purchasing.v1.Tariff", "name": "tariffs/a"}})";
  const std::pair<const char*, const char*> orders[] = {{"a.yaml", "b.json"}, {"b.yaml", "a.json"}};
  for (const auto& [malformed, past] : orders) {
    const ::mosbat::testing::TempFolder folder;
    std::ofstream(absl::StrCat(folder.path(), "/", malformed)) << "as: [steering\n";
    std::ofstream(absl::StrCat(folder.path(), "/", past)) << historical;
    const Ran ran = Typed(In("en", {"apply", "-f", folder.path()}));
    EXPECT_THAT(ran.errors, AllOf(HasSubstr("YAML_MALFORMED"), HasSubstr("HISTORICAL_NOT_ASKED")));
    EXPECT_EQ(ran.code, kUsage) << malformed;
  }
}

TEST(CommandLineTest, WhatHelpsAgainstSeveralErrorsIsSaidOnceAtTheEnd) {
  const ::mosbat::testing::TempFolder folder;
  for (const char* const id : {"a", "b", "c"}) {
    std::ofstream(absl::StrCat(folder.path(), "/", id, ".json")) << absl::StrReplaceAll(
        R"({"as": "steering", "with": {"historical": true},
            "resource": {"@type": "mosbat.purchasing.v1.Tariff", "name": "tariffs/ID"}})",
        {{"ID", id}});
  }
  const Ran ran = Typed(In("en", {"apply", "-f", folder.path()}));
  const std::vector<std::string> lines = absl::StrSplit(ran.errors, '\n', absl::SkipEmpty());
  EXPECT_EQ(absl::c_count_if(lines, [](const auto& line) { return absl::StrContains(line, "HISTORICAL_NOT_ASKED"); }),
            3);
  EXPECT_EQ(absl::c_count_if(lines, [](const auto& line) { return absl::StartsWith(line, "Next: "); }), 1);
  EXPECT_THAT(lines.back(), AllOf(StartsWith("Next: "), HasSubstr("--historical")));
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

TEST(CommandLineTest, ContextsAreSaidInTheLanguageOfTheReader) {
  const ::mosbat::testing::TempFolder folder;
  setenv("XDG_CONFIG_HOME", folder.path().c_str(), 1);
  const Context context{.file = folder.path() + "/client.json", .address = "x:1", .tokens = {{"steering", "a.b.c"}}};
  ASSERT_THAT(WriteContext(context), ::mosbat::testing::IsOk());
  EXPECT_EQ(Typed(In("fa", {"context", "use", context.file})).out,
            absl::StrCat("زمینهٔ جاری: ", context.file, "؛ سامانهٔ x:1، به نام steering\n"));
  EXPECT_THAT(Typed(In("fa", {"context", "show"})).out, HasSubstr("  نشانی:         x:1\n"));
  EXPECT_THAT(Typed(In("en", {"context", "show"})).out, HasSubstr("  Callers:       steering\n"));
  EXPECT_THAT(Typed(In("fa", {"context", "make", "--help"})).out,
              AllOf(HasSubstr("همراه: --data"), Not(HasSubstr("Needs")), Not(HasSubstr("Excludes"))));
  unsetenv("XDG_CONFIG_HOME");
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

// Whoever copies an example has the founding data at least.
TEST(CommandLineTest, WhatExamplesNameIsInTheFoundingData) {
  std::string data;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(MOSBAT_SOURCE_DIR "/deploy/data")) {
    std::ifstream stream(entry.path());
    if (entry.is_regular_file()) data.append(std::istreambuf_iterator<char>(stream), {});
  }
  const std::regex names(R"((directives|subGuidelines|serviceTypes|provinces|deputyships)/[-/\w]+)");
  const std::regex text("/revisions/[12]$");  // what is compared has a second one
  CLI::App app;
  CommandLine line(app, Language::kEnglish);
  for (const CommandAdder add : Commands()) add(app, line);
  int seen = 0;
  ForEachCommand(app, [&](const CLI::App& command) {
    const std::string footer = command.get_footer();
    const size_t at = footer.find("Examples:");
    const std::string examples = at == std::string::npos ? "" : footer.substr(at);
    for (auto found = std::sregex_iterator(examples.begin(), examples.end(), names); found != std::sregex_iterator();
         ++found) {
      std::string name = std::regex_replace(found->str(), text, "");
      if (absl::EndsWith(name, "/counties")) name.resize(name.size() - absl::string_view("/counties").size());
      EXPECT_TRUE(absl::StrContains(data, absl::StrCat("\"name\": \"", name, "\"")) ||
                  absl::StrContains(data, absl::StrCat("name: ", name, "\n")) ||
                  absl::StrContains(data, absl::StrCat("name: ", name, "}")) ||
                  absl::StrContains(data, absl::StrCat("name: ", name, ",")))
          << command.get_name() << ": " << found->str();
      ++seen;
    }
  });
  EXPECT_GT(seen, 10);
}

}  // namespace
}  // namespace mosbat::ctl
