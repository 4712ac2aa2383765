#include "services/casefile/domain/delivery.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/timestamps.h"
#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"
#include "services/casefile/domain/service_request.h"
#include "services/casefile/examples.h"

namespace mosbat::casefile::domain {
namespace {

using absl::StatusCode;
using examples::kToday;
using testing::FailsWith;
using testing::IsOk;

TEST(NewDeliveryTest, HasTheIdOfItsRequestAndWhatThatSays) {
  v1::ServiceRequest request;
  request.set_name("serviceRequests/0197");
  request.set_service_type(examples::kType);
  request.set_centre(examples::kCentre);
  request.set_social_worker(examples::kWorker);
  v1::Delivery wanted;
  wanted.set_service_request(request.name());
  const v1::Delivery delivery = NewDelivery(wanted, request, examples::Revision(kToday).terms());
  EXPECT_EQ(delivery.name(), "deliveries/0197");
  EXPECT_EQ(delivery.worker(), examples::kWorker);
  EXPECT_EQ(delivery.unit(), v1::Delivery::DELIVERY);
  EXPECT_EQ(delivery.quantity(), 1);
  EXPECT_TRUE(IsSame(wanted, delivery));
  wanted.set_quantity(2);
  EXPECT_FALSE(IsSame(wanted, delivery));
}

TEST(CheckQuantityTest, OnlyVisitsAndSessionsAreCounted) {
  struct Row {
    v1::Delivery::Unit unit;
    int quantity;
    bool good;
  };
  const Row rows[] = {{v1::Delivery::DELIVERY, 1, true},    {v1::Delivery::DELIVERY, 2, false},
                      {v1::Delivery::FILE_MONTH, 2, false}, {v1::Delivery::VISIT, 2, true},
                      {v1::Delivery::SESSION, 1000, true},  {v1::Delivery::SESSION, 1001, false},
                      {v1::Delivery::SESSION, -1, false}};
  for (const Row& row : rows) {
    v1::Delivery delivery;
    delivery.set_unit(row.unit);
    delivery.set_quantity(row.quantity);
    EXPECT_EQ(CheckQuantity(delivery).ok(), row.good) << row.unit << " × " << row.quantity;
  }
}

TEST(RequireInTimeTest, FromTheDayOfTheRequestToTheDeadline) {
  guideline::v1::Terms terms;
  v1::ServiceRequest request;
  *request.mutable_asked_on() = iran::ToDate(kToday);
  SetDeadline(request, terms, {});
  EXPECT_THAT(RequireInTime(kToday - 1, request, terms),
              FailsWith(StatusCode::kFailedPrecondition, "OCCURRED_BEFORE_REQUEST"));
  EXPECT_THAT(RequireInTime(kToday + 900, request, terms), IsOk());
  terms.mutable_deadline()->mutable_within()->set_n(10);
  terms.mutable_deadline()->mutable_within()->set_unit(common::v1::Period::CALENDAR_DAYS);
  SetDeadline(request, terms, {});
  EXPECT_THAT(RequireInTime(kToday + 10, request, terms), IsOk());
  EXPECT_THAT(RequireInTime(kToday + 11, request, terms),
              FailsWith(StatusCode::kFailedPrecondition, "DEADLINE_PASSED"));
}

TEST(DeadlineTest, EligibleRequestIsOverdueAfterItsLastDay) {
  v1::ServiceRequest request;
  request.set_state(v1::ServiceRequest::ELIGIBLE);
  EXPECT_FALSE(IsOverdue(request, kToday)) << "without a deadline never";
  *request.mutable_deliver_until() = iran::ToDate(kToday);
  EXPECT_EQ(AsOf(request, kToday).state(), v1::ServiceRequest::ELIGIBLE);
  EXPECT_EQ(AsOf(request, kToday + 1).state(), v1::ServiceRequest::EXPIRED);
  request.set_state(v1::ServiceRequest::DELIVERED);
  EXPECT_EQ(AsOf(request, kToday + 1).state(), v1::ServiceRequest::DELIVERED);
}

TEST(DeadlineTest, RunsFromTheDayOnWhichAnAppealWasGranted) {
  guideline::v1::Terms terms;
  terms.mutable_deadline()->mutable_within()->set_n(2);
  terms.mutable_deadline()->mutable_within()->set_unit(common::v1::Period::WORKING_DAYS);
  v1::ServiceRequest request;
  *request.mutable_asked_on() = iran::ToDate(kToday - 40);
  request.mutable_appeal()->set_state(v1::Appeal::GRANTED);
  *request.mutable_appeal()->mutable_decide_time() = ToTimestamp(iran::StartOfTehranDay(kToday));
  const std::vector<absl::CivilDay> holidays = {kToday + 1};
  SetDeadline(request, terms, holidays);
  EXPECT_EQ(iran::StoredDay(request.deliver_until()), iran::AddPeriod(kToday, terms.deadline().within(), holidays));
}

TEST(ForEventTest, ShowsNothingPersonal) {
  v1::Delivery delivery;
  delivery.set_name("deliveries/0197");
  *delivery.mutable_form() = examples::Json(R"({"acuity": {"left": 7}})");
  EXPECT_FALSE(ForEvent(delivery).has_form());
  EXPECT_EQ(ForEvent(delivery).name(), delivery.name());
}

TEST(RequireRecipientOfTest, MemberIsAlsoAPerson) {
  using guideline::v1::RecipientTerm;
  v1::ServiceRequest member, person, group;
  member.set_member("caseFiles/a/members/b");
  person.mutable_person();
  group.mutable_group();
  struct Row {
    RecipientTerm::Recipient wanted;
    bool member, person, group;
  };
  const Row rows[] = {{RecipientTerm::MEMBER, true, false, false},
                      {RecipientTerm::PERSON, true, true, false},
                      {RecipientTerm::GROUP, false, false, true}};
  for (const Row& row : rows) {
    guideline::v1::Terms terms;
    terms.mutable_recipient()->set_recipient(row.wanted);
    EXPECT_EQ(RequireRecipientOf(terms, member).ok(), row.member) << row.wanted;
    EXPECT_EQ(RequireRecipientOf(terms, person).ok(), row.person) << row.wanted;
    EXPECT_EQ(RequireRecipientOf(terms, group).ok(), row.group) << row.wanted;
  }
}

TEST(ServiceRequestStateTest, OnlyAnEligibleRequestIsCancelled) {
  v1::ServiceRequest request;
  request.mutable_decision()->set_outcome(common::v1::Decision::NOT_ELIGIBLE);
  ApplyDecision(request);
  EXPECT_EQ(request.state(), v1::ServiceRequest::REFUSED);
  EXPECT_THAT(Cancel(request, "no"), FailsWith(StatusCode::kFailedPrecondition, "SERVICE_REQUEST_NOT_ELIGIBLE"));
  request.mutable_decision()->set_outcome(common::v1::Decision::ELIGIBLE);
  ApplyDecision(request);
  const absl::StatusOr<v1::ServiceRequest> cancelled = Cancel(request, "no");
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_THAT(Cancel(*cancelled, "no"), FailsWith(StatusCode::kFailedPrecondition, "SERVICE_REQUEST_NOT_ELIGIBLE"));
}

}  // namespace
}  // namespace mosbat::casefile::domain
