#include "common/base/number_order.h"

#include "gtest/gtest.h"

namespace mosbat {
namespace {

TEST(NumberLessTest, DigitsCompareAsWholeNumbers) {
  EXPECT_TRUE(NumberLess("1405/2", "1405/12"));
  EXPECT_FALSE(NumberLess("1405/12", "1405/2"));
  EXPECT_TRUE(NumberLess("1404/99", "1405/1"));
  EXPECT_TRUE(NumberLess("1405/2", "1405/2-b"));
  EXPECT_FALSE(NumberLess("1405/2", "1405/2"));
  EXPECT_FALSE(NumberLess("1405/01", "1405/1"));
  EXPECT_FALSE(NumberLess("1405/1", "1405/01"));
  EXPECT_TRUE(NumberLess("1405", "1405/1"));
  EXPECT_TRUE(NumberLess("a/1", "b/1"));
  EXPECT_TRUE(NumberLess("", "1"));
  EXPECT_FALSE(NumberLess("", ""));
}

}  // namespace
}  // namespace mosbat
