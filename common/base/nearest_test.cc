#include "common/base/nearest.h"

#include <string>

#include "gtest/gtest.h"

namespace mosbat {
namespace {

TEST(NearestTest, LettersAreAddedLeftOutChangedOrSwapped) {
  EXPECT_EQ(LettersBetween("list", "list"), 0u);
  EXPECT_EQ(LettersBetween("lst", "list"), 1u);
  EXPECT_EQ(LettersBetween("liist", "list"), 1u);
  EXPECT_EQ(LettersBetween("lisp", "list"), 1u);
  EXPECT_EQ(LettersBetween("lsit", "list"), 1u);
  EXPECT_EQ(LettersBetween("LIST", "list"), 0u);
  EXPECT_EQ(LettersBetween("", "list"), 4u);
}

TEST(NearestTest, NearIsWhatDiffersByAThirdAtMost) {
  EXPECT_EQ(NearestTo("age_yaers", {"age_months", "age_years", "sex"}), "age_years");
  EXPECT_EQ(NearestTo("income", {"age_months", "age_years", "sex"}), "");
  EXPECT_EQ(NearestTo("anything", {}), "");
}

TEST(NearestTest, TextsThatAreNoNamesAreNearNothing) {
  EXPECT_EQ(NearestTo(std::string(64, 'a'), {std::string(65, 'a')}), std::string(65, 'a'));
  EXPECT_EQ(NearestTo(std::string(65, 'a'), {std::string(65, 'a')}), "");
  // A table of both lengths would take more memory than there is.
  const std::string text(16 << 20, 'a');
  EXPECT_EQ(NearestTo(text, {text}), "");
  EXPECT_EQ(NearestTo("age_years", {text}), "");
}

TEST(NearestTest, WhatWasMeantIsAskedInBothLanguages) {
  EXPECT_EQ(DidYouMean("list").en, "did you mean list?");
  EXPECT_EQ(DidYouMean("list").fa, "منظورتان list است؟");
  EXPECT_EQ(DidYouMean(std::vector<std::string>{"list", "diff"}).en, "did you mean list or diff?");
  EXPECT_EQ(DidYouMean(std::vector<std::string>{"list", "diff"}).fa, "منظورتان list یا diff است؟");
  EXPECT_EQ(DidYouMean("").en + DidYouMean(std::vector<std::string>{}).fa, "");
}

}  // namespace
}  // namespace mosbat
