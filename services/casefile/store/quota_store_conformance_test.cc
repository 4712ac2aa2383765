#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/store_conformance.h"
#include "services/casefile/examples.h"
#include "services/casefile/store/migrations.h"
#include "services/casefile/store/quota_store.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kToday;
using testing::FailsWith;
using testing::IsOk;
using ::testing::Pair;

class QuotaStoreConformance : public testing::StoreConformance {
 protected:
  QuotaStoreConformance() : StoreConformance({{"casefile", &Migrations()}}) {}

  static domain::QuotaPeriod Period(int64_t deliveries, const std::string& id = "one", absl::CivilDay from = kToday) {
    return {
        .entrustment = absl::StrCat("entrustments/", id), .from = from, .until = from + 29, .deliveries = deliveries};
  }
  absl::Status Use(const std::string& request, const domain::QuotaPeriod& period) {
    return Write([&](db::Session& session) { return quotas_.Use(session, request, period); });
  }
  absl::Status GiveBack(const std::string& request) {
    return Write([&](db::Session& session) { return quotas_.GiveBack(session, request); });
  }
  int64_t Used(const domain::QuotaPeriod& period) {
    const auto used = Read([&](db::Session& session) { return quotas_.CountUsed(session, period); });
    EXPECT_THAT(used, IsOk());
    return used.value_or(-1);
  }

  const QuotaStore quotas_{};
};

TEST_P(QuotaStoreConformance, PeriodIsUsedUntilAllAreAndNoFurther) {
  EXPECT_EQ(Used(Period(2)), 0);
  EXPECT_THAT(Use("a", Period(2)), IsOk());
  EXPECT_THAT(Use("b", Period(2)), IsOk());
  const absl::Status exhausted = Use("c", Period(2));
  EXPECT_THAT(exhausted, FailsWith(StatusCode::kFailedPrecondition, "QUOTA_EXHAUSTED"));
  EXPECT_THAT(MetadataOf(exhausted), ::testing::IsSupersetOf({Pair("entrustment", "entrustments/one"),
                                                              Pair("quota", "2"), Pair("used", "2")}));
  EXPECT_EQ(Used(Period(2)), 2);
  EXPECT_THAT(Use("c", Period(2, "other")), IsOk()) << "another entrustment has its own";
  EXPECT_THAT(Use("d", Period(2, "one", kToday + 30)), IsOk()) << "and so has another period";
}

TEST_P(QuotaStoreConformance, OneRequestUsesOneHoweverOftenItIsSaid) {
  EXPECT_THAT(Use("a", Period(1)), IsOk());
  EXPECT_THAT(Use("a", Period(1)), IsOk()) << "though all are used";
  EXPECT_EQ(Used(Period(1)), 1);
}

TEST_P(QuotaStoreConformance, RequestThatMovesToAnotherPeriodGivesBackTheFirst) {
  EXPECT_THAT(Use("a", Period(1)), IsOk());
  EXPECT_THAT(Use("b", Period(1, "one", kToday + 30)), IsOk());
  EXPECT_THAT(Use("a", Period(1, "one", kToday + 30)), FailsWith(StatusCode::kFailedPrecondition, "QUOTA_EXHAUSTED"));
  EXPECT_EQ(Used(Period(1)), 1) << "refused, it keeps what it has";
  EXPECT_THAT(Use("a", Period(1, "other")), IsOk());
  EXPECT_EQ(Used(Period(1)), 0);
  EXPECT_EQ(Used(Period(1, "other")), 1);
}

TEST_P(QuotaStoreConformance, WhatIsGivenBackIsGivenBackOnce) {
  EXPECT_THAT(Use("a", Period(1)), IsOk());
  EXPECT_THAT(GiveBack("a"), IsOk());
  EXPECT_THAT(GiveBack("a"), IsOk());
  EXPECT_THAT(GiveBack("nobody"), IsOk());
  EXPECT_EQ(Used(Period(1)), 0);
  EXPECT_THAT(Use("b", Period(1)), IsOk());
}

// Of many that see room for one more at once, as many get it as there is room for.
TEST_P(QuotaStoreConformance, RivalsNeverUseMoreThanThereIs) {
  if (GetParam().name == "SqliteMemory") GTEST_SKIP() << "one connection";
  constexpr int kRivals = 12;
  constexpr int kQuota = 5;
  std::atomic<int> ready = 0;
  std::atomic<int> won = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kRivals; ++i) {
    threads.emplace_back([&, i] {
      for (++ready; ready < kRivals;) std::this_thread::yield();
      const absl::Status status = Use(absl::StrCat(i), Period(kQuota));
      if (status.ok()) {
        ++won;
      } else {
        EXPECT_THAT(status, FailsWith(StatusCode::kFailedPrecondition, "QUOTA_EXHAUSTED"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(won, kQuota);
  EXPECT_EQ(Used(Period(kQuota)), kQuota);
}

INSTANTIATE_TEST_SUITE_P(AllBackends, QuotaStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::casefile
