#include "services/gateway/routing/routes.h"

#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat::gateway {
namespace {

using testing::FailsWith;

TEST(RouteOfTest, FollowsThePackage) {
  EXPECT_EQ(*RouteOf("/mosbat.casefile.v1.CareService/RecordDelivery", ""), "casefile");
  EXPECT_EQ(*RouteOf("/mosbat.registry.v1.DivisionService/ListProvinces", "casefile"), "registry");
}

TEST(RouteOfTest, TrialClockIsKeptByGuideline) {
  EXPECT_EQ(*RouteOf("/mosbat.trial.v1.ClockService/Advance", ""), "guideline");
}

TEST(RouteOfTest, ServicesThatAllHaveAreNamedByMetadata) {
  EXPECT_EQ(*RouteOf("/mosbat.feed.v1.FeedService/GetPosition", "catalog"), "catalog");
  for (const char* const named : {"", "nobody", "Catalog", "gateway"}) {
    EXPECT_THAT(RouteOf("/mosbat.audit.v1.AuditService/ListEntries", named),
                FailsWith(absl::StatusCode::kInvalidArgument, "SERVICE_NOT_NAMED"))
        << named;
  }
}

TEST(RouteOfTest, UnknownServicesAndMalformedPathsAreUnimplemented) {
  for (const char* const path :
       {"", "/", "/x", "x/y/z", "/mosbat.casefile.v2.CareService/Get", "/mosbat.casefile.v1x.A/B", "/a/b/c",
        "/evil.mosbat.casefile.v1.CareService/Get", "//", "/./Get"}) {
    EXPECT_THAT(RouteOf(path, "casefile"), FailsWith(absl::StatusCode::kUnimplemented, "SERVICE_UNKNOWN")) << path;
  }
}

}  // namespace
}  // namespace mosbat::gateway
