#include "common/crypto/keyring.h"

#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/sha256.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"

namespace mosbat::crypto {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::HasCode;
using ::mosbat::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;

const Place kPlace = {.table = "case_files", .key = "caseFiles/1", .row_version = 3};

TEST(KeyringTest, OpensWhatItSealed) {
  const auto keyring = Keyring::ForTesting();
  for (const std::string& plain :
       {std::string(), std::string("مینا احمدی"), std::string("a\0b", 3), std::string(1 << 20, 'x')}) {
    const auto opened = keyring->Open(keyring->Seal(plain, kPlace), kPlace);
    ASSERT_THAT(opened, IsOk());
    EXPECT_EQ(*opened, plain);
  }
}

TEST(KeyringTest, SealedBodyHidesItsTextAndNeverRepeats) {
  const auto keyring = Keyring::ForTesting();
  const std::string one = keyring->Seal("0012345678", kPlace);
  EXPECT_THAT(one, Not(HasSubstr("0012345678")));
  EXPECT_NE(one, keyring->Seal("0012345678", kPlace));
}

TEST(KeyringTest, SealedFormatIsAsDocumented) {
  const std::string sealed = Keyring::ForTesting()->Seal("12345", kPlace);
  EXPECT_EQ(sealed.size(), 1u + 8 + 12 + 5 + 16);
  EXPECT_EQ(sealed[0], '1');
  EXPECT_EQ(absl::BytesToHexString(sealed.substr(1, 8)), Sha256Hex(std::string(32, 'b')).substr(0, 16));
}

TEST(KeyringTest, BodyMovedToAnotherPlaceDoesNotOpen) {
  const auto keyring = Keyring::ForTesting();
  const std::string sealed = keyring->Seal("body", kPlace);
  struct Case {
    const char* label;
    Place place;
  };
  for (const Case& c :
       {Case{"other table", {"members", "caseFiles/1", 3}}, Case{"other key", {"case_files", "caseFiles/2", 3}},
        Case{"other version", {"case_files", "caseFiles/1", 4}},
        Case{"same letters, cut elsewhere", {"case_filesc", "aseFiles/1", 3}}}) {
    EXPECT_THAT(keyring->Open(sealed, c.place), HasCode(absl::StatusCode::kDataLoss)) << c.label;
  }
}

TEST(KeyringTest, EveryAlteredByteIsNoticed) {
  const auto keyring = Keyring::ForTesting();
  const std::string sealed = keyring->Seal("body", kPlace);
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string altered = sealed;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_THAT(keyring->Open(altered, kPlace), HasCode(absl::StatusCode::kDataLoss)) << "byte " << i;
    EXPECT_THAT(keyring->Open(sealed.substr(0, i), kPlace), HasCode(absl::StatusCode::kDataLoss)) << "cut at " << i;
  }
  EXPECT_THAT(keyring->Open(sealed + "x", kPlace), HasCode(absl::StatusCode::kDataLoss));
}

// A value once written to a database must be found for ever: HMAC-SHA256 of "national_id\0" "0012345678" under 32 ×
// 'h', made by Python's hmac.
TEST(KeyringTest, HashIsTheDocumentedOne) {
  EXPECT_EQ(Keyring::ForTesting()->Hash("national_id", "0012345678"),
            "lDLq6z01_JY.Ygtyy3cjroRSn15u4dh6wx1ipCWVrHoL-jOdWhm9Mxc");
}

TEST(KeyringTest, HashDependsOnKindAndValue) {
  const auto keyring = Keyring::ForTesting();
  EXPECT_EQ(keyring->Hash("name_word", "مینا"), keyring->Hash("name_word", "مینا"));
  EXPECT_NE(keyring->Hash("name_word", "1"), keyring->Hash("national_id", "1"));
  EXPECT_NE(keyring->Hash("name_word", "1"), keyring->Hash("name_word", "2"));
  EXPECT_NE(keyring->Hash("a", "bc"), keyring->Hash("ab", "c"));
  EXPECT_NE(keyring->AuditMac("entry"), keyring->AuditMac("entrz"));
}

TEST(KeyringTest, ThreadsShareOne) {
  const auto keyring = Keyring::ForTesting();
  const std::string hash = keyring->Hash("national_id", "0012345678");
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        const std::string plain = absl::StrCat("body ", i);
        const auto opened = keyring->Open(keyring->Seal(plain, kPlace), kPlace);
        if (!opened.ok() || *opened != plain || keyring->Hash("national_id", "0012345678") != hash) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

class KeyFolderTest : public ::testing::Test {
 protected:
  void Write(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const std::string file = absl::StrCat(keys_, "/", name);
    std::ofstream(file) << text;
    ASSERT_EQ(chmod(file.c_str(), mode), 0);
  }

  const testing::TempFolder folder_;
  const std::string keys_ = folder_.path() + "/keys";
};

TEST_F(KeyFolderTest, MadeKeysAreTheSameNextTime) {
  const auto made = Keyring::LoadOrCreate(keys_);
  ASSERT_THAT(made, IsOk());
  const std::string sealed = (*made)->Seal("body", kPlace);

  for (const auto& again : {Keyring::Load(keys_), Keyring::LoadOrCreate(keys_)}) {
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ((*again)->check_value(), (*made)->check_value());
    EXPECT_EQ((*again)->Hash("national_id", "1"), (*made)->Hash("national_id", "1"));
    EXPECT_EQ((*again)->AuditMac("entry"), (*made)->AuditMac("entry"));
    EXPECT_THAT((*again)->Open(sealed, kPlace), IsOk());
  }
}

TEST_F(KeyFolderTest, KeysOfTwoFoldersDiffer) {
  const auto one = Keyring::LoadOrCreate(keys_);
  const auto other = Keyring::LoadOrCreate(folder_.path() + "/other");
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT(other, IsOk());
  EXPECT_NE((*one)->check_value(), (*other)->check_value());
  EXPECT_NE((*one)->Hash("national_id", "1"), (*other)->Hash("national_id", "1"));
  EXPECT_THAT((*other)->Open((*one)->Seal("body", kPlace), kPlace), HasCode(absl::StatusCode::kDataLoss));
}

TEST_F(KeyFolderTest, EachKeyIsInTheCheckValue) {
  ASSERT_THAT(Keyring::LoadOrCreate(keys_), IsOk());
  std::set<std::string> values = {(*Keyring::Load(keys_))->check_value()};
  for (const char* name : {"body.key", "hash.key", "audit.key"}) {
    Write(name, std::string(64, 'a'));
    values.insert((*Keyring::Load(keys_))->check_value());
  }
  EXPECT_EQ(values.size(), 4u);
}

TEST_F(KeyFolderTest, MissingKeyIsNamed) {
  ASSERT_THAT(Keyring::LoadOrCreate(keys_), IsOk());
  std::filesystem::remove(keys_ + "/hash.key");

  const auto keyring = Keyring::Load(keys_);

  EXPECT_THAT(keyring, FailsWith(absl::StatusCode::kFailedPrecondition, "KEY_MISSING"));
  EXPECT_THAT(keyring.status().message(), HasSubstr("hash.key"));
}

TEST_F(KeyFolderTest, DamagedKeyIsRefusedAndNeverReplaced) {
  ASSERT_THAT(Keyring::LoadOrCreate(keys_), IsOk());
  for (const std::string& text : {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g')}) {
    Write("body.key", text);
    EXPECT_THAT(Keyring::Load(keys_), FailsWith(absl::StatusCode::kFailedPrecondition, "KEY_MALFORMED")) << text;
    EXPECT_THAT(Keyring::LoadOrCreate(keys_), FailsWith(absl::StatusCode::kFailedPrecondition, "KEY_MALFORMED"))
        << text;
  }
}

TEST_F(KeyFolderTest, KeyThatOthersMayReadIsRefused) {
  ASSERT_THAT(Keyring::LoadOrCreate(keys_), IsOk());
  Write("audit.key", std::string(64, 'a'), 0644);
  EXPECT_THAT(Keyring::Load(keys_), FailsWith(absl::StatusCode::kFailedPrecondition, "KEY_READABLE_BY_OTHERS"));
}

}  // namespace
}  // namespace mosbat::crypto
