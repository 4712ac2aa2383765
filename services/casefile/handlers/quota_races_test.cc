// An entrustment's quota is never overdrawn, whatever is asked, cancelled and delivered at once, and none of it is
// lost.
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/replica.h"

namespace mosbat::casefile {
namespace {

using examples::kToday;
using testing::FailsWith;
using testing::IsOk;

constexpr int kQuota = 5;
constexpr int kThreads = 6;
constexpr int kRounds = 12;

class QuotaRacesTest : public ::testing::TestWithParam<testing::Backend> {
 protected:
  void SetUp() override {
    if (GetParam().name == "SqliteMemory") GTEST_SKIP() << "one connection";
    catalog::v1::Entrustment entrustment = examples::Entrustment(kToday);
    entrustment.mutable_quota()->set_deliveries(kQuota);
    entrustment.mutable_quota()->mutable_period()->set_n(1);
    entrustment.mutable_quota()->mutable_period()->set_unit(common::v1::Period::MONTHS);
    ASSERT_THAT(replica_.LearnService(examples::Revision(kToday - 100), entrustment), IsOk());
  }

  // The child of one household asks again and again, and takes back most of what it got.
  void LiveThrough(int household) {
    std::mt19937 random(household);
    const v1::CaseFile file = replica_.Open(examples::Household(2 * household + 1)).value();
    v1::ServiceRequest wanted;
    wanted.set_service_type(examples::kType);
    wanted.set_centre(examples::kCentre);
    wanted.set_member(file.members(1).name());
    *wanted.mutable_answers() = examples::Json(R"({"reason": "school"})");
    for (int round = 0; round < kRounds; ++round) {
      const absl::StatusOr<v1::ServiceRequest> request = replica_.Request(wanted);
      if (!request.ok()) {
        EXPECT_THAT(request, FailsWith(absl::StatusCode::kFailedPrecondition, "QUOTA_EXHAUSTED"));
        continue;
      }
      if (random() % 3 == 0) continue;
      EXPECT_THAT(replica_.Cancel(request->name()), IsOk());
    }
  }
  int64_t Held() { return replica_.Count("SELECT COUNT(*) FROM service_requests WHERE state = 'ELIGIBLE'"); }

  const std::unique_ptr<db::Database> database_ = GetParam().Open(Schema());
  Replica replica_{*database_};
};

TEST_P(QuotaRacesTest, NeverOverdrawnAndNothingLost) {
  std::atomic<int> ready = 0;
  std::atomic<int> living = kThreads;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (++ready; ready < kThreads;) std::this_thread::yield();
      LiveThrough(i);
      --living;
    });
  }
  int64_t most = 0;
  while (living > 0) most = std::max(most, Held());
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, kQuota);
  EXPECT_EQ(Held(), replica_.Count("SELECT used FROM quota_periods"));
  EXPECT_EQ(Held(), replica_.Count("SELECT COUNT(*) FROM quota_uses"));
  EXPECT_EQ(replica_.Count("SELECT COUNT(*) FROM quota_periods"), 1);
  EXPECT_GT(Held(), 0);
}

INSTANTIATE_TEST_SUITE_P(AllBackends, QuotaRacesTest, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::casefile
