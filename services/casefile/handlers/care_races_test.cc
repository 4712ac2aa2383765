// What is asked and delivered while the file that it rests on changes.
#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/replica.h"

namespace mosbat::casefile {
namespace {

using examples::kToday;
using examples::kWorker;
using testing::IsOk;

constexpr char kSara[] = "centres/mehr/staff/sara";
constexpr int kRounds = 40;

class CareRacesTest : public ::testing::TestWithParam<testing::Backend> {
 protected:
  void SetUp() override {
    if (GetParam().name == "SqliteMemory") GTEST_SKIP() << "one connection";
    constexpr absl::CivilDay kBefore = kToday - 100;
    ASSERT_THAT(replica_.LearnService(examples::Revision(kBefore), examples::Entrustment(kBefore)), IsOk());
    ASSERT_THAT(replica_.Learn(examples::Worker(1000, 1, kSara)), IsOk());
  }

  // Another household, with its worker.
  v1::CaseFile NewFile() {
    v1::CaseFile wanted = examples::Household(next_person_ += 2);
    wanted.set_social_worker(kWorker);
    return replica_.Open(wanted).value();
  }
  absl::StatusOr<v1::ServiceRequest> Ask(const v1::CaseFile& file) {
    v1::ServiceRequest wanted;
    wanted.set_service_type(examples::kType);
    wanted.set_centre(examples::kCentre);
    wanted.set_member(file.members(1).name());
    *wanted.mutable_answers() = examples::Json(R"({"reason": "school"})");
    return replica_.Request(wanted);
  }
  absl::StatusOr<v1::Delivery> Deliver(const v1::ServiceRequest& request) {
    v1::Delivery delivery;
    delivery.set_service_request(request.name());
    *delivery.mutable_occurred_on() = iran::ToDate(kToday);
    *delivery.mutable_form() = examples::Json(R"({"acuity": {"left": 7, "right": 9}})");
    return replica_.Record(delivery);
  }
  // Does something to the file while it is given to another worker.
  template <typename Care>
  void WhileGivenAway(const v1::CaseFile& file, Care care) {
    std::atomic<int> ready = 0;
    const auto together = [&] {
      for (++ready; ready < 2;) std::this_thread::yield();
    };
    std::thread giver([&] {
      together();
      EXPECT_THAT(replica_.Assign(file.name(), kSara), IsOk());
    });
    together();
    EXPECT_THAT(care(), IsOk());
    giver.join();
  }

  const std::unique_ptr<db::Database> database_ = GetParam().Open(Schema());
  Replica replica_{*database_};
  int next_person_ = 1;
};

TEST_P(CareRacesTest, NothingStaysWithTheWorkerWhoGivesTheFileAway) {
  for (int round = 0; round < kRounds; ++round) {
    const v1::CaseFile asked_for = NewFile();
    WhileGivenAway(asked_for, [&] { return Ask(asked_for).status(); });
    const v1::CaseFile served = NewFile();
    const absl::StatusOr<v1::ServiceRequest> request = Ask(served);
    ASSERT_THAT(request, IsOk());
    WhileGivenAway(served, [&] { return Deliver(*request).status(); });
  }
  EXPECT_EQ(replica_.Count("SELECT COUNT(*) FROM service_requests"), 2 * kRounds);
  EXPECT_EQ(replica_.Count("SELECT COUNT(*) FROM deliveries"), kRounds);
  for (const std::string table : {"service_requests", "deliveries"}) {
    EXPECT_EQ(replica_.Count("SELECT COUNT(*) FROM " + table + " WHERE social_worker <> '" + kSara + "'"), 0) << table;
  }
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CareRacesTest, ::testing::ValuesIn(testing::AllBackends()), testing::BackendName);

}  // namespace
}  // namespace mosbat::casefile
