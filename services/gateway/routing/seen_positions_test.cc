#include "services/gateway/routing/seen_positions.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace mosbat::gateway {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'770'000'000);

TEST(SeenPositionsTest, CallerIsServedAfterTheLastPositionOfEachFeed) {
  SeenPositions seen;
  seen.Saw("mina", "catalog@f:1", kNow);
  seen.Saw("mina", "guideline@g:7", kNow);
  seen.Saw("mina", "catalog@f:2", kNow);
  EXPECT_EQ(seen.After("mina", kNow), "catalog@f:2,guideline@g:7");
  EXPECT_EQ(seen.After("reza", kNow), "");
}

TEST(SeenPositionsTest, LateAnswerOfAnEarlierWriteTakesNothingBack) {
  SeenPositions seen;
  seen.Saw("mina", "catalog@f:10", kNow);
  seen.Saw("mina", "catalog@f:9", kNow);
  EXPECT_EQ(seen.After("mina", kNow), "catalog@f:10");
}

TEST(SeenPositionsTest, RestoredFeedCountsAnew) {
  SeenPositions seen;
  seen.Saw("mina", "catalog@f:10", kNow);
  seen.Saw("mina", "catalog@restored:1", kNow);
  EXPECT_EQ(seen.After("mina", kNow), "catalog@restored:1");
}

TEST(SeenPositionsTest, ForgetsWhenEveryReplicaKnows) {
  SeenPositions seen;
  seen.Saw("mina", "catalog@f:1", kNow);
  seen.Saw("reza", "catalog@f:2", kNow + SeenPositions::kKept / 2);
  EXPECT_EQ(seen.After("mina", kNow + SeenPositions::kKept), "");
  EXPECT_EQ(seen.After("reza", kNow + SeenPositions::kKept), "catalog@f:2");
}

TEST(SeenPositionsTest, KeepsNoMoreCallersThanItSays) {
  SeenPositions seen;
  for (size_t i = 0; i <= SeenPositions::kMostCallers; ++i) seen.Saw(absl::StrCat("c", i), "catalog@f:1", kNow);
  EXPECT_EQ(seen.After("c0", kNow), "");
  EXPECT_EQ(seen.After(absl::StrCat("c", SeenPositions::kMostCallers), kNow), "catalog@f:1");
}

}  // namespace
}  // namespace mosbat::gateway
