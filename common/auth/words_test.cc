#include "gtest/gtest.h"

#include "common/auth/authenticator.h"

namespace mosbat::auth {
namespace {

TEST(RoleWordTest, EveryRoleHasAWordOfItsOwn) {
  for (int number = 1; access::v1::Role_IsValid(number); ++number) {
    const auto role = static_cast<access::v1::Role>(number);
    EXPECT_EQ(RoleFromWord(RoleWord(role)), role) << RoleWord(role);
  }
  EXPECT_EQ(RoleWord(access::v1::CENTRE_MANAGER), "centre-manager");
}

TEST(RoleWordTest, OtherWordsAreNoRole) {
  for (const char* word :
       {"", "role-unspecified", "CENTRE-MANAGER", "centre_manager", "Centre-Manager", "king", " steering"}) {
    EXPECT_EQ(RoleFromWord(word), access::v1::ROLE_UNSPECIFIED) << word;
  }
  EXPECT_EQ(RoleWord(access::v1::ROLE_UNSPECIFIED), "");
}

TEST(IsAreaTest, TakesTheFormsOfAScope) {
  for (const char* area :
       {"country", "self", "provinces/30", "provinces/30/counties/3001", "centres/omid", "centres/omid/staff/sara"}) {
    EXPECT_TRUE(IsArea(area)) << area;
  }
  for (const char* area :
       {"", "Country", "provinces", "provinces/", "provinces/30/", "provinces/30/counties", "provinces/*",
        "counties/3001", "centres/omid/staff", "centres/Omid", "country/30", "deputyships/prevention"}) {
    EXPECT_FALSE(IsArea(area)) << area;
  }
}

}  // namespace
}  // namespace mosbat::auth
