#include "common/auth/verified_tokens.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace mosbat::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1000);
const absl::Time kExpires = kNow + absl::Minutes(5);

TEST(VerifiedTokensTest, FindsWhatWasAddedUntilItExpires) {
  VerifiedTokens tokens(8);
  tokens.Add("hash", {.id = "mina"}, kExpires);

  EXPECT_EQ(tokens.Find("hash", kNow)->id, "mina");
  EXPECT_TRUE(tokens.Find("hash", kExpires - absl::Nanoseconds(1)).has_value());
  EXPECT_FALSE(tokens.Find("hash", kExpires).has_value());
  EXPECT_FALSE(tokens.Find("other", kNow).has_value());
}

TEST(VerifiedTokensTest, ForgetsTheLongUnusedAndKeepsTheUsed) {
  VerifiedTokens tokens(8);
  tokens.Add("used", {.id = "mina"}, kExpires);
  tokens.Add("unused", {.id = "sara"}, kExpires);
  for (int i = 0; i < 100; ++i) {
    tokens.Add(absl::StrCat("other", i), {.id = "x"}, kExpires);
    ASSERT_TRUE(tokens.Find("used", kNow).has_value()) << i;
  }
  EXPECT_FALSE(tokens.Find("unused", kNow).has_value());
}

TEST(VerifiedTokensTest, NeverHoldsMoreThanItsCapacity) {
  VerifiedTokens tokens(8);
  for (int i = 0; i < 100; ++i) tokens.Add(absl::StrCat("hash", i), {.id = "x"}, kExpires);

  int held = 0;
  for (int i = 0; i < 100; ++i) held += tokens.Find(absl::StrCat("hash", i), kNow).has_value() ? 1 : 0;

  EXPECT_LE(held, 8);
  EXPECT_GE(held, 4);
}

}  // namespace
}  // namespace mosbat::auth
