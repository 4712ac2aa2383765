#include "common/base/nearest.h"

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

}  // namespace
}  // namespace mosbat
