// What is entered late while the sweep expires its request.
#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/replica.h"

namespace mosbat::casefile {
namespace {

using examples::kToday;
using testing::FailsWith;
using testing::IsOk;

constexpr int kRounds = 40;
constexpr absl::CivilDay kAsked = kToday - 5;

class CareExpiryRacesTest : public ::testing::TestWithParam<testing::Backend> {
 protected:
  // Within a day, and more than enough for everybody.
  void SetUp() override {
    if (GetParam().name == "SqliteMemory") GTEST_SKIP() << "one connection";
    constexpr absl::CivilDay kBefore = kToday - 100;
    catalog::v1::ServiceTypeRevision revision = examples::Revision(kBefore);
    revision.mutable_terms()->mutable_deadline()->mutable_within()->set_n(1);
    revision.mutable_terms()->mutable_deadline()->mutable_within()->set_unit(common::v1::Period::CALENDAR_DAYS);
    catalog::v1::Entrustment entrustment = examples::Entrustment(kBefore);
    entrustment.mutable_quota()->set_deliveries(10 * kRounds);
    entrustment.mutable_quota()->mutable_period()->set_n(12);
    entrustment.mutable_quota()->mutable_period()->set_unit(common::v1::Period::MONTHS);
    ASSERT_THAT(replica_.LearnService(revision, entrustment), IsOk());
  }

  // Of a child, whose deadline has passed.
  absl::StatusOr<v1::ServiceRequest> AskOverdue(int round) {
    MOSBAT_ASSIGN_OR_RETURN(const v1::CaseFile file, replica_.Open(examples::Household(2 * round + 1)));
    MOSBAT_RETURN_IF_ERROR(OpenSince(file.name()));
    v1::ServiceRequest wanted;
    wanted.set_service_type(examples::kType);
    wanted.set_centre(examples::kCentre);
    wanted.set_member(file.members(1).name());
    *wanted.mutable_asked_on() = iran::ToDate(kAsked);
    *wanted.mutable_answers() = examples::Json(R"({"reason": "school"})");
    return replica_.Request(wanted);
  }
  // The file as if it had been opened long ago.
  absl::Status OpenSince(const std::string& name) {
    return database_->Transact([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(v1::CaseFile file, replica_.files().Get(session, name));
      *file.mutable_open_days(0)->mutable_from() = iran::ToDate(kToday - 50);
      for (v1::Member& member : *file.mutable_members()) {
        *member.mutable_member_days()->mutable_from() = iran::ToDate(kToday - 50);
      }
      return replica_.files().Replace(session, file).status();
    });
  }
  absl::Status Deliver(const v1::ServiceRequest& request) {
    v1::Delivery delivery;
    delivery.set_service_request(request.name());
    *delivery.mutable_occurred_on() = iran::ToDate(kAsked + 1);
    *delivery.mutable_form() = examples::Json(R"({"acuity": {"left": 7, "right": 9}})");
    return replica_.Record(delivery).status();
  }

  const std::unique_ptr<db::Database> database_ = GetParam().Open(Schema());
  Replica replica_{*database_};
};

// Whichever comes first: a delivery in time is never lost to the sweep, and the quota is used once for each.
TEST_P(CareExpiryRacesTest, LateEntryAndSweepLeaveOneTruth) {
  for (int round = 0; round < kRounds; ++round) {
    const absl::StatusOr<v1::ServiceRequest> request = AskOverdue(round);
    ASSERT_THAT(request, IsOk());
    std::atomic<int> ready = 0;
    const auto together = [&] {
      for (++ready; ready < 2;) std::this_thread::yield();
    };
    std::thread sweeper([&] {
      together();
      EXPECT_THAT(replica_.expirer().Sweep(), IsOk());
    });
    together();
    const absl::Status delivered = Deliver(*request);
    sweeper.join();
    if (!delivered.ok()) {
      EXPECT_THAT(delivered, FailsWith(absl::StatusCode::kAborted, "STALE_ETAG")) << "the sweep came first";
      EXPECT_THAT(Deliver(*request), IsOk());
    }
  }
  EXPECT_EQ(replica_.Count("SELECT COUNT(*) FROM service_requests WHERE state = 'DELIVERED'"), kRounds);
  EXPECT_EQ(replica_.Count("SELECT COUNT(*) FROM quota_uses"), kRounds);
  EXPECT_EQ(replica_.Count("SELECT used FROM quota_periods"), kRounds);
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CareExpiryRacesTest, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::casefile
