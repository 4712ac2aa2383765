// What an operator gets wrong: one line that names the flag, an exit code, nothing started.
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/testing/mariadb_server.h"
#include "tests/integration/serve_fixture.h"

namespace mosbat {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kFailed = 1;
constexpr int kWrongArguments = 2;

class ServeRefusalsTest : public ServeTest {
 protected:
  // One line, said by us, that names `names`; nothing on standard output.
  static void ExpectRefused(const Ended& ended, int exit_code, const std::vector<std::string>& names) {
    EXPECT_EQ(ended.exit_code, exit_code);
    EXPECT_THAT(ended.errors, StartsWith("mosbat: "));
    EXPECT_EQ(std::count(ended.errors.begin(), ended.errors.end(), '\n'), 1) << ended.errors;
    for (const std::string& name : names) EXPECT_THAT(ended.errors, HasSubstr(name));
    EXPECT_EQ(ended.output, "");
  }

  Ended TryToServe(const Arguments& more = {}) const {
    Arguments arguments = {"serve", "--database", database(), "--listen", "127.0.0.1:0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Run(arguments);
  }

  std::string Key(const std::string& name) const { return data() + "/keys/" + name; }
};

TEST_F(ServeRefusalsTest, WrongArgumentsAreNamed) {
  const struct {
    const char* what;
    Arguments arguments;
    std::vector<std::string> names;
  } kCases[] = {
      {"no command", {}, {"serve, migrate or token"}},
      {"unknown command", {"sarve"}, {"sarve"}},
      {"unknown flag", {"serve", "--databse", "sqlite:x"}, {"--databse"}},
      {"number out of range", {"serve", "--database-connections", "0"}, {"--database-connections"}},
      {"no number", {"serve", "--database-connections", "many"}, {"--database-connections"}},
      {"unknown role", {"serve", "--roles", "guideline,clerk"}, {"--roles", "\"clerk\"", "guideline"}},
      {"unknown role to migrate", {"migrate", "--roles", "clerk"}, {"--roles", "\"clerk\""}},
      {"unknown listening role", {"serve", "--listen-role", "clerk=127.0.0.1:0"}, {"--listen-role", "\"clerk\""}},
      {"pair without address", {"serve", "--listen-role", "catalog"}, {"--listen-role", "\"catalog\""}},
      {"unknown peer", {"serve", "--peer", "clerk=127.0.0.1:1"}, {"--peer", "\"clerk\""}},
      {"trial of one role", {"serve", "--trial", "--roles", "guideline"}, {"--trial"}},
      {"unknown kind of database", {"serve", "--database", "postgres://x"}, {"--database", "postgres"}},
      {"database without a user", {"migrate", "--database", "mysql://localhost/x"}, {"--database", "user"}},
      {"password in the address", {"serve", "--database", "mysql://u:secret@localhost/x"}, {"--database", "password"}},
      {"token without a subject", {"token", "--role", "steering"}, {"--subject"}},
      {"token of an unknown role", {"token", "--subject", "x", "--role", "king"}, {"--role", "king"}},
      {"token of an unknown area",
       {"token", "--subject", "x", "--role", "county", "--area", "moon"},
       {"--area", "moon"}},
      {"token of a deputyship that is none",
       {"token", "--subject", "x", "--role", "deputyship", "--deputyship", "centres/prevention"},
       {"--deputyship", "deputyships/*"}},
  };
  for (const auto& row : kCases) {
    SCOPED_TRACE(row.what);
    const Ended ended = Run(row.arguments);
    ExpectRefused(ended, kWrongArguments, row.names);
    EXPECT_THAT(ended.errors, Not(HasSubstr("secret")));
  }
}

TEST_F(ServeRefusalsTest, UnknownVariableIsNamed) {
  ExpectRefused(Run({"serve"}, {{"MOSBAT_DATABSE", "sqlite:x"}}), kWrongArguments, {"MOSBAT_DATABSE"});
}

TEST_F(ServeRefusalsTest, VariableWithABadValueIsNamedByItsFlag) {
  ExpectRefused(Run({"serve"}, {{"MOSBAT_ROLES", "clerk"}}), kWrongArguments, {"--roles", "\"clerk\""});
}

TEST_F(ServeRefusalsTest, VersionAndHelpArePrinted) {
  const Ended version = Run({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.output, ::testing::MatchesRegex("mosbat [0-9]+\\.[0-9]+\\.[0-9]+\n"));
  for (const Arguments& arguments : {Arguments{"--help"}, Arguments{"serve", "--help"}, Arguments{"migrate", "--help"},
                                     Arguments{"token", "--help"}}) {
    const Ended help = Run(arguments);
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_THAT(help.output, HasSubstr("Example"));
    EXPECT_THAT(help.output, HasSubstr("\n  mosbat "));
  }
}

TEST_F(ServeRefusalsTest, DatabaseThatCannotBeReachedIsSaid) {
  for (const char* const command : {"serve", "migrate"}) {
    ExpectRefused(Run({command, "--database", "mysql://u@127.0.0.1:1/x"}), kFailed, {"--database", "127.0.0.1"});
  }
}

TEST_F(ServeRefusalsTest, DatabaseThatIsNotMigratedIsSaid) {
  std::filesystem::create_directory(data());
  ExpectRefused(TryToServe(), kFailed, {"--database", "mosbat migrate"});
}

TEST_F(ServeRefusalsTest, RoleThatIsNotMigratedIsSaid) {
  Migrate({"--roles=guideline"});
  ExpectRefused(TryToServe(), kFailed, {"--database", "purchasing", "mosbat migrate"});
}

// Also for root, whom permissions do not stop.
TEST_F(ServeRefusalsTest, FolderThatCannotBeWrittenIsNamed) {
  std::ofstream(folder_.path() + "/file") << "x";
  for (const std::string& folder :
       {folder_.path() + "/file/data", folder_.path() + "/file", std::string("/proc/mosbat")}) {
    for (const char* const command : {"migrate", "serve"}) {
      ExpectRefused(Run({command, "--database", "sqlite:" + folder}), kFailed, {"--database", folder});
    }
  }
}

TEST_F(ServeRefusalsTest, CollationThatMakesDifferentKeysEqualIsRefused) {
  if (!testing::MariaDbServer::IsInstalled()) GTEST_SKIP() << "mariadbd is not installed";
  testing::MariaDbServer& server = testing::MariaDbServer::Shared();
  const std::string make = absl::StrCat("mariadb --no-defaults -uroot --socket=", server.socket(),
                                        " -e 'CREATE DATABASE loose_guideline COLLATE utf8mb4_general_ci'");
  ASSERT_EQ(std::system(make.c_str()), 0);
  ExpectRefused(Run({"serve", "--database", server.Address("loose")}), kFailed,
                {"--database", "utf8mb4_general_ci", "utf8mb4_bin"});
}

TEST_F(ServeRefusalsTest, PortThatIsTakenIsNamedByItsFlag) {
  Migrate();
  const int other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(other, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(other, 1), 0);
  ASSERT_EQ(getsockname(other, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string taken = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
  for (const char* const flag : {"--listen", "--listen-health", "--listen-metrics"}) {
    ExpectRefused(Run({"serve", "--database", database(), flag, taken}), kFailed, {absl::StrCat(flag, ": "), taken});
  }
  ExpectRefused(TryToServe({"--listen-role", "catalog=" + taken}), kFailed, {"--listen-role catalog: ", taken});
  close(other);
}

TEST_F(ServeRefusalsTest, SecondProcessOnOneFolderIsRefused) {
  Migrate();
  const auto first = Serve();
  ExpectRefused(TryToServe(), kFailed, {"--database", data()});
  ExpectRefused(Run({"migrate", "--database", database()}), kFailed, {"--database", data()});
  EXPECT_EQ(Health(*HealthOf(*first), "guideline"), "SERVING");  // and leaves the first alone
}

TEST_F(ServeRefusalsTest, ModeIsFixedWhenTheDatabaseIsMade) {
  Migrate();
  ExpectRefused(TryToServe({"--trial"}), kFailed, {"--trial"});
  ExpectRefused(Run({"migrate", "--trial", "--database", database()}), kFailed, {"--trial"});
  const std::string trial = "sqlite:" + folder_.path() + "/trial";
  ASSERT_EQ(Run({"migrate", "--trial", "--database", trial}).exit_code, 0);
  ExpectRefused(Run({"serve", "--database", trial}), kFailed, {"--trial"});
}

TEST_F(ServeRefusalsTest, KeyThatIsMissingIsNamedAndNeverMadeAnew) {
  Migrate();
  std::filesystem::remove(Key("hash.key"));
  ExpectRefused(TryToServe(), kFailed, {"--keys", "hash.key"});
  ExpectRefused(Run({"migrate", "--database", database()}), kFailed, {"--keys", "hash.key"});
  EXPECT_FALSE(std::filesystem::exists(Key("hash.key")));
}

TEST_F(ServeRefusalsTest, KeyThatOthersMayReadIsNamed) {
  Migrate();
  for (const char* const name : {"body.key", "identity.jwk"}) {
    ASSERT_EQ(chmod(Key(name).c_str(), 0644), 0);
    ExpectRefused(TryToServe(), kFailed, {name, "chmod 600"});
    ASSERT_EQ(chmod(Key(name).c_str(), 0600), 0);
  }
}

TEST_F(ServeRefusalsTest, DatabaseOfOtherKeysIsRefused) {
  Migrate();
  const std::string other = folder_.path() + "/other";
  ASSERT_EQ(Run({"migrate", "--database", "sqlite:" + other}).exit_code, 0);
  ExpectRefused(TryToServe({"--keys", other + "/keys"}), kFailed, {"--keys"});
}

TEST_F(ServeRefusalsTest, IdentityThatIsMissingIsNamed) {
  Migrate();
  std::filesystem::remove(Key("identity.jwk"));
  ExpectRefused(TryToServe(), kFailed, {"--identity-file", "identity.jwk"});
  ExpectRefused(Run({"serve", "--roles=gateway"}), kFailed, {"--identity-file", "identity.jwk"});
}

TEST_F(ServeRefusalsTest, IssuersKeysThatCannotBeUsedAreNamed) {
  Migrate();
  const std::string file = folder_.path() + "/jwks";
  ExpectRefused(TryToServe({"--jwks-file", file}), kWrongArguments, {"--service-token-file"});
  std::ofstream(folder_.path() + "/token") << "x\n";
  const Arguments with_token = {"--jwks-file", file, "--service-token-file", folder_.path() + "/token"};
  ExpectRefused(TryToServe(with_token), kFailed, {"--jwks-file", file});
  std::ofstream(file) << "no JSON";
  ExpectRefused(TryToServe(with_token), kWrongArguments, {"--jwks-file"});
}

}  // namespace
}  // namespace mosbat
