#include "common/auth/local_identity.h"

#include <sys/stat.h>

#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/auth/authenticator.h"
#include "common/auth/jose.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"

namespace mosbat::auth {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::HasSubstr;
using ::testing::Not;

const Principal kWorker = {.id = "سارا",
                           .role = access::v1::SOCIAL_WORKER,
                           .scope = {.deputyship = "deputyships/rehabilitation", .area = "centres/omid/staff/sara"}};

class LocalIdentityTest : public ::testing::Test {
 protected:
  absl::StatusOr<Principal> Authenticate(const LocalIdentity& trusted, const std::string& token) {
    auto authenticator = NewJwtAuthenticator({.jwks_json = trusted.jwks_json()}, clock_);
    if (!authenticator.ok()) return authenticator.status();
    return (*authenticator)->Authenticate("Bearer " + token);
  }

  testing::FakeClock clock_;
  const testing::TempFolder folder_;
  const std::string file_ = folder_.path() + "/identity.jwk";
};

TEST_F(LocalIdentityTest, PrincipalSurvivesItsToken) {
  const auto identity = LocalIdentity::ForTesting();

  const auto principal = Authenticate(*identity, identity->Token(kWorker, clock_.Now(), absl::Hours(1)));

  ASSERT_THAT(principal, IsOk());
  EXPECT_EQ(principal->id, kWorker.id);
  EXPECT_EQ(principal->role, kWorker.role);
  EXPECT_EQ(principal->scope.deputyship, kWorker.scope.deputyship);
  EXPECT_EQ(principal->scope.area, kWorker.scope.area);
  EXPECT_EQ(principal->via, "");
}

TEST_F(LocalIdentityTest, TokenEndsWhenItSays) {
  const auto identity = LocalIdentity::ForTesting();
  const std::string token = identity->Token(kWorker, clock_.Now(), absl::Hours(1));
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(Authenticate(*identity, token), FailsWith(absl::StatusCode::kUnauthenticated, "TOKEN_EXPIRED"));
}

TEST_F(LocalIdentityTest, IdThatIsNotUtf8StillGivesAToken) {
  const auto identity = LocalIdentity::ForTesting();
  EXPECT_THAT(Authenticate(*identity,
                           identity->Token({.id = "a\xFF", .role = access::v1::STEERING, .scope = {.area = "country"}},
                                           clock_.Now(), absl::Hours(1))),
              IsOk());
}

TEST_F(LocalIdentityTest, AnotherIdentityIsNotTrusted) {
  const auto identity = LocalIdentity::ForTesting();
  const auto other = LocalIdentity::ForTesting();
  EXPECT_THAT(Authenticate(*other, identity->Token(kWorker, clock_.Now(), absl::Hours(1))),
              FailsWith(absl::StatusCode::kUnauthenticated, "TOKEN_SIGNATURE"));
}

TEST_F(LocalIdentityTest, JwksShowsNoPrivateKey) {
  EXPECT_THAT(LocalIdentity::ForTesting()->jwks_json(), Not(HasSubstr("\"d\"")));
}

TEST_F(LocalIdentityTest, MadeIdentityIsTheSameNextTime) {
  const auto made = LocalIdentity::LoadOrCreate(file_);
  ASSERT_THAT(made, IsOk());
  const auto again = LocalIdentity::LoadOrCreate(file_);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ((*again)->jwks_json(), (*made)->jwks_json());
  EXPECT_THAT(Authenticate(**made, (*again)->Token(kWorker, clock_.Now(), absl::Hours(1))), IsOk());
}

TEST_F(LocalIdentityTest, FileThatOthersMayReadIsRefused) {
  ASSERT_THAT(LocalIdentity::LoadOrCreate(file_), IsOk());
  ASSERT_EQ(chmod(file_.c_str(), 0644), 0);
  EXPECT_THAT(LocalIdentity::LoadOrCreate(file_),
              FailsWith(absl::StatusCode::kFailedPrecondition, "KEY_READABLE_BY_OTHERS"));
}

TEST_F(LocalIdentityTest, FileWithoutAPrivateP256KeyIsRefused) {
  const jose::Key key = jose::NewP256Key();
  struct Case {
    const char* label;
    std::string text;
  };
  for (const Case& c : {Case{"empty", ""}, Case{"no JSON", "secret"}, Case{"no key", "{}"},
                        Case{"public key only", jose::ToJson(key, false)},
                        Case{"another kind", R"({"kty":"oct","k":"c2VjcmV0","d":"x"})"},
                        Case{"no point", R"({"kty":"EC","crv":"P-256","d":"AAAA"})"}}) {
    std::ofstream(file_) << c.text;
    ASSERT_EQ(chmod(file_.c_str(), 0600), 0);
    EXPECT_THAT(LocalIdentity::LoadOrCreate(file_), FailsWith(absl::StatusCode::kFailedPrecondition, "KEY_MALFORMED"))
        << c.label;
  }
}

}  // namespace
}  // namespace mosbat::auth
