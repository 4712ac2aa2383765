#include "clients/mosbatctl/completion.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/mosbatctl/command_line.h"
#include "common/testing/temp_folder.h"

namespace mosbat::ctl {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

class CandidatesTest : public ::testing::Test {
 protected:
  CandidatesTest() : line_(app_, Language::kEnglish) {
    for (const CommandAdder add : Commands()) add(app_, line_);
  }

  std::vector<std::string> Of(const std::vector<std::string>& words) {
    return Candidates(app_, words,
                      {.names =
                           [this](const std::string& collection) {
                             asked_.push_back(collection);
                             return names_;
                           },
                       .callers =
                           [] {
                             return std::vector<std::string>{"steering ", "deputyship:"};
                           },
                       .contexts = [] { return std::vector<std::string>{"/a/client.json "}; }});
  }

  CLI::App app_;
  CommandLine line_;
  std::vector<std::string> names_;
  std::vector<std::string> asked_;
};

TEST_F(CandidatesTest, CommandsAndTheirFlags) {
  EXPECT_THAT(Of({"co"}), ElementsAre("compare ", "completion ", "context "));
  EXPECT_THAT(Of({""}), Not(Contains("__complete ")));
  EXPECT_THAT(Of({"context", "u"}), ElementsAre("use "));
  EXPECT_THAT(Of({"apply", "--d"}), ElementsAre("--dry-run "));
  EXPECT_THAT(Of({"apply", "--"}), IsSupersetOf({"--context ", "--file ", "--lang "}));
}

TEST_F(CandidatesTest, ValuesOfFlags) {
  EXPECT_THAT(Of({"list", "serviceTypes", "-o", ""}), ElementsAre("json ", "table ", "yaml "));
  EXPECT_THAT(Of({"--lang", "f"}), ElementsAre("fa "));
  EXPECT_THAT(Of({"get", "--as", "dep"}), ElementsAre("deputyship:"));
  EXPECT_THAT(Of({"apply", "-f", "my"}), ElementsAre(kWantsFile));
  EXPECT_THAT(Of({"apply", "my"}), ElementsAre(kWantsFile));
  EXPECT_THAT(Of({"--context", "/a"}), ElementsAre("/a/client.json "));
  EXPECT_THAT(Of({"context", "use", ""}), ElementsAre("/a/client.json "));
}

TEST_F(CandidatesTest, CollectionsAndMethods) {
  EXPECT_THAT(Of({"list", "serviceT"}), ElementsAre("serviceTypes ", "serviceTypes/"));
  EXPECT_THAT(asked_, IsEmpty());
  names_ = {"provinces/30", "provinces/31"};
  EXPECT_THAT(Of({"list", "provinces/"}), ElementsAre("provinces/30/", "provinces/31/"));
  EXPECT_THAT(Of({"list", "provinces/30/"}), ElementsAre("provinces/30/counties "));
  EXPECT_THAT(Of({"call", "ApproveSub"}), ElementsAre("ApproveSubGuidelineRevision "));
  EXPECT_THAT(Of({"call", "GuidelineService/Approve"}), ElementsAre("GuidelineService/ApproveSubGuidelineRevision "));
}

TEST_F(CandidatesTest, NamesOfResourcesAreAskedForWhereTheyStand) {
  EXPECT_THAT(Of({"get", "subG"}), ElementsAre("subGuidelines/"));
  EXPECT_THAT(asked_, IsEmpty());
  names_ = {"subGuidelines/vision", "subGuidelines/hearing"};
  EXPECT_THAT(Of({"status", "subGuidelines/v"}), ElementsAre("subGuidelines/vision "));
  EXPECT_THAT(asked_, ElementsAre("subGuidelines"));
  names_ = {"subGuidelines/vision/revisions/1"};
  EXPECT_THAT(Of({"get", "subGuidelines/vision/"}), ElementsAre("subGuidelines/vision/revisions/"));
  EXPECT_THAT(Of({"compare", "a", "subGuidelines/vision/revisions/"}),
              ElementsAre("subGuidelines/vision/revisions/1 "));
}

TEST_F(CandidatesTest, OnlyWhatACommandTakesIsOffered) {
  names_ = {"serviceTypes/vision"};
  EXPECT_THAT(Of({"check", ""}), ElementsAre("serviceTypes/"));
  EXPECT_THAT(Of({"check", "serviceTypes/"}), ElementsAre("serviceTypes/vision "));
  EXPECT_THAT(Of({"explain", ""}), ElementsAre("serviceRequests/"));
  EXPECT_THAT(Of({"preview", ""}), ElementsAre("directives/", "subGuidelines/"));
  EXPECT_THAT(Of({"compare", "directives/one", ""}), ElementsAre("directives/"));
  EXPECT_THAT(Of({"compare", "subGuidelines/x", ""}), ElementsAre("subGuidelines/"));
  EXPECT_THAT(Of({"compare", "serviceTypes/x/revisions/1", ""}), ElementsAre("serviceTypes/"));
  EXPECT_THAT(Of({"ready", ""}), ElementsAre("centres/"));
  EXPECT_THAT(Of({"ready", "centres/a", "serviceTypes/"}), ElementsAre("serviceTypes/vision "));
  // One name is all that it takes.
  EXPECT_THAT(Of({"get", "directives/one", ""}), IsEmpty());
  EXPECT_THAT(Of({"compare", "directives/one", "directives/two", ""}), IsEmpty());
  EXPECT_THAT(Of({"list", "serviceTypes", "-o", "json", "--o"}), ElementsAre("--output "));
  EXPECT_THAT(Of({"list", "serviceTypes", "--output", "json", "--o"}), IsEmpty());
}

TEST_F(CandidatesTest, CheckAndAgainstGoInAnyOrder) {
  names_ = {"subGuidelines/vision"};
  EXPECT_THAT(Of({"check", "serviceTypes/vision", "--against", "subGuidelines/v"}),
              ElementsAre("subGuidelines/vision/"));
  names_ = {"subGuidelines/vision/revisions/2", "subGuidelines/vision/revisions/10",
            "subGuidelines/vision/revisions/1"};
  EXPECT_THAT(Of({"check", "--against", "subGuidelines/vision/revisions/"}),
              ElementsAre("subGuidelines/vision/revisions/1 ", "subGuidelines/vision/revisions/2 ",
                          "subGuidelines/vision/revisions/10 "));
  EXPECT_THAT(Of({"check", "--against", "subGuidelines/vision/revisions/2", "s"}), ElementsAre("serviceTypes/"));
}

TEST_F(CandidatesTest, AValueMayStandBehindAnEqualsSign) {
  EXPECT_THAT(Of({"list", "serviceTypes", "--output=y"}), ElementsAre("--output=yaml "));
  names_ = {"provinces/30"};
  EXPECT_THAT(Of({"preview", "directives/x", "--area=provinces/"}), ElementsAre("--area=provinces/30 "));
}

TEST_F(CandidatesTest, JsonIsNoFile) {
  EXPECT_THAT(Of({"call", "GetDirective", "--data", ""}), IsEmpty());
  EXPECT_THAT(Of({"context", "make", "--data", ""}), ElementsAre(kWantsFile));
}

TEST_F(CandidatesTest, WhatAShellWouldRunIsNotOffered) {
  names_ = {"directives/one", "directives/$(touch x)", "directives/a;b", "directives/`id`", "directives/a b"};
  EXPECT_THAT(Of({"get", "directives/"}), ElementsAre("directives/one "));
}

TEST(ContextTypedTest, IsTheOneOfTheLine) {
  EXPECT_EQ(ContextTyped({"--context", "a.json", "get", "d"}), "a.json");
  EXPECT_EQ(ContextTyped({"get", "--context=b.json", "d"}), "b.json");
  EXPECT_EQ(ContextTyped({"get", "--context", "b.js"}), "") << "it is not whole yet";
  EXPECT_EQ(ContextTyped({"get", "d"}), "");
}

// Sources the script in a real bash and lets it complete `line`, with a program that answers what it was asked.
std::vector<std::string> CompletedByBash(const std::string& line, const std::string& answers) {
  const ::mosbat::testing::TempFolder folder;
  const std::string program = folder.path() + "/mosbatctl";
  std::ofstream(program) << "#!/bin/bash\nprintf '%s|' \"$@\" >" << folder.path() << "/asked\n" << answers << "\n";
  chmod(program.c_str(), 0700);
  std::ofstream(folder.path() + "/script") << BashScript();
  setenv("PROGRAM_FOLDER", folder.path().c_str(), 1);
  setenv("LINE", line.c_str(), 1);
  FILE* const bash = popen(
      "PATH=$PROGRAM_FOLDER:$PATH bash -c 'source \"$PROGRAM_FOLDER/script\"; COMP_LINE=$LINE COMP_POINT=${#LINE}; "
      "_mosbatctl; printf \"%s\\n\" \"${COMPREPLY[@]}\"; cat \"$PROGRAM_FOLDER/asked\"' 2>&1",
      "r");
  std::string text;
  std::array<char, 4096> buffer;
  while (fgets(buffer.data(), static_cast<int>(buffer.size()), bash) != nullptr) text += buffer.data();
  EXPECT_EQ(pclose(bash), 0) << text;
  return absl::StrSplit(text, '\n');
}

TEST(BashScriptTest, AsksTheProgramForTheWordsOfTheLine) {
  EXPECT_THAT(CompletedByBash("mosbatctl get serviceTypes/v", "echo 'serviceTypes/vision '"),
              ElementsAre("serviceTypes/vision ", "__complete|--|get|serviceTypes/v|"));
  EXPECT_THAT(CompletedByBash("mosbatctl list ", "echo 'provinces '; echo 'calls '"),
              ElementsAre("provinces ", "calls ", "__complete|--|list||"));
}

TEST(BashScriptTest, KeepsOnlyWhatStandsBehindAColon) {
  EXPECT_THAT(CompletedByBash("mosbatctl get x --as deputyship:pre", "echo 'deputyship:prevention '"),
              ElementsAre("prevention ", "__complete|--|get|x|--as|deputyship:pre|"));
}

TEST(BashScriptTest, KeepsOnlyWhatStandsBehindAnEqualsSign) {
  EXPECT_THAT(CompletedByBash("mosbatctl list x --output=y", "echo '--output=yaml '"),
              ElementsAre("yaml ", "__complete|--|list|x|--output=y|"));
}

TEST(BashScriptTest, IsQuietWhereTheProgramFails) {
  EXPECT_THAT(CompletedByBash("mosbatctl get serviceTypes/v", "echo away >&2; exit 3"),
              ElementsAre("", "__complete|--|get|serviceTypes/v|"));
}

}  // namespace
}  // namespace mosbat::ctl
