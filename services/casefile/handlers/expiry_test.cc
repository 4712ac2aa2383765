#include "services/casefile/handlers/expiry.h"

#include <string>
#include <vector>

#include "common/base/etag.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/care_fixture.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kToday;
using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

class ExpiryTest : public CareFixture {
 protected:
  // To be delivered within a day; one in every 30 days.
  void SetUp() override {
    CareFixture::SetUp();
    catalog::v1::ServiceTypeRevision revision = examples::Revision(kToday - 100);
    guideline::v1::DeadlineTerm& deadline = *revision.mutable_terms()->mutable_deadline();
    deadline.mutable_within()->set_n(1);
    deadline.mutable_within()->set_unit(common::v1::Period::CALENDAR_DAYS);
    deadline.set_clause("6");
    revision.set_etag(EtagOf(2));
    Learn(revision);
    SetQuota(1);
    v1::AddMemberRequest add;
    add.set_parent(file_.name());
    *add.mutable_member() = examples::Member(70, v1::Member::CHILD, absl::CivilDay(2022, 1, 1));
    const auto added = calls_.Write(Manager(), [&](rpc::Call& call) { return case_files_.AddMember(call, add); });
    ASSERT_THAT(added, IsOk());
    sister_ = *added;
  }

  void SetQuota(int deliveries) {
    catalog::v1::Entrustment entrustment = examples::Entrustment(kToday, 1 + deliveries);
    entrustment.mutable_quota()->set_deliveries(deliveries);
    entrustment.mutable_quota()->mutable_period()->set_n(30);
    entrustment.mutable_quota()->mutable_period()->set_unit(common::v1::Period::CALENDAR_DAYS);
    Learn(entrustment);
  }
  v1::ServiceRequest Ask(const v1::Member& member) {
    const absl::StatusOr<v1::ServiceRequest> request = Request(For(member));
    EXPECT_THAT(request, IsOk());
    return request.value_or(v1::ServiceRequest());
  }
  v1::ServiceRequest::State StateOf(const v1::ServiceRequest& request) {
    v1::GetServiceRequestRequest get;
    get.set_name(request.name());
    return calls_.Read(Manager(), [&](rpc::Call& call) { return service_requests_.Get(call, get); })->state();
  }
  std::string StoredState(const v1::ServiceRequest& request) {
    std::string state;
    EXPECT_THAT(calls_.database().Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                              session.Query("SELECT state FROM service_requests WHERE name = ?", {request.name()}));
      state = rows.front().Text(0);
      return absl::OkStatus();
    }),
                IsOk());
    return state;
  }
  int64_t CountOpen() {
    v1::CountOpenRequestsRequest count;
    count.set_service_type(examples::kType);
    const auto counted = calls_.Read(testing::As(access::v1::COUNTY, "county-office", examples::kCounty),
                                     [&](rpc::Call& call) { return previews_.CountOpen(call, count); });
    EXPECT_THAT(counted, IsOk());
    int64_t open = 0;
    for (const auto& one : counted->counts()) open += one.requests();
    return open;
  }
  absl::Status Deliver(const v1::ServiceRequest& request, absl::CivilDay day) {
    v1::RecordDeliveryRequest record;
    record.mutable_delivery()->set_service_request(request.name());
    *record.mutable_delivery()->mutable_occurred_on() = iran::ToDate(day);
    *record.mutable_delivery()->mutable_form() = examples::Json(R"({"acuity": {"left": 7, "right": 9}})");
    return calls_.Write(SocialWorker(), [&](rpc::Call& call) { return deliveries_.Record(call, record); }).status();
  }
  absl::Status Cancel(const v1::ServiceRequest& request) {
    v1::CancelServiceRequestRequest cancel;
    cancel.set_name(request.name());
    cancel.set_reason("not needed any more");
    return calls_.Write(SocialWorker(), [&](rpc::Call& call) { return service_requests_.Cancel(call, cancel); })
        .status();
  }
  void Later(int days) { calls_.clock().Advance(absl::Hours(24 * days)); }

  v1::Member sister_;
};

TEST_F(ExpiryTest, RequestIsOpenUntilItsLastDayIsOver) {
  const v1::ServiceRequest request = Ask(child());
  EXPECT_EQ(iran::StoredDay(request.deliver_until()), kToday + 1);
  Later(1);
  EXPECT_EQ(expirer_.Sweep().value(), 0);
  EXPECT_EQ(StateOf(request), v1::ServiceRequest::ELIGIBLE);
  EXPECT_EQ(CountOpen(), 1);
}

TEST_F(ExpiryTest, ReadsTellTheTruthBeforeTheSweepDoes) {
  const v1::ServiceRequest request = Ask(child());
  Later(2);
  EXPECT_EQ(StoredState(request), "ELIGIBLE");
  EXPECT_EQ(StateOf(request), v1::ServiceRequest::EXPIRED);
  EXPECT_EQ(CountOpen(), 0);
  v1::ListServiceRequestsRequest list;
  const auto listed = calls_.Read(Manager(), [&](rpc::Call& call) { return service_requests_.List(call, list); });
  EXPECT_EQ(listed->service_requests(0).state(), v1::ServiceRequest::EXPIRED);
}

TEST_F(ExpiryTest, OverdueRequestGivesItsQuotaToTheNext) {
  const v1::ServiceRequest request = Ask(child());
  Later(2);
  EXPECT_THAT(Request(For(sister_)), FailsWith(StatusCode::kFailedPrecondition, "QUOTA_EXHAUSTED"));
  EXPECT_EQ(expirer_.Sweep().value(), 1);
  EXPECT_EQ(StoredState(request), "EXPIRED");
  EXPECT_THAT(Request(For(sister_)), IsOk());
  EXPECT_EQ(expirer_.Sweep().value(), 0);
}

TEST_F(ExpiryTest, EveryExpiryIsInTheAuditTrail) {
  const v1::ServiceRequest request = Ask(child());
  Later(2);
  ASSERT_EQ(expirer_.Sweep().value(), 1);
  ASSERT_THAT(calls_.database().Read([&](db::Session& session) -> absl::Status {
    const auto entries = trail_.List(session, request.name(), "", "", 10);
    EXPECT_THAT(entries, IsOk());
    EXPECT_EQ(entries->size(), 1u);
    EXPECT_EQ(entries->at(0).row_version_before(), 1);
    EXPECT_EQ(entries->at(0).row_version_after(), 2);
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_F(ExpiryTest, WhatTookPlaceInTimeIsEnteredLateAndUsesTheQuotaAnew) {
  const v1::ServiceRequest request = Ask(child());
  Later(5);
  ASSERT_EQ(expirer_.Sweep().value(), 1);
  EXPECT_THAT(Deliver(request, kToday + 2), FailsWith(StatusCode::kFailedPrecondition, "DEADLINE_PASSED"));
  EXPECT_THAT(Deliver(request, kToday + 1), IsOk());
  EXPECT_EQ(StateOf(request), v1::ServiceRequest::DELIVERED);
  EXPECT_THAT(Request(For(sister_)), FailsWith(StatusCode::kFailedPrecondition, "QUOTA_EXHAUSTED"));
}

TEST_F(ExpiryTest, LateEntryDoesNotOverdrawTheQuota) {
  const v1::ServiceRequest request = Ask(child());
  Later(2);
  ASSERT_EQ(expirer_.Sweep().value(), 1);
  Ask(sister_);
  EXPECT_THAT(Deliver(request, kToday), FailsWith(StatusCode::kFailedPrecondition, "QUOTA_EXHAUSTED"));
  EXPECT_EQ(StateOf(request), v1::ServiceRequest::EXPIRED);
}

TEST_F(ExpiryTest, WhatIsDeliveredOrCancelledStaysSo) {
  SetQuota(2);
  const v1::ServiceRequest delivered = Ask(child());
  ASSERT_THAT(Deliver(delivered, kToday), IsOk());
  const v1::ServiceRequest cancelled = Ask(sister_);
  ASSERT_THAT(Cancel(cancelled), IsOk());
  Later(40);
  EXPECT_EQ(expirer_.Sweep().value(), 0);
  EXPECT_EQ(StateOf(delivered), v1::ServiceRequest::DELIVERED);
  EXPECT_EQ(StateOf(cancelled), v1::ServiceRequest::CANCELLED);
}

TEST_F(ExpiryTest, ExpiredRequestIsNotCancelled) {
  const v1::ServiceRequest request = Ask(child());
  Later(2);
  ASSERT_EQ(expirer_.Sweep().value(), 1);
  EXPECT_THAT(Cancel(request), FailsWith(StatusCode::kFailedPrecondition, "SERVICE_REQUEST_NOT_ELIGIBLE"));
}

TEST_F(ExpiryTest, DeadlineOfAGrantedAppealRunsFromItsDay) {
  const v1::ServiceRequest refused = Ask(mother());
  EXPECT_FALSE(refused.has_deliver_until());
  v1::AppealDecisionRequest appeal;
  appeal.set_name(refused.name());
  appeal.set_reason("the age is wrong");
  ASSERT_THAT(calls_.Write(SocialWorker(), [&](rpc::Call& call) { return decisions_.Appeal(call, appeal); }), IsOk());
  Later(10);
  v1::DecideAppealRequest decide;
  decide.set_name(refused.name());
  decide.set_outcome(v1::Appeal::GRANTED);
  decide.set_reason("it is");
  const auto granted = calls_.Write(testing::As(access::v1::COUNTY, "county-office", examples::kCounty),
                                    [&](rpc::Call& call) { return decisions_.DecideAppeal(call, decide); });
  ASSERT_THAT(granted, IsOk());
  EXPECT_EQ(iran::StoredDay(granted->deliver_until()), kToday + 11);
  Later(2);
  EXPECT_EQ(expirer_.Sweep().value(), 1);
  EXPECT_EQ(StoredState(refused), "EXPIRED");
}

TEST_F(ExpiryTest, EndsBetweenTwoRequestsWhenTheServiceStops) {
  SetQuota(2);
  Ask(child());
  Ask(sister_);
  Later(2);
  is_stopping_ = [asked = 1]() mutable { return --asked < 0; };  // before each request
  EXPECT_EQ(expirer_.Sweep().value(), 1);
  is_stopping_ = [] { return false; };
  EXPECT_EQ(expirer_.Sweep().value(), 1) << "what was left";
}

TEST_F(ExpiryTest, DamagedRowKeepsNoOtherOpen) {
  SetQuota(2);
  const v1::ServiceRequest damaged = Ask(child());
  const v1::ServiceRequest other = Ask(sister_);
  ASSERT_THAT(calls_.database().Transact([&](db::Session& session) {
    return session
        .Execute("UPDATE service_requests SET body = ? WHERE name = ?", {db::Bytes{"damaged"}, damaged.name()})
        .status();
  }),
              IsOk());
  Later(2);
  EXPECT_EQ(expirer_.Sweep().value(), 1);
  EXPECT_EQ(StoredState(other), "EXPIRED");
  EXPECT_THAT(passed_over_, ElementsAre(damaged.name()));
}

}  // namespace
}  // namespace mosbat::casefile
