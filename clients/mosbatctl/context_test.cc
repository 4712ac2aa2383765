#include "clients/mosbatctl/context.h"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/auth/authenticator.h"
#include "common/auth/local_identity.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::mosbat::testing::TempFolder;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;

class ContextTest : public ::testing::Test {
 protected:
  void SetUp() override { setenv("XDG_CONFIG_HOME", (folder_.path() + "/config").c_str(), 1); }

  std::string Write(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const std::string file = folder_.path() + "/" + name;
    std::ofstream(file) << text;
    chmod(file.c_str(), mode);
    return file;
  }

  TempFolder folder_;
};

TEST_F(ContextTest, WhatIsWrittenIsReadAndPrivate) {
  const Context written{.file = folder_.path() + "/a/client.json",
                        .address = "127.0.0.1:8080",
                        .identity_file = "keys/identity.jwk",
                        .tokens = {{"steering", "eyJ"}}};
  ASSERT_THAT(WriteContext(written), IsOk());

  const auto read = ReadContext(written.file);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->address, written.address);
  EXPECT_EQ(read->identity_file, written.identity_file);
  EXPECT_EQ(read->tokens, written.tokens);
  struct stat status = {};
  ASSERT_EQ(stat(written.file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(ContextTest, ADepartmentMakesItsContextOfTheTokenThatItWasGiven) {
  const std::string token = Write("prevention.token", "aaa.bbb.ccc\n");
  const auto context =
      NewTokenContext(folder_.path() + "/prevention.json", "127.0.0.1:8080", "deputyship:prevention", token);
  ASSERT_THAT(context, IsOk());
  EXPECT_EQ(context->identity_file, "");
  EXPECT_EQ(context->tokens, (std::map<std::string, std::string>{{"deputyship:prevention", "aaa.bbb.ccc"}}));

  EXPECT_THAT(NewTokenContext("x.json", "127.0.0.1:1", "prevention", token),
              FailsWith(absl::StatusCode::kInvalidArgument, "CALLER_INVALID"));
  EXPECT_THAT(NewTokenContext("x.json", "127.0.0.1:1", "steering", Write("none", "hello\n")),
              FailsWith(absl::StatusCode::kInvalidArgument, "TOKEN_UNREADABLE"));
}

TEST_F(ContextTest, ATokenWithOtherCharactersIsRefusedAndNotShown) {
  for (const char* const text : {"\xEF\xBB\xBF"
                                 "aaa.bbb.ccc\n",
                                 "aaa.bbb.ccc ddd", "aaa.b\"b.ccc", "aaa.b\x01.ccc"}) {
    SCOPED_TRACE(text);
    const auto made = NewTokenContext("x.json", "127.0.0.1:1", "steering", Write("token", text));
    ASSERT_THAT(made, FailsWith(absl::StatusCode::kInvalidArgument, "TOKEN_UNREADABLE"));
    EXPECT_THAT(WordsOf(made.status(), Language::kEnglish), Not(HasSubstr("aaa")));

    const Context written{.file = folder_.path() + "/client.json", .address = "x:1", .tokens = {{"steering", text}}};
    ASSERT_THAT(WriteContext(written), IsOk());
    const auto read = ReadContext(written.file);
    ASSERT_THAT(read, FailsWith(absl::StatusCode::kInvalidArgument, "CONTEXT_MALFORMED"));
    EXPECT_THAT(WordsOf(read.status(), Language::kEnglish), Not(HasSubstr("aaa")));
  }
}

TEST_F(ContextTest, WritingAgainReplacesAFileThatOthersCouldRead) {
  const Context context{.file = Write("client.json", "{}", 0644), .address = "127.0.0.1:1"};
  ASSERT_THAT(WriteContext(context), IsOk());
  EXPECT_THAT(ReadContext(context.file), IsOk());
}

TEST_F(ContextTest, RefusesWhatOthersMayRead) {
  EXPECT_THAT(ReadContext(Write("client.json", R"({"address": "x:1"})", 0640)),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CONTEXT_READABLE_BY_OTHERS"));
}

TEST_F(ContextTest, RefusesWhatIsNotAContext) {
  for (const char* const text : {"", "[]", "{}", R"({"address": 1})", R"({"address": "x:1", "adress": "y"})",
                                 R"({"address": "x:1", "tokens": {"steering": 1}})"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(ReadContext(Write("client.json", text)),
                FailsWith(absl::StatusCode::kInvalidArgument, "CONTEXT_MALFORMED"));
  }
  EXPECT_THAT(ReadContext(folder_.path() + "/none"),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CONTEXT_MISSING"));
}

TEST_F(ContextTest, TheCurrentOneIsTheLastThatWasMadeCurrent) {
  EXPECT_THAT(CurrentContextFile(), FailsWith(absl::StatusCode::kFailedPrecondition, "CONTEXT_NOT_CHOSEN"));
  ASSERT_THAT(MakeCurrent("/a/client.json"), IsOk());
  ASSERT_THAT(MakeCurrent("/b/client.json"), IsOk());
  EXPECT_EQ(*CurrentContextFile(), "/b/client.json");
}

TEST_F(ContextTest, ALocalContextHasATokenForEachRoleOfAPerson) {
  const std::string key = folder_.path() + "/keys/identity.jwk";
  EXPECT_THAT(NewLocalContext(folder_.path(), "", "127.0.0.1:1"),
              FailsWith(absl::StatusCode::kFailedPrecondition, "IDENTITY_MISSING"));
  const auto identity = auth::LocalIdentity::LoadOrCreate(key);
  ASSERT_THAT(identity, IsOk());

  const auto context = NewLocalContext(folder_.path(), "", "127.0.0.1:1");
  ASSERT_THAT(context, IsOk());
  EXPECT_EQ(context->identity_file, key);
  EXPECT_THAT(context->tokens, Not(Contains(Key("service"))));
  const SystemClock clock;
  const auto authenticator = auth::NewJwtAuthenticator({.jwks_json = (*identity)->jwks_json()}, clock);
  ASSERT_THAT(authenticator, IsOk());
  for (const auto& [caller, token] : context->tokens) {
    SCOPED_TRACE(caller);
    const auto principal = (*authenticator)->Authenticate("Bearer " + token);
    ASSERT_THAT(principal, IsOk());
    EXPECT_EQ(auth::RoleWord(principal->role), caller);
  }
  EXPECT_THAT(context->tokens, Contains(Key("steering")));
}

TEST_F(ContextTest, ContextsThatWereCurrentAreKnownOnceEach) {
  EXPECT_THAT(KnownContextFiles(), ::testing::IsEmpty());
  const std::string one = Write("one.json", "{}");
  const std::string two = Write("two.json", "{}");
  for (const std::string& file : {one, two, one}) ASSERT_THAT(MakeCurrent(file), IsOk());
  EXPECT_THAT(KnownContextFiles(), ::testing::ElementsAre(one, two));
  EXPECT_EQ(*CurrentContextFile(), one);
}

}  // namespace
}  // namespace mosbat::ctl
