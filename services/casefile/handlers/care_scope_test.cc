// Who sees what was asked and delivered for a member, and what the audit trail says of it.
#include <string>
#include <vector>

#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/care_fixture.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kWorker;
using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;
using ::testing::UnorderedElementsAre;

constexpr char kSara[] = "centres/mehr/staff/sara";

class CareScopeTest : public CareFixture {
 protected:
  void SetUp() override {
    CareFixture::SetUp();
    Learn(examples::Worker(10, 1, kSara));
    asked_ = Request(For(child())).value();
    v1::RecordDeliveryRequest record;
    record.mutable_delivery()->set_service_request(asked_.name());
    *record.mutable_delivery()->mutable_occurred_on() = iran::ToDate(examples::kToday);
    *record.mutable_delivery()->mutable_form() = examples::Json(R"({"acuity": {"left": 7, "right": 9}})");
    const auto delivered =
        calls_.Write(SocialWorker(), [&](rpc::Call& call) { return deliveries_.Record(call, record); });
    ASSERT_THAT(delivered, IsOk());
    delivery_ = *delivered;
  }

  void Assign(const std::string& worker) {
    v1::AssignCaseFileRequest request;
    request.set_name(file_.name());
    request.set_social_worker(worker);
    ASSERT_THAT(calls_.Write(Manager(), [&](rpc::Call& call) { return case_files_.Assign(call, request); }), IsOk());
  }
  // Keeps the subjects of the call's audit entries in `audited_`.
  template <typename Handler>
  auto Read(const auth::Principal& caller, Handler handler) {
    return calls_.Read(caller, [&](rpc::Call& call) {
      auto answer = handler(call);
      audited_.clear();
      for (const audit::v1::Entry& entry : call.audits()) audited_.push_back(entry.subject());
      return answer;
    });
  }

  absl::Status GetRequest(const auth::Principal& caller) {
    v1::GetServiceRequestRequest request;
    request.set_name(asked_.name());
    return Read(caller, [&](rpc::Call& call) { return service_requests_.Get(call, request); }).status();
  }
  absl::Status GetDelivery(const auth::Principal& caller) {
    v1::GetDeliveryRequest request;
    request.set_name(delivery_.name());
    return Read(caller, [&](rpc::Call& call) { return deliveries_.Get(call, request); }).status();
  }
  int ListRequests(const auth::Principal& caller) {
    return Read(caller, [&](rpc::Call& call) { return service_requests_.List(call, {}); })->service_requests_size();
  }
  int ListDeliveries(const auth::Principal& caller) {
    return Read(caller, [&](rpc::Call& call) { return deliveries_.List(call, {}); })->deliveries_size();
  }

  v1::ServiceRequest asked_;
  v1::Delivery delivery_;
  std::vector<std::string> audited_;
};

TEST_F(CareScopeTest, CareGoesWithTheFileFromWorkerToWorker) {
  EXPECT_THAT(GetRequest(SocialWorker(kSara)), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  Assign(kSara);
  EXPECT_THAT(GetRequest(SocialWorker(kWorker)), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(GetDelivery(SocialWorker(kWorker)), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_EQ(ListRequests(SocialWorker(kWorker)), 0);
  EXPECT_EQ(ListDeliveries(SocialWorker(kWorker)), 0);
  EXPECT_THAT(GetRequest(SocialWorker(kSara)), IsOk());
  EXPECT_THAT(GetDelivery(SocialWorker(kSara)), IsOk());
  EXPECT_EQ(ListRequests(SocialWorker(kSara)), 1);
  EXPECT_EQ(ListDeliveries(SocialWorker(kSara)), 1);

  ASSERT_THAT(Close(file_.name()), IsOk());
  EXPECT_THAT(GetRequest(SocialWorker(kSara)), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_EQ(ListRequests(SocialWorker(kSara)), 0);
  EXPECT_EQ(ListRequests(Manager()), 1);
}

TEST_F(CareScopeTest, EveryHouseholdThatWasShownIsNamedInTheTrail) {
  v1::CaseFile other = examples::Household(10);
  const std::string second = Open(other)->name();
  EXPECT_THAT(GetRequest(Manager()), IsOk());
  EXPECT_THAT(audited_, UnorderedElementsAre(asked_.name(), file_.name()));
  EXPECT_THAT(GetDelivery(Manager()), IsOk());
  EXPECT_THAT(audited_, UnorderedElementsAre(delivery_.name(), file_.name()));
  EXPECT_EQ(ListRequests(Manager()), 1);
  EXPECT_THAT(audited_, ElementsAre(file_.name()));
  EXPECT_EQ(ListDeliveries(Manager()), 1);
  EXPECT_THAT(audited_, ElementsAre(file_.name()));
  EXPECT_EQ(ListDeliveries(SocialWorker(kSara)), 0);
  EXPECT_THAT(audited_, ElementsAre("deliveries"));

  v1::SearchCaseFilesRequest search;
  search.set_name_words("زهرا");
  ASSERT_THAT(Read(Manager(), [&](rpc::Call& call) { return case_files_.Search(call, search); }), IsOk());
  EXPECT_THAT(audited_, UnorderedElementsAre(file_.name(), second));
  ASSERT_THAT(Read(Manager(), [&](rpc::Call& call) { return case_files_.List(call, {}); }), IsOk());
  EXPECT_THAT(audited_, UnorderedElementsAre(file_.name(), second));

  Learn(examples::Centre(2, 2));
  const std::string waiting = Open(examples::Household(20))->name();
  v1::ListWaitlistRequest waitlist;
  waitlist.set_parent(examples::kCentre);
  ASSERT_THAT(Read(Manager(), [&](rpc::Call& call) { return case_files_.ListWaitlist(call, waitlist); }), IsOk());
  EXPECT_THAT(audited_, ElementsAre(waiting));
}

}  // namespace
}  // namespace mosbat::casefile
