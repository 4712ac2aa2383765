#include "common/base/text_limits.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat {
namespace {

using absl::StatusCode;
using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::Pair;

std::string Persian(int characters) {
  std::string text;
  for (int i = 0; i < characters; ++i) text += "ش";
  return text;
}

TEST(TextLimitsTest, CountsCharactersNotBytes) {
  EXPECT_EQ(CountCharacters(""), 0);
  EXPECT_EQ(CountCharacters("eye"), 3);
  EXPECT_EQ(CountCharacters("چشم"), 3);
  EXPECT_EQ(CountCharacters("می‌رود"), 6) << "the joiner counts";
  EXPECT_EQ(CountCharacters("\xF0\x9F\x91\x93"), 1) << "four bytes";
}

TEST(TextLimitsTest, PrefixEndsBetweenCharacters) {
  EXPECT_EQ(TextPrefix("eye", 10), "eye");
  EXPECT_EQ(TextPrefix("eye", 2), "ey");
  EXPECT_EQ(TextPrefix(Persian(3), 5), Persian(2)) << "two bytes each";
  EXPECT_EQ(TextPrefix("a\xF0\x9F\x91\x93", 4), "a");
  EXPECT_EQ(TextPrefix("a\xF0\x9F\x91\x93", 5), "a\xF0\x9F\x91\x93");
}

TEST(TextLimitsTest, PrefixEndsBeforeWhatIsNoText) {
  for (const char* const broken :
       {"\x80", "\xD8", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xD8x"}) {
    EXPECT_EQ(TextPrefix(absl::StrCat("good", broken, "rest"), 100), "good") << absl::CHexEscape(broken);
  }
}

TEST(TextLimitsTest, WhatIsShortenedSaysSoWithinItsBytes) {
  EXPECT_EQ(Shortened("eye", 3), "eye");
  EXPECT_EQ(Shortened("eyes", 3), "…");
  EXPECT_EQ(Shortened("eyesight", 7), "eyes…");
  EXPECT_EQ(Shortened(Persian(200)), absl::StrCat(Persian(126), "…"));
}

TEST(TextLimitsTest, PersianSentencesWriteNumbersInPersian) {
  FaultList faults;
  CheckLength("title", Persian(41), 40, faults);
  CheckRange("level", 4, 1, 3, faults);
  EXPECT_THAT(FaultsOf(faults.ToStatus(), Language::kPersian),
              ElementsAre(Pair("title", "title: حداکثر ۴۰ نویسه."), Pair("level", "level: باید از ۱ تا ۳ باشد.")));
}

TEST(TextLimitsTest, FaultsNameTheirFields) {
  FaultList faults("type");
  CheckLength("title", Persian(3), 3, faults);
  CheckRange("level", 1, 1, 3, faults);
  CheckRange("level", 3, 1, 3, faults);
  EXPECT_TRUE(faults.empty());
  CheckLength("title", Persian(4), 3, faults);
  CheckRange("least", 0, 1, 3, faults);
  CheckRange("most", 4, 1, 3, faults);
  EXPECT_THAT(FaultsOf(faults.ToStatus(), Language::kEnglish),
              ElementsAre(Pair("type.title", "title: At most 3 characters."),
                          Pair("type.least", "least: It is 1 to 3."), Pair("type.most", "most: It is 1 to 3.")));
  EXPECT_THAT(faults.ToStatus(), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(TextLimitsTest, BlankTextIsNoneWhereOneIsRequired) {
  EXPECT_THAT(RequireText("subject", "", 3), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(RequireText("subject", " \n", 3), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_THAT(RequireText("subject", Persian(3), 3), IsOk());
  EXPECT_THAT(RequireText("subject", Persian(4), 3), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(RequireLength("subject", "", 3), IsOk());
  EXPECT_THAT(RequireLength("subject", Persian(4), 3), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(TextLimitsTest, AReasonHasAtMost500Characters) {
  EXPECT_THAT(RequireReason(Persian(500)), IsOk());
  EXPECT_THAT(RequireReason(Persian(501)), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(RequireReason(" "), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
}

}  // namespace
}  // namespace mosbat
