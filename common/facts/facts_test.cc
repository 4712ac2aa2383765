#include "common/facts/facts.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/facts/fact_words.h"

namespace mosbat::facts {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(FactsTest, EachHasWords) {
  for (const Fact& fact : Facts()) EXPECT_NE(FindWords(fact.name), nullptr) << fact.name;
}

TEST(FactsTest, PathsOfFactsAndOfWhatHoldsThem) {
  EXPECT_TRUE(IsFactPath("age_years"));
  EXPECT_TRUE(IsFactPath("disability"));
  EXPECT_TRUE(IsFactPath("disability.grade"));
  EXPECT_FALSE(IsFactPath("disability.level"));
  EXPECT_FALSE(IsFactPath("disab"));
  EXPECT_FALSE(IsFactPath(""));
}

TEST(FactsTest, WhatMayBeMeantIsSaidInBothLanguages) {
  for (const Language language : {Language::kEnglish, Language::kPersian}) {
    EXPECT_THAT(FactUnknownWords("age_yaers").In(language), HasSubstr(" age_years"));
    EXPECT_THAT(FactUnknownWords("member.age_years").In(language), HasSubstr(" age_years"));
    EXPECT_THAT(FactUnknownWords("grade").In(language), HasSubstr(" disability.grade"));
    EXPECT_THAT(FactUnknownWords("shoe_size").In(language), HasSubstr("ListFacts"));
  }
  EXPECT_THAT(FactUnknownWords("shoe_size").en, Not(HasSubstr("did you mean")));
  EXPECT_THAT(FactUnknownWords("shoe_size").fa, Not(HasSubstr("منظورتان")));
}

TEST(FactsTest, ANameWithDotsIsToBeNested) {
  for (const Language language : {Language::kEnglish, Language::kPersian}) {
    EXPECT_THAT(FactUnknownWords("disability.grade").In(language),
                HasSubstr(R"(properties.disability.required: ["grade"])"));
    EXPECT_THAT(FactUnknownWords("request.address.city").In(language),
                HasSubstr(R"(properties.request.properties.address.required: ["city"])"));
  }
}

TEST(FactsTest, ALongNameIsShortened) { EXPECT_LT(FactUnknownWords(std::string(1 << 20, 'a')).fa.size(), 500u); }

}  // namespace
}  // namespace mosbat::facts
