#include "common/crypto/key_file.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"

namespace mosbat::crypto {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;

constexpr auto kFailedPrecondition = absl::StatusCode::kFailedPrecondition;

mode_t ModeOf(const std::string& path) {
  struct stat info {};
  EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
  return info.st_mode & 0777;
}

class KeyFileTest : public ::testing::Test {
 protected:
  const testing::TempFolder folder_;
  const std::string file_ = folder_.path() + "/keys/secret.key";
};

TEST_F(KeyFileTest, CreatedFileIsPrivateAndHoldsItsText) {
  ASSERT_THAT(CreateKeyFile(file_, "secret"), IsOk());

  const auto text = ReadKeyFile(file_);
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(*text, "secret");
  EXPECT_EQ(ModeOf(file_), 0600u);
  EXPECT_EQ(ModeOf(folder_.path() + "/keys"), 0700u);
}

TEST_F(KeyFileTest, FileThatIsThereIsLeftAsItIs) {
  ASSERT_THAT(CreateKeyFile(file_, "first"), IsOk());
  ASSERT_THAT(CreateKeyFile(file_, "second"), IsOk());
  EXPECT_EQ(*ReadKeyFile(file_), "first");
}

TEST_F(KeyFileTest, NothingElseIsLeftInTheFolder) {
  ASSERT_THAT(CreateKeyFile(file_, "first"), IsOk());
  ASSERT_THAT(CreateKeyFile(file_, "second"), IsOk());
  const std::filesystem::directory_iterator files(folder_.path() + "/keys");
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(KeyFileTest, FileThatOthersMayReadIsRefused) {
  ASSERT_THAT(CreateKeyFile(file_, "secret"), IsOk());
  for (const mode_t mode : {0640, 0604, 0602, 0660}) {
    ASSERT_EQ(chmod(file_.c_str(), mode), 0);
    EXPECT_THAT(ReadKeyFile(file_), FailsWith(kFailedPrecondition, "KEY_READABLE_BY_OTHERS")) << std::oct << mode;
  }
  ASSERT_EQ(chmod(file_.c_str(), 0400), 0);
  EXPECT_THAT(ReadKeyFile(file_), IsOk());
}

TEST_F(KeyFileTest, WhatCannotBeReadIsMissing) {
  EXPECT_THAT(ReadKeyFile(file_), FailsWith(kFailedPrecondition, "KEY_MISSING"));
  EXPECT_THAT(ReadKeyFile(folder_.path()), FailsWith(kFailedPrecondition, "KEY_MISSING"));
  ASSERT_THAT(CreateKeyFile(file_, std::string(100'000, 'x')), IsOk());
  EXPECT_THAT(ReadKeyFile(file_), FailsWith(kFailedPrecondition, "KEY_MISSING"));
}

TEST_F(KeyFileTest, FolderThatIsAFileCannotBeWritten) {
  std::ofstream(folder_.path() + "/keys") << "in the way";
  EXPECT_THAT(CreateKeyFile(file_, "secret"), FailsWith(kFailedPrecondition, "KEY_NOT_WRITABLE"));
}

}  // namespace
}  // namespace mosbat::crypto
