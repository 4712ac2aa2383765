#include "clients/mosbatctl/caller.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat::ctl {
namespace {

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;

struct Written {
  const char* text;
  access::v1::Role role;
  const char* deputyship;
  const char* area;
  const char* id;
};

TEST(CallerTest, ReadsRoleScopeAndPerson) {
  for (const Written& written : {
           Written{"steering", access::v1::STEERING, "", "country", "steering"},
           Written{"deputyship:prevention", access::v1::DEPUTYSHIP, "deputyships/prevention", "country",
                   "deputyship:prevention"},
           Written{"deputyship:deputyships/prevention", access::v1::DEPUTYSHIP, "deputyships/prevention", "country",
                   "deputyship:deputyships/prevention"},
           Written{"county:provinces/30/counties/3001", access::v1::COUNTY, "", "provinces/30/counties/3001",
                   "county:provinces/30/counties/3001"},
           Written{"centre-manager:centres/karaj@sara", access::v1::CENTRE_MANAGER, "", "centres/karaj", "sara"},
           Written{"applicant:self@mina", access::v1::APPLICANT, "", "self", "mina"},
       }) {
    SCOPED_TRACE(written.text);
    const auto caller = ParseCaller(written.text);
    ASSERT_THAT(caller, IsOk());
    EXPECT_EQ(caller->role, written.role);
    EXPECT_EQ(caller->scope.deputyship, written.deputyship);
    EXPECT_EQ(caller->scope.area, written.area);
    EXPECT_EQ(caller->id, written.id);
  }
}

TEST(CallerTest, RefusesAnUnknownRoleAndAnUnknownArea) {
  for (const char* const text : {"", "stearing", "county:karaj", "@mina"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(ParseCaller(text), FailsWith(absl::StatusCode::kInvalidArgument, "CALLER_INVALID"));
  }
}

}  // namespace
}  // namespace mosbat::ctl
