// Service types go live while everybody works, on two replicas each of catalog, casefile and gateway: as many as the
// promise is for. The same with durable commits and its figures is tests/load/publish_types.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "tests/integration/replicated_suite.h"
#include "tests/load/publishing.h"

namespace mosbat {
namespace {

using ::testing::Gt;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using ::testing::SizeIs;

TEST(PublishTest, TypesGoLiveAtOnceAndBrokenOnesHarmNobody) {
  const auto suite = testing::ReplicatedSuite::Start();
  ASSERT_THAT(suite, IsOk());
  const load::PublishOptions options{.types = 500, .broken = 20};
  const auto report = load::PublishUnderLoad(**suite, options);
  ASSERT_THAT(report, IsOk());

  EXPECT_THAT(report->not_published, IsEmpty());
  EXPECT_EQ(report->published, options.types);
  EXPECT_THAT(report->others.failed, IsEmpty());
  EXPECT_THAT(report->others.latencies, SizeIs(Gt(500U)));
  EXPECT_THAT(report->not_at_once, IsEmpty());
  ASSERT_THAT(report->watches, SizeIs(4));
  for (const load::Watch::Result& watch : report->watches) {
    EXPECT_THAT(watch.never, IsEmpty()) << watch.who;
    EXPECT_THAT(watch.lateness, SizeIs(options.types)) << watch.who;
    EXPECT_LT(load::Percentile(watch.lateness, 99), absl::Seconds(1)) << watch.who;
  }
  ASSERT_THAT(report->broken, SizeIs(options.broken));
  for (const load::BrokenOutcome& broken : report->broken) {
    EXPECT_THAT(broken.by, Not(IsEmpty())) << broken.type << ", " << broken.how << ": " << broken.reason;
    EXPECT_THAT(broken.reason, Not(IsEmpty())) << broken.type << ", " << broken.how;
  }
}

}  // namespace
}  // namespace mosbat
