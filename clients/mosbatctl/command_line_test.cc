#include "clients/mosbatctl/command_line.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/error_text.h"

namespace mosbat::ctl {
namespace {

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

TEST(CommandLineTest, AnUnknownCommandNamesTheNearestOne) {
  const Ran ran = Typed({"lsit", "serviceTypes"});
  EXPECT_EQ(ran.code, kUsage);
  EXPECT_EQ(ran.errors, "mosbatctl: there is no command lsit; did you mean list?\nSee mosbatctl --help.\n");
  EXPECT_THAT(Typed({"context", "lst"}).errors, StartsWith("mosbatctl: there is no command lst; did you mean list?"));
  EXPECT_THAT(Typed({"frobnicate"}).errors, StartsWith("mosbatctl: there is no command frobnicate\n"));
}

TEST(CommandLineTest, AnUnknownFlagNamesTheNearestOne) {
  const Ran ran = Typed({"apply", "-f", "a.json", "--dryrun"});
  EXPECT_EQ(ran.code, kUsage);
  EXPECT_EQ(ran.errors, "mosbatctl: there is no flag --dryrun; did you mean --dry-run?\nSee mosbatctl apply --help.\n");
  EXPECT_THAT(Typed({"list", "serviceTypes", "--outptu=json"}).errors,
              StartsWith("mosbatctl: there is no flag --outptu; did you mean --output?"));
}

TEST(CommandLineTest, WhatElseIsWrongIsSaidAsItIs) {
  const Ran ran = Typed({"list", "serviceTypes", "-o", "xml"});
  EXPECT_EQ(ran.code, kUsage);
  EXPECT_THAT(ran.errors, HasSubstr("xml not in {table,json,yaml}"));
  EXPECT_THAT(Typed({"get"}).errors, StartsWith("mosbatctl: name is required\nSee mosbatctl get --help."));
}

TEST(CommandLineTest, AMisspeltCollectionNamesTheNearestOne) {
  const Ran ran = Typed({"list", "serviceType", "--lang", "en"});
  EXPECT_EQ(ran.code, kUsage);
  EXPECT_THAT(ran.errors,
              StartsWith("mosbatctl: There is no collection \"serviceType\"; did you mean serviceTypes?\n"));
}

TEST(CommandLineTest, EveryCommandHasHelpWithAnExample) {
  CLI::App app;
  CommandLine line(app);
  for (const CommandAdder add : Commands()) add(app, line);
  for (const CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_group().empty() || command->get_name() == "version") continue;
    EXPECT_FALSE(command->get_description().empty()) << command->get_name();
    if (command->get_subcommands([](const CLI::App*) { return true; }).empty()) {
      EXPECT_THAT(command->get_footer(), HasSubstr("Example")) << command->get_name();
    }
  }
}

}  // namespace
}  // namespace mosbat::ctl
