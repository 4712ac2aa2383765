#include "common/db/value.h"

#include "gtest/gtest.h"

namespace mosbat::db {
namespace {

TEST(RowTest, CellsAreWhatTheyAre) {
  const Row row({int64_t{7}, std::string("text"), {}});

  EXPECT_EQ(row.size(), 3u);
  EXPECT_EQ(row.Int(0), 7);
  EXPECT_EQ(row.Text(1), "text");
  EXPECT_TRUE(row.IsNull(2));
  EXPECT_FALSE(row.IsNull(0));
}

TEST(RowTest, AskingForWhatIsNotThereEndsTheProcess) {
  const Row row({int64_t{7}, std::string("text"), {}});

  EXPECT_DEATH((void)row.Int(3), "column 3 of a row of 3");
  EXPECT_DEATH((void)row.IsNull(3), "column 3 of a row of 3");
  EXPECT_DEATH((void)row.Int(1), "column 1 is not a number");
  EXPECT_DEATH((void)row.Text(0), "column 0 is not text");
  EXPECT_DEATH((void)row.Bytes(2), "column 2 is not bytes");
}

}  // namespace
}  // namespace mosbat::db
