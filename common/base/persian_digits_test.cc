#include "common/base/persian_digits.h"

#include "gtest/gtest.h"

namespace mosbat {
namespace {

TEST(PersianDigitsTest, NumbersAndTheDigitsOfTexts) {
  EXPECT_EQ(ToPersianDigits(-1405), "-۱۴۰۵");
  EXPECT_EQ(ToPersianDigits(size_t{9'876'543'210}), "۹۸۷۶۵۴۳۲۱۰");
  EXPECT_EQ(ToPersianDigits("مرکز 3996، بند 3-2"), "مرکز ۳۹۹۶، بند ۳-۲");
}

}  // namespace
}  // namespace mosbat
