#include "common/iran/persian_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mosbat::iran {
namespace {

using ::testing::ElementsAre;

struct Case {
  const char* label;
  const char* input;
  const char* display;
  const char* key;
};

const Case kCases[] = {
    {"Arabic ye", "علي", "علی", "علی"},
    {"alef maksura", "مصطفى", "مصطفی", "مصطفی"},
    {"Arabic kaf", "كودك", "کودک", "کودک"},
    {"Arabic digits stay on screen", "٠١٢٣٤٥٦٧٨٩", "٠١٢٣٤٥٦٧٨٩", "0123456789"},
    {"Persian digits stay on screen", "۰۱۲۳۴۵۶۷۸۹", "۰۱۲۳۴۵۶۷۸۹", "0123456789"},
    {"mixed digits", "۸۹123۴۵", "۸۹123۴۵", "8912345"},
    {"a non-joiner stays on screen", "نقش\u200Cهای", "نقش\u200Cهای", "نقشهای"},
    {"a lost non-joiner has the same key", "نقشهای", "نقشهای", "نقشهای"},
    {"non-joiners collapse", "گفت\u200C\u200Cوگو", "گفت\u200Cوگو", "گفتوگو"},
    {"non-joiners at word ends go", "\u200Cگفت\u200C وگو\u200C", "گفت وگو", "گفت وگو"},
    {"invisible signs go", "\u202Bمثبت\u200F\u202C\uFEFF زن\u00ADدگی\u2066\u200B", "مثبت زندگی", "مثبت زندگی"},
    {"tatweel goes", "مـــثبت", "مثبت", "مثبت"},
    {"vowel marks stay on screen", "مُثبَت", "مُثبَت", "مثبت"},
    {"superscript alef", "رحمٰن", "رحمٰن", "رحمن"},
    {"alef with hamza", "أحمد إبراهیم ٱلله", "أحمد إبراهیم ٱلله", "احمد ابراهیم الله"},
    {"alef with madda", "آذر", "آذر", "اذر"},
    {"alef and a combining madda", "ا\u0653ذر", "آذر", "اذر"},
    {"hamza on vav and ye", "مؤمن رئیس", "مؤمن رئیس", "مومن رییس"},
    {"te marbuta and he with ye", "فاطمة خانۀ", "فاطمة خانۀ", "فاطمه خانه"},
    {"presentation forms", "\uFEE3\uFE9C\uFE92\uFE96 \uFEFB", "مثبت لا", "مثبت لا"},
    {"Arabic ye as a presentation form", "ﻋﻠﻲ", "علی", "علی"},
    {"spaces of all kinds", " \tمثبت\u00A0\u2003 زندگی \n", "مثبت زندگی", "مثبت زندگی"},
    {"Latin letters", "Behzisti ABC", "Behzisti ABC", "behzisti abc"},
    {"compatibility letters stay on screen", "m²", "m²", "m2"},
    {"plus", "+زندگی", "+زندگی", "مثبت زندگی"},
    {"plus and space", "+ زندگی", "+ زندگی", "مثبت زندگی"},
    {"nothing", "", "", ""},
    {"only spaces", " \u200C ", "", ""},
};

TEST(PersianTextTest, HasADisplayFormAndASearchKey) {
  for (const Case& text : kCases) {
    EXPECT_EQ(DisplayForm(text.input), text.display) << text.label;
    EXPECT_EQ(SearchKey(text.input), text.key) << text.label;
  }
}

TEST(PersianTextTest, FormsOfFormsAreTheSame) {
  for (const Case& text : kCases) {
    EXPECT_EQ(DisplayForm(text.display), text.display) << text.label;
    EXPECT_EQ(SearchKey(text.display), text.key) << text.label;
    EXPECT_EQ(SearchKey(text.key), text.key) << text.label;
  }
}

TEST(PersianTextTest, MalformedBytesDoNotGetThrough) {
  EXPECT_EQ(DisplayForm("ab\xFF"
                        "c"),
            "ab\uFFFDc");
  EXPECT_EQ(DisplayForm("\xD8"), "\uFFFD");
}

TEST(PersianTextTest, DigitsBecomeAscii) { EXPECT_EQ(ToAsciiDigits("Text ٠١٢٣٤٥٦٧٨٩"), "Text 0123456789"); }

TEST(PersianTextTest, ANameIsFoundByItsWordsAndTheirBeginnings) {
  EXPECT_THAT(SearchTerms("علي رضایی"), ElementsAre("رض", "رضا", "رضایی", "عل", "علی"));
  EXPECT_THAT(SearchTerms("آ"), ElementsAre("ا"));
  EXPECT_THAT(SearchTerms(" "), ElementsAre());
  EXPECT_THAT(SearchWords("علي‌رضا  كریمی"), ElementsAre("علیرضا", "کریمی"));
}

TEST(PersianTextTest, EveryWordOfAQueryIsAmongTheTermsOfTheName) {
  const std::vector<std::string> terms = SearchTerms("سیّدمحمّد مؤمنی");
  for (const std::string& word : SearchWords("مومنی سيدمحمد")) {
    EXPECT_THAT(terms, ::testing::Contains(word));
  }
}

TEST(PersianTextTest, SortsAsThePersianAlphabetDoes) {
  std::vector<std::string> words = {"یزد", "گیلان", "آذر", "پارس", "ابهر", "ژاله", "کرج", "چالوس", "تهران", "جم", "بم"};
  std::sort(words.begin(), words.end(), PersianLess);
  EXPECT_THAT(words, ElementsAre("آذر", "ابهر", "بم", "پارس", "تهران", "جم", "چالوس", "ژاله", "کرج", "گیلان", "یزد"));
}

}  // namespace
}  // namespace mosbat::iran
