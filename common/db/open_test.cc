#include "common/db/open.h"

#include <cstdio>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/db/address.h"
#include "common/testing/mariadb_server.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"

namespace mosbat::db {
namespace {

using testing::FailsWith;
using testing::IsOk;
using testing::MariaDbServer;

struct WrongAddress {
  std::string label;
  std::string address;
  std::string words;
};

class AddressTest : public ::testing::TestWithParam<WrongAddress> {};

TEST_P(AddressTest, IsRefusedWithWhatIsWrong) {
  const absl::Status status = Open({.address = GetParam().address, .service = "guideline"}).status();

  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument, "DATABASE_ADDRESS_INVALID"));
  EXPECT_THAT(WordsOf(status, Language::kEnglish), ::testing::HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    Wrong, AddressTest,
    ::testing::Values(WrongAddress{"Empty", "", "begins with neither"},
                      WrongAddress{"OtherScheme", "postgres://x@y/z", "begins with neither"},
                      WrongAddress{"NoFolder", "sqlite:", "names no folder"},
                      WrongAddress{"MisspeltMemory", "sqlite::memroy:", "names no folder"},
                      WrongAddress{"NoUser", "mysql://host/mosbat", "names no user"},
                      WrongAddress{"Password", "mysql://user:secret@host/mosbat", "holds a password"},
                      WrongAddress{"NoHost", "mysql://user@/mosbat", "names no host"},
                      WrongAddress{"PortIsAWord", "mysql://user@host:port/mosbat", "the port \"port\""},
                      WrongAddress{"PortTooHigh", "mysql://user@host:65536/mosbat", "the port \"65536\""},
                      WrongAddress{"PortEmpty", "mysql://user@host:/mosbat", "the port \"\""},
                      WrongAddress{"NoPrefix", "mysql://user@host", "the prefix \"\""},
                      WrongAddress{"PrefixWithDash", "mysql://user@host/mos-bat", "the prefix \"mos-bat\""},
                      WrongAddress{"UnknownOption", "mysql://user@host/mosbat?tls=1", "the option \"tls=1\""},
                      WrongAddress{"RelativeSocket", "mysql://user@host/mosbat?socket=s", "only socket=/PATH"}),
    [](const ::testing::TestParamInfo<WrongAddress>& test) { return test.param.label; });

TEST(AddressTest, AServerHasItsParts) {
  const auto address = ParseAddress("mysql://mosbat@db.local:3307/suite?socket=/run/s.sock");

  ASSERT_THAT(address, IsOk());
  const auto& server = std::get<ServerAddress>(*address);
  EXPECT_EQ(server.user, "mosbat");
  EXPECT_EQ(server.host, "db.local");
  EXPECT_EQ(server.port, 3307);
  EXPECT_EQ(server.prefix, "suite");
  EXPECT_EQ(server.socket, "/run/s.sock");
  EXPECT_EQ(std::get<ServerAddress>(*ParseAddress("mysql://u@h/p")).port, 3306);
}

TEST(AddressTest, AWrongAddressNeverShowsAPassword) {
  for (const char* const address : {"mysql://user:secret@host/mosbat", "mysql://user:sec@secret@host/mosbat"}) {
    EXPECT_THAT(ParseAddress(address).status().ToString(), ::testing::Not(::testing::HasSubstr("secret"))) << address;
  }
}

TEST(OpenSqliteTest, CreateMakesTheFolderAndTheFile) {
  const testing::TempFolder folder;
  const std::string address = absl::StrCat("sqlite:", folder.path(), "/a/b");

  EXPECT_THAT(Open({.address = address, .service = "guideline"}),
              FailsWith(absl::StatusCode::kFailedPrecondition, "DATA_FOLDER_NOT_WRITABLE"));
  EXPECT_THAT(Open({.address = address, .service = "guideline", .create = true}), IsOk());
  EXPECT_TRUE(std::ifstream(folder.path() + "/a/b/guideline.db").good());
  EXPECT_THAT(Open({.address = address, .service = "guideline"}), IsOk());
  EXPECT_THAT(Open({.address = address, .service = "catalog"}),
              FailsWith(absl::StatusCode::kFailedPrecondition, "DATABASE_MISSING"));
}

TEST(OpenSqliteTest, AFolderThatCannotBeMadeIsNotWritable) {
  const testing::TempFolder folder;
  std::ofstream(folder.path() + "/file") << "not a folder";

  EXPECT_THAT(Open({.address = absl::StrCat("sqlite:", folder.path(), "/file/sub"), .service = "x", .create = true}),
              FailsWith(absl::StatusCode::kFailedPrecondition, "DATA_FOLDER_NOT_WRITABLE"));
}

TEST(FolderLockTest, OneHolderAtATime) {
  const testing::TempFolder folder;
  {
    auto lock = FolderLock::Take(folder.path());
    ASSERT_THAT(lock, IsOk());
    const FolderLock moved = *std::move(lock);
    EXPECT_THAT(FolderLock::Take(folder.path()),
                FailsWith(absl::StatusCode::kFailedPrecondition, "DATA_FOLDER_IN_USE"));
  }
  EXPECT_THAT(FolderLock::Take(folder.path()), IsOk());
  EXPECT_THAT(FolderLock::Take(folder.path() + "/none"),
              FailsWith(absl::StatusCode::kFailedPrecondition, "DATA_FOLDER_NOT_WRITABLE"));
}

class OpenServerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!MariaDbServer::IsInstalled()) std::printf("SKIPPED: OpenServerTest, because mariadbd is not installed\n");
  }
  void SetUp() override {
    if (!MariaDbServer::IsInstalled()) GTEST_SKIP() << "mariadbd is not installed";
  }

  static OpenOptions At(absl::string_view prefix, bool create = false) {
    return {.address = MariaDbServer::Shared().Address(prefix), .service = "x", .create = create};
  }

  // On any database that is there.
  static void Do(const std::vector<std::string>& statements) {
    const auto database = Open(At("control", /*create=*/true));
    ASSERT_THAT(database, IsOk());
    for (const std::string& sql : statements) {
      EXPECT_THAT((*database)->Transact([&](Session& session) { return session.Execute(sql).status(); }), IsOk());
    }
  }
};

TEST_F(OpenServerTest, ADatabaseThatIsNotThereIsMissingUntilItIsMade) {
  EXPECT_THAT(Open(At("fresh")), FailsWith(absl::StatusCode::kFailedPrecondition, "DATABASE_MISSING"));
  EXPECT_THAT(Open(At("fresh", /*create=*/true)), IsOk());
  EXPECT_THAT(Open(At("fresh")), IsOk());
}

TEST_F(OpenServerTest, AnotherCollationIsRefusedAndChangedOnlyWhileEmpty) {
  Do({"CREATE DATABASE empty_x COLLATE utf8mb4_general_ci", "CREATE DATABASE full_x COLLATE utf8mb4_general_ci",
      "CREATE TABLE full_x.t (name VARCHAR(3))"});

  EXPECT_THAT(Open(At("empty")), FailsWith(absl::StatusCode::kFailedPrecondition, "DATABASE_COLLATION"));
  EXPECT_THAT(Open(At("empty", /*create=*/true)), IsOk());
  EXPECT_THAT(Open(At("empty")), IsOk());
  EXPECT_THAT(Open(At("full", /*create=*/true)),
              FailsWith(absl::StatusCode::kFailedPrecondition, "DATABASE_COLLATION"));
}

TEST_F(OpenServerTest, APasswordComesFromItsFileWithoutTheLineEnd) {
  Do({"CREATE USER tester@localhost IDENTIFIED BY 's3cret'", "GRANT ALL ON locked_x.* TO tester@localhost"});
  const testing::TempFolder folder;
  const std::string file = folder.path() + "/password";
  std::ofstream(file) << "s3cret\n";
  OpenOptions options = At("locked", /*create=*/true);
  options.address.replace(options.address.find("root@"), 5, "tester@");

  options.password_file = file;
  EXPECT_THAT(Open(options), IsOk());
  options.password_file = file + ".missing";
  EXPECT_THAT(Open(options), FailsWith(absl::StatusCode::kFailedPrecondition, "PASSWORD_FILE_UNREADABLE"));
  options.password_file = "";
  EXPECT_THAT(Open(options), FailsWith(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
}

TEST_F(OpenServerTest, AServerThatCannotBeReachedIsNamedInOneLine) {
  const absl::Status status = Open({.address = "mysql://root@localhost/x?socket=/nowhere/s", .service = "x"}).status();

  EXPECT_THAT(status, FailsWith(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  const std::string words = WordsOf(status, Language::kEnglish);
  EXPECT_THAT(words, ::testing::HasSubstr("/nowhere/s"));
  EXPECT_THAT(words, ::testing::Not(::testing::HasSubstr("\n")));
}

}  // namespace
}  // namespace mosbat::db
