#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

#include "common/auth/authenticator.h"
#include "common/auth/jose.h"
#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"

namespace mosbat::auth {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using nlohmann::json;

constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;

jose::Key RsaKey(size_t bits) {
  const uint8_t exponent[] = {1, 0, 1};
  return jose::Key(cjose_jwk_create_RSA_random(bits, exponent, sizeof(exponent), nullptr));
}

json PublicJwk(const jose::Key& key, const char* kid) {
  json jwk = json::parse(jose::ToJson(key, /*with_private=*/false));
  jwk["kid"] = kid;
  return jwk;
}

std::string Jwks(std::vector<json> keys) { return json{{"keys", std::move(keys)}}.dump(); }

std::string Part(const json& value) { return absl::WebSafeBase64Escape(value.dump()); }

class JwtAuthenticatorTest : public ::testing::Test {
 protected:
  // Claims that are right; each test spoils what it is about.
  json Claims() const {
    return {{"sub", "mina"},
            {"mosbat_role", "province"},
            {"mosbat_area", "provinces/30"},
            {"exp", absl::ToUnixSeconds(clock_.Now()) + 60}};
  }
  json ClaimsWith(const char* name, const json& value) const {
    json claims = Claims();
    claims[name] = value;
    return claims;
  }
  json ClaimsWithout(const char* name) const {
    json claims = Claims();
    claims.erase(name);
    return claims;
  }

  std::string Token(const json& claims, const char* kid = "one") const {
    return *jose::Sign(key_, "ES256", kid, claims.dump());
  }

  std::unique_ptr<Authenticator> New(JwtOptions options = {}) const {
    if (options.jwks_json.empty()) options.jwks_json = Jwks({PublicJwk(key_, "one")});
    auto authenticator = NewJwtAuthenticator(options, clock_);
    EXPECT_THAT(authenticator, IsOk());
    return *std::move(authenticator);
  }

  absl::StatusOr<Principal> Authenticate(const std::string& token, JwtOptions options = {}) const {
    return New(std::move(options))->Authenticate("Bearer " + token);
  }

  testing::FakeClock clock_;
  const jose::Key key_ = jose::NewP256Key();
};

TEST_F(JwtAuthenticatorTest, TakesAPrincipalFromTheClaims) {
  json claims = ClaimsWith("mosbat_deputyship", "deputyships/prevention");

  const auto principal = Authenticate(Token(claims));

  ASSERT_THAT(principal, IsOk());
  EXPECT_EQ(principal->id, "mina");
  EXPECT_EQ(principal->role, access::v1::PROVINCE);
  EXPECT_EQ(principal->scope.area, "provinces/30");
  EXPECT_EQ(principal->scope.deputyship, "deputyships/prevention");
}

TEST_F(JwtAuthenticatorTest, SchemeIsWrittenInAnyCase) {
  EXPECT_THAT(New()->Authenticate("bearer " + Token(Claims())), IsOk());
}

TEST_F(JwtAuthenticatorTest, CallWithoutABearerTokenHasNoCredentials) {
  for (const char* authorization : {"", "Bearer", "Bearer ", "Basic bWluYTpzZWNyZXQ=", "eyJhbGciOiJFUzI1NiJ9"}) {
    EXPECT_THAT(New()->Authenticate(authorization), FailsWith(kUnauthenticated, "CREDENTIALS_MISSING"))
        << authorization;
  }
}

TEST_F(JwtAuthenticatorTest, RefusesWhatIsNoToken) {
  struct Case {
    const char* label;
    std::string token;
  };
  const std::string body = absl::StrCat(".", Part(Claims()), ".AAAA");
  for (const Case& c :
       {Case{"one part", "abc"}, Case{"two parts", "abc.def"}, Case{"four parts", Token(Claims()) + ".x"},
        Case{"header that is no base64url", "!!!" + body}, Case{"header that is no JSON", "YWJj" + body},
        Case{"header that is a list", Part(json::array()) + body},
        Case{"critical extension", Part({{"alg", "ES256"}, {"crit", {"b64"}}}) + body},
        Case{"payload that is no JSON", *jose::Sign(key_, "ES256", "one", "no json")},
        Case{"too long", Token(ClaimsWith("note", std::string(8192, 'x')))}}) {
    EXPECT_THAT(Authenticate(c.token), FailsWith(kUnauthenticated, "TOKEN_MALFORMED")) << c.label;
  }
}

TEST_F(JwtAuthenticatorTest, RefusesClaimsThatAreNotRight) {
  const int64_t now = absl::ToUnixSeconds(clock_.Now());
  struct Case {
    const char* label;
    json claims;
    const char* reason;
  };
  for (const Case& c : {
           Case{"no subject", ClaimsWithout("sub"), "TOKEN_MALFORMED"},
           Case{"empty subject", ClaimsWith("sub", ""), "TOKEN_MALFORMED"},
           Case{"subject that is a number", ClaimsWith("sub", 7), "TOKEN_MALFORMED"},
           Case{"long subject", ClaimsWith("sub", std::string(257, 'x')), "TOKEN_MALFORMED"},
           Case{"no end", ClaimsWithout("exp"), "TOKEN_MALFORMED"},
           Case{"end that is a text", ClaimsWith("exp", "tomorrow"), "TOKEN_MALFORMED"},
           Case{"ended now", ClaimsWith("exp", now), "TOKEN_EXPIRED"},
           Case{"ended long ago", ClaimsWith("exp", -1e300), "TOKEN_EXPIRED"},
           Case{"begins later", ClaimsWith("nbf", now + 31), "TOKEN_NOT_YET_VALID"},
           Case{"begin that is a text", ClaimsWith("nbf", "now"), "TOKEN_MALFORMED"},
           Case{"no role", ClaimsWithout("mosbat_role"), "TOKEN_ROLE"},
           Case{"unknown role", ClaimsWith("mosbat_role", "king"), "TOKEN_ROLE"},
           Case{"role in capitals", ClaimsWith("mosbat_role", "PROVINCE"), "TOKEN_ROLE"},
           Case{"no area", ClaimsWithout("mosbat_area"), "TOKEN_SCOPE"},
           Case{"malformed area", ClaimsWith("mosbat_area", "provinces/30/"), "TOKEN_SCOPE"},
           Case{"malformed deputyship", ClaimsWith("mosbat_deputyship", "prevention"), "TOKEN_SCOPE"},
           Case{"deputyship that is a list", ClaimsWith("mosbat_deputyship", json::array()), "TOKEN_SCOPE"},
       }) {
    EXPECT_THAT(Authenticate(Token(c.claims)), FailsWith(kUnauthenticated, c.reason)) << c.label;
  }
}

TEST_F(JwtAuthenticatorTest, TakesClaimsAtTheEdge) {
  const double now = static_cast<double>(absl::ToUnixSeconds(clock_.Now()));
  for (const json& claims : {ClaimsWith("exp", now + 0.5), ClaimsWith("exp", 1e300), ClaimsWith("nbf", now + 30),
                             ClaimsWith("mosbat_deputyship", ""), ClaimsWith("sub", std::string(256, 'x'))}) {
    EXPECT_THAT(Authenticate(Token(claims)), IsOk()) << claims;
  }
}

TEST_F(JwtAuthenticatorTest, IssuerAndAudienceAreCheckedWhereTheyAreSet) {
  struct Case {
    const char* label;
    json claims;
    JwtOptions options;
    const char* reason;  // "" for a token that is taken
  };
  const JwtOptions issuer = {.issuer = "https://id.example"};
  const JwtOptions audience = {.audience = "mosbat"};
  for (const Case& c : {
           Case{"right issuer", ClaimsWith("iss", "https://id.example"), issuer, ""},
           Case{"wrong issuer", ClaimsWith("iss", "https://other.example"), issuer, "TOKEN_ISSUER"},
           Case{"no issuer", Claims(), issuer, "TOKEN_ISSUER"},
           Case{"any issuer", ClaimsWith("iss", "https://other.example"), {}, ""},
           Case{"right audience", ClaimsWith("aud", "mosbat"), audience, ""},
           Case{"audience among others", ClaimsWith("aud", {"other", "mosbat"}), audience, ""},
           Case{"wrong audience", ClaimsWith("aud", "other"), audience, "TOKEN_AUDIENCE"},
           Case{"only other audiences", ClaimsWith("aud", {"other"}), audience, "TOKEN_AUDIENCE"},
           Case{"no audience", Claims(), audience, "TOKEN_AUDIENCE"},
       }) {
    const auto principal = Authenticate(Token(c.claims), c.options);
    if (*c.reason == '\0') {
      EXPECT_THAT(principal, IsOk()) << c.label;
    } else {
      EXPECT_THAT(principal, FailsWith(kUnauthenticated, c.reason)) << c.label;
    }
  }
}

TEST_F(JwtAuthenticatorTest, RefusesWhatOurKeysDidNotSign) {
  const std::string token = Token(Claims());
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  const jose::Key secret = jose::ImportKey(R"({"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"})");
  const std::string claims = Claims().dump();
  struct Case {
    const char* label;
    std::string token;
  };
  for (const Case& c : {
           Case{"altered claims",
                absl::StrCat(parts[0], ".", Part(ClaimsWith("mosbat_area", "country")), ".", parts[2])},
           Case{"no signature", absl::StrCat(parts[0], ".", parts[1], ".")},
           Case{"signature of zeros",
                absl::StrCat(parts[0], ".", parts[1], ".", absl::WebSafeBase64Escape(std::string(64, '\0')))},
           Case{"algorithm none", absl::StrCat(Part({{"alg", "none"}}), ".", parts[1], ".")},
           Case{"algorithm none with our key's id",
                absl::StrCat(Part({{"alg", "none"}, {"kid", "one"}}), ".", parts[1], ".", parts[2])},
           Case{"no algorithm", absl::StrCat(Part({{"kid", "one"}}), ".", parts[1], ".", parts[2])},
           Case{"shared secret", *jose::Sign(secret, "HS256", "one", claims)},
           Case{"unknown key id", Token(Claims(), "two")},
           Case{"another key under our key's id", *jose::Sign(jose::NewP256Key(), "ES256", "one", claims)},
       }) {
    EXPECT_THAT(Authenticate(c.token), FailsWith(kUnauthenticated, "TOKEN_SIGNATURE")) << c.label;
  }
}

TEST_F(JwtAuthenticatorTest, SharedSecretInTheDocumentIsNoKey) {
  const json secret = json::parse(R"({"kty":"oct","kid":"two","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"})");
  const std::string token = *jose::Sign(jose::ImportKey(secret.dump()), "HS256", "two", Claims().dump());
  EXPECT_THAT(Authenticate(token, {.jwks_json = Jwks({PublicJwk(key_, "one"), secret})}),
              FailsWith(kUnauthenticated, "TOKEN_SIGNATURE"));
}

TEST_F(JwtAuthenticatorTest, TakesRs256AndPs256AndNoOtherRsaAlgorithm) {
  const jose::Key rsa = RsaKey(2048);
  const JwtOptions options = {.jwks_json = Jwks({PublicJwk(key_, "one"), PublicJwk(rsa, "two")})};
  const std::string claims = Claims().dump();
  EXPECT_THAT(Authenticate(*jose::Sign(rsa, "RS256", "two", claims), options), IsOk());
  EXPECT_THAT(Authenticate(*jose::Sign(rsa, "PS256", "two", claims), options), IsOk());
  for (const char* algorithm : {"RS384", "RS512", "PS384", "PS512"}) {
    EXPECT_THAT(Authenticate(*jose::Sign(rsa, algorithm, "two", claims), options),
                FailsWith(kUnauthenticated, "TOKEN_SIGNATURE"))
        << algorithm;
  }
}

TEST_F(JwtAuthenticatorTest, AlgorithmInTheDocumentBindsItsKey) {
  const jose::Key rsa = RsaKey(2048);
  json jwk = PublicJwk(rsa, "two");
  jwk["alg"] = "PS256";
  const JwtOptions options = {.jwks_json = Jwks({jwk})};
  EXPECT_THAT(Authenticate(*jose::Sign(rsa, "PS256", "two", Claims().dump()), options), IsOk());
  EXPECT_THAT(Authenticate(*jose::Sign(rsa, "RS256", "two", Claims().dump()), options),
              FailsWith(kUnauthenticated, "TOKEN_SIGNATURE"));
}

TEST_F(JwtAuthenticatorTest, TokenWithoutAKeyIdNeedsASingleKey) {
  const std::string token = Token(Claims(), "");
  EXPECT_THAT(Authenticate(token), IsOk());
  EXPECT_THAT(Authenticate(token, {.jwks_json = Jwks({PublicJwk(key_, "one"), PublicJwk(jose::NewP256Key(), "two")})}),
              FailsWith(kUnauthenticated, "TOKEN_SIGNATURE"));
}

TEST_F(JwtAuthenticatorTest, KnownTokenEndsWithItsTime) {
  const auto authenticator = New();
  const std::string authorization = "Bearer " + Token(Claims());
  ASSERT_THAT(authenticator->Authenticate(authorization), IsOk());
  clock_.Advance(absl::Seconds(59));
  EXPECT_THAT(authenticator->Authenticate(authorization), IsOk());
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(authenticator->Authenticate(authorization), FailsWith(kUnauthenticated, "TOKEN_EXPIRED"));
}

TEST_F(JwtAuthenticatorTest, RefusedTokenStaysRefused) {
  const auto authenticator = New();
  const std::string authorization = "Bearer " + Token(ClaimsWith("mosbat_role", "king"));
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(authenticator->Authenticate(authorization), FailsWith(kUnauthenticated, "TOKEN_ROLE"));
  }
}

TEST_F(JwtAuthenticatorTest, ThreadsShareOne) {
  const auto authenticator = New();
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string id = absl::StrCat("caller-", t, "-", i % 10);
        const auto principal = authenticator->Authenticate("Bearer " + Token(ClaimsWith("sub", id)));
        if (!principal.ok() || principal->id != id) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(JwtAuthenticatorTest, RefusesADocumentWithoutKeysThatItCanUse) {
  json cut = PublicJwk(key_, "one");
  cut["x"] = "AAAA";
  json for_encryption = PublicJwk(key_, "one");
  for_encryption["use"] = "enc";
  struct Case {
    const char* label;
    std::string jwks_json;
  };
  for (const Case& c :
       {Case{"empty", ""}, Case{"no JSON", "keys"}, Case{"no list", R"({"keys":{}})"}, Case{"no keys", Jwks({})},
        Case{"only other kinds", Jwks({json{{"kty", "OKP"}, {"crv", "Ed25519"}}, json("x")})},
        Case{"another curve", Jwks({json{{"kty", "EC"}, {"crv", "P-384"}}})}, Case{"damaged key", Jwks({cut})},
        Case{"key for encryption", Jwks({for_encryption})},
        Case{"short RSA key", Jwks({PublicJwk(RsaKey(1024), "r")})}}) {
    EXPECT_THAT(NewJwtAuthenticator({.jwks_json = c.jwks_json}, clock_),
                FailsWith(absl::StatusCode::kInvalidArgument, "JWKS_MALFORMED"))
        << c.label;
  }
}

}  // namespace
}  // namespace mosbat::auth
