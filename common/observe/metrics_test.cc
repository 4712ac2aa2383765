#include "common/observe/metrics.h"

#include <thread>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mosbat::observe {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kService[] = "mosbat.guideline.v1.GuidelineService";

std::vector<std::string> LinesOf(const Metrics& metrics) { return absl::StrSplit(metrics.Render(), '\n'); }

TEST(MetricsTest, CallsAreCountedByCodeAndTimed) {
  Metrics metrics;
  MethodMetrics* const method = metrics.ForMethod(kService, "GetDirective");
  method->Record(0, absl::Milliseconds(1));
  method->Record(0, absl::Milliseconds(2));
  method->Record(5, absl::Seconds(60));

  const auto lines = LinesOf(metrics);
  const std::string labels = R"(method="GetDirective",service="mosbat.guideline.v1.GuidelineService")";
  EXPECT_THAT(lines, Contains(R"(mosbat_rpc_calls_total{code="OK",)" + labels + "} 2"));
  EXPECT_THAT(lines, Contains(R"(mosbat_rpc_calls_total{code="NOT_FOUND",)" + labels + "} 1"));
  EXPECT_THAT(lines, Contains("mosbat_rpc_seconds_bucket{" + labels + R"(,le="0.0005"} 0)"));
  EXPECT_THAT(lines, Contains("mosbat_rpc_seconds_bucket{" + labels + R"(,le="0.0025"} 2)"));
  EXPECT_THAT(lines, Contains("mosbat_rpc_seconds_count{" + labels + "} 3"));
  EXPECT_THAT(metrics.Render(), Not(HasSubstr("ABORTED")));
}

// The suite has hundreds of methods, and each costs a dozen lines of every scrape.
TEST(MetricsTest, MethodThatWasNeverCalledIsNotShown) {
  Metrics metrics;
  metrics.ForMethod(kService, "GetDirective");
  EXPECT_THAT(metrics.Render(), Not(HasSubstr("GetDirective")));
}

TEST(MetricsTest, CodeThatIsNoneCountsAsUnknown) {
  Metrics metrics;
  for (const int code : {-1, 17, 1000}) metrics.ForMethod(kService, "GetDirective")->Record(code, absl::ZeroDuration());
  EXPECT_THAT(LinesOf(metrics), Contains(HasSubstr(R"(code="UNKNOWN")")));
  EXPECT_THAT(metrics.Render(), HasSubstr("} 3\n"));
}

TEST(MetricsTest, OneNameHasOneHandle) {
  Metrics metrics;
  EXPECT_EQ(metrics.ForMethod(kService, "GetDirective"), metrics.ForMethod(kService, "GetDirective"));
  EXPECT_NE(metrics.ForMethod(kService, "GetDirective"), metrics.ForMethod(kService, "ListDirectives"));
  EXPECT_EQ(metrics.ForService("guideline"), metrics.ForService("guideline"));
}

TEST(MetricsTest, NothingIsLostBetweenThreads) {
  Metrics metrics;
  MethodMetrics* const method = metrics.ForMethod(kService, "GetDirective");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) method->Record(i % 17, absl::Milliseconds(1));
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_THAT(metrics.Render(), HasSubstr(R"(service="mosbat.guideline.v1.GuidelineService"} 4000)"));
  EXPECT_THAT(LinesOf(metrics), Contains(HasSubstr(R"(code="OK")")).Times(1));
}

TEST(MetricsTest, ServiceSaysHowItStands) {
  Metrics metrics;
  ServiceMetrics* const service = metrics.ForService("casefile");
  service->SetQueued(7);
  service->CountRejected();
  service->CountRejected();
  service->SetUnnumberedEvents(12);
  service->SetFeed("catalog", {.lag = 5, .parked = 1, .silence = absl::ZeroDuration()});
  service->SetFeed("catalog", {.lag = 4, .silence = absl::ZeroDuration()});
  service->SetFeed("registry", {.lag = 2,
                                .silence = absl::Milliseconds(7500),
                                .refused = true,
                                .failures = {{"FEED_RESTARTED", 3}, {"UNAVAILABLE", 1}}});

  const auto lines = LinesOf(metrics);
  EXPECT_THAT(lines, Contains(R"(mosbat_pool_queued_calls{service="casefile"} 7)"));
  EXPECT_THAT(lines, Contains(R"(mosbat_pool_rejected_calls_total{service="casefile"} 2)"));
  EXPECT_THAT(lines, Contains(R"(mosbat_feed_unnumbered_events{service="casefile"} 12)"));
  EXPECT_THAT(lines, Contains(R"(mosbat_feed_lag_events{feed="catalog",service="casefile"} 4)"));
  EXPECT_THAT(lines, Contains(R"(mosbat_feed_parked_events{feed="catalog",service="casefile"} 0)"));
  EXPECT_THAT(lines, Contains(R"(mosbat_feed_refused{feed="catalog",service="casefile"} 0)"));
  EXPECT_THAT(lines, Contains(R"(mosbat_feed_lag_events{feed="registry",service="casefile"} 2)"));
  EXPECT_THAT(lines, Contains(R"(mosbat_feed_silence_seconds{feed="registry",service="casefile"} 7.5)"));
  EXPECT_THAT(lines, Contains(R"(mosbat_feed_refused{feed="registry",service="casefile"} 1)"));
  EXPECT_THAT(lines,
              Contains(R"(mosbat_feed_failures_total{feed="registry",reason="FEED_RESTARTED",service="casefile"} 3)"));
}

TEST(MetricsTest, FailuresOfChoresAreCounted) {
  Metrics metrics;
  ServiceMetrics* const service = metrics.ForService("purchasing");
  service->CountChoreFailure("pricing");
  service->CountChoreFailure("pricing");
  EXPECT_THAT(LinesOf(metrics), Contains(R"(mosbat_chore_failures_total{chore="pricing",service="purchasing"} 2)"));
}

TEST(MetricsTest, StoreRetriesAreTheLastCountThatWasSaid) {
  Metrics metrics;
  ServiceMetrics* const service = metrics.ForService("casefile");
  for (const int64_t count : {3, 3, 10, 9}) service->SetStoreRetries("1213", count);
  service->SetStoreRetries("1205", 1);

  const auto lines = LinesOf(metrics);
  EXPECT_THAT(lines, Contains(R"(mosbat_store_retries_total{code="1213",service="casefile"} 10)"));
  EXPECT_THAT(lines, Contains(R"(mosbat_store_retries_total{code="1205",service="casefile"} 1)"));
}

}  // namespace
}  // namespace mosbat::observe
