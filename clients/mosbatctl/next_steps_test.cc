#include "clients/mosbatctl/next_steps.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mosbat::ctl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What services, common libraries and this command are written in, without their tests.
std::string Sources() {
  std::ostringstream text;
  for (const char* const folder : {"/services", "/common", "/clients/mosbatctl"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(absl::StrCat(MOSBAT_SOURCE_DIR, folder))) {
      const std::string file = entry.path().filename();
      if (!absl::EndsWith(file, ".cc") || absl::EndsWith(file, "_test.cc") || file == "next_steps.cc") continue;
      text << std::ifstream(entry.path()).rdbuf();
    }
  }
  return text.str();
}

TEST(NextStepsTest, EveryReasonIsOneThatSomebodyGives) {
  const std::string sources = Sources();
  for (const std::string& reason : ReasonsWithNextStep()) {
    EXPECT_TRUE(absl::StrContains(sources, absl::StrCat("\"", reason, "\""))) << reason;
  }
}

TEST(NextStepsTest, EveryReasonIsAnsweredInBothLanguagesWithoutPlaceholders) {
  for (const std::string& reason : ReasonsWithNextStep()) {
    const absl::Status status = MakeError(absl::StatusCode::kNotFound, reason, {.en = "No.", .fa = "نه."});
    for (const Language language : {Language::kEnglish, Language::kPersian}) {
      const std::string step = NextStep(status, language);
      EXPECT_NE(step, "") << reason;
      EXPECT_THAT(step, Not(::testing::ContainsRegex("[{][a-z_]+[}]"))) << reason;
    }
  }
}

TEST(NextStepsTest, NamesWhatTheErrorIsAbout) {
  const absl::Status status = MakeError(absl::StatusCode::kFailedPrecondition, "NOT_ENTRUSTED",
                                        {.en = "It is not.", .fa = "نیست."}, {{"service_type", "serviceTypes/vision"}});
  EXPECT_THAT(NextStep(status, Language::kEnglish), HasSubstr(R"(-d '{"serviceType": "serviceTypes/vision"}')"));
}

TEST(NextStepsTest, OfADayInThePastThePresentComesBeforeTheHistoricalOne) {
  const absl::Status status =
      MakeError(absl::StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID", {.en = "No.", .fa = "نه."});
  EXPECT_THAT(NextStep(status, Language::kEnglish), ::testing::StartsWith("take today or a later day; "));
  EXPECT_THAT(NextStep(status, Language::kPersian), ::testing::StartsWith("امروز یا روزی پس از آن"));
}

TEST(NextStepsTest, WhatTheWordsSayIsNotSaidAgain) {
  const auto busy = [](const char* en) {
    return MakeError(absl::StatusCode::kUnavailable, "COPY_BEHIND", {.en = en, .fa = "x"});
  };
  EXPECT_EQ(NextStep(busy("Not there yet; try again."), Language::kEnglish), "");
  EXPECT_EQ(NextStep(busy("Not there yet."), Language::kEnglish), "try again in a moment.");
  EXPECT_EQ(NextStep(absl::InternalError("?"), Language::kEnglish), "");
}

}  // namespace
}  // namespace mosbat::ctl
