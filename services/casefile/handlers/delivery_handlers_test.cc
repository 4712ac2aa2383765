#include "services/casefile/handlers/delivery_handlers.h"

#include <algorithm>
#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"

#include "common/base/error.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/care_fixture.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kToday;
using google::protobuf::util::MessageDifferencer;
using ::testing::Contains;
using testing::FailsWith;
using testing::IsOk;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class DeliveryHandlersTest : public CareFixture {
 protected:
  void SetUp() override {
    CareFixture::SetUp();
    asked_ = Request(For(child())).value();
  }

  v1::Delivery Of(const v1::ServiceRequest& request, absl::CivilDay day = kToday) {
    v1::Delivery delivery;
    delivery.set_service_request(request.name());
    *delivery.mutable_occurred_on() = iran::ToDate(day);
    *delivery.mutable_form() = examples::Json(R"({"acuity": {"left": 7, "right": 9}})");
    return delivery;
  }
  absl::StatusOr<v1::Delivery> Record(const v1::Delivery& delivery, const auth::Principal& caller = SocialWorker()) {
    v1::RecordDeliveryRequest request;
    *request.mutable_delivery() = delivery;
    return calls_.Write(caller, [&](rpc::Call& call) { return deliveries_.Record(call, request); });
  }
  absl::StatusOr<v1::Delivery> GetDelivery(const std::string& name, const auth::Principal& caller = SocialWorker()) {
    v1::GetDeliveryRequest request;
    request.set_name(name);
    return calls_.Read(caller, [&](rpc::Call& call) { return deliveries_.Get(call, request); });
  }
  void Later(int days) { calls_.clock().Advance(absl::Hours(24 * days)); }

  v1::ServiceRequest asked_;
};

TEST_F(DeliveryHandlersTest, DeliveryStandsOnItsRequest) {
  const absl::StatusOr<v1::Delivery> delivery = Record(Of(asked_));
  ASSERT_THAT(delivery, IsOk());
  EXPECT_EQ(delivery->service_type(), examples::kType);
  EXPECT_EQ(delivery->service_type_revision(), examples::kRevision);
  EXPECT_EQ(delivery->sub_guideline_revision(), examples::kSubGuideline);
  EXPECT_EQ(delivery->directive(), "directives/two");
  EXPECT_EQ(delivery->member(), child().name());
  EXPECT_EQ(delivery->worker(), examples::kWorker);
  EXPECT_EQ(delivery->unit(), v1::Delivery::DELIVERY);
  EXPECT_EQ(delivery->quantity(), 1);
  EXPECT_EQ(delivery->positions_size(), 3);
  EXPECT_TRUE(MessageDifferencer::Equals(*GetDelivery(delivery->name()), *delivery));
  v1::GetServiceRequestRequest get;
  get.set_name(asked_.name());
  const auto request = calls_.Read(Manager(), [&](rpc::Call& call) { return service_requests_.Get(call, get); });
  EXPECT_EQ(request->state(), v1::ServiceRequest::DELIVERED);
  EXPECT_EQ(request->delivery(), delivery->name());
}

TEST_F(DeliveryHandlersTest, EventCarriesTheDeliveryWithoutItsForm) {
  const absl::StatusOr<v1::Delivery> delivery = Record(Of(asked_));
  ASSERT_EQ(calls_.events().size(), 1u);
  const feed::v1::Event& event = calls_.events().front();
  EXPECT_EQ(event.type(), "DeliveryRecorded");
  EXPECT_EQ(event.subject(), delivery->name());
  v1::Delivery payload;
  ASSERT_TRUE(event.payload().UnpackTo(&payload));
  EXPECT_EQ(payload.etag(), delivery->etag());
  EXPECT_EQ(payload.centre(), examples::kCentre);
  EXPECT_FALSE(payload.has_form());
}

TEST_F(DeliveryHandlersTest, SameDeliverySentTwiceIsOne) {
  const absl::StatusOr<v1::Delivery> first = Record(Of(asked_));
  const absl::StatusOr<v1::Delivery> second = Record(Of(asked_));
  ASSERT_THAT(second, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*second, *first));
  EXPECT_EQ(calls_.events().size(), 1u);
  v1::Delivery other = Of(asked_);
  *other.mutable_form() = examples::Json(R"({"acuity": {"left": 1, "right": 9}})");
  EXPECT_THAT(Record(other), FailsWith(StatusCode::kFailedPrecondition, "ALREADY_DELIVERED"));
}

TEST_F(DeliveryHandlersTest, EveryFaultOfTheFormIsNamedByItsPath) {
  v1::Delivery delivery = Of(asked_);
  *delivery.mutable_form() = examples::Json(R"({"acuity": {"left": 11}})");
  const absl::Status status = Record(delivery).status();
  EXPECT_THAT(status, FailsWith(StatusCode::kInvalidArgument, "FORM_INVALID"));
  std::vector<std::string> fields;
  for (const auto& fault : FaultsOf(status, Language::kPersian)) fields.push_back(fault.first);
  EXPECT_THAT(fields, UnorderedElementsAre("form.acuity.left", "form.acuity.right"));
}

TEST_F(DeliveryHandlersTest, OnlyAnEligibleRequestIsDelivered) {
  const absl::StatusOr<v1::ServiceRequest> refused = Request(For(mother()));
  EXPECT_THAT(Record(Of(*refused)), FailsWith(StatusCode::kFailedPrecondition, "SERVICE_REQUEST_NOT_ELIGIBLE"));
  v1::Delivery none = Of(asked_);
  none.set_service_request("serviceRequests/none");
  EXPECT_THAT(Record(none), FailsWith(StatusCode::kNotFound, "SERVICE_REQUEST_NOT_FOUND"));
}

TEST_F(DeliveryHandlersTest, DayIsHeldAgainstTodayTheRequestAndTheDirective) {
  EXPECT_THAT(Record(Of(asked_, kToday + 1)), FailsWith(StatusCode::kFailedPrecondition, "OCCURRED_IN_FUTURE"));
  EXPECT_THAT(Record(Of(asked_, kToday - 1)), FailsWith(StatusCode::kFailedPrecondition, "OCCURRED_BEFORE_REQUEST"));
  Later(31);
  EXPECT_THAT(Record(Of(asked_, kToday)), FailsWith(StatusCode::kFailedPrecondition, "TOO_LATE"));
  EXPECT_THAT(Record(Of(asked_, kToday + 1)), IsOk());
}

TEST_F(DeliveryHandlersTest, RuleMustBeInForceOnTheDay) {
  guideline::v1::SubGuidelineRevision withdrawn = examples::SubGuideline(kToday - 100, 2);
  *withdrawn.mutable_end_date() = iran::ToDate(kToday + 5);
  Learn(withdrawn);
  Later(10);
  EXPECT_THAT(Record(Of(asked_, kToday + 5)), FailsWith(StatusCode::kFailedPrecondition, "RULE_NOT_IN_FORCE"));
  EXPECT_THAT(Record(Of(asked_, kToday + 4)), IsOk()) << "entered late, for a day on which it was in force";
}

TEST_F(DeliveryHandlersTest, NothingIsDeliveredUnderAWithdrawnTextThoughALaterOneIsInForce) {
  guideline::v1::SubGuidelineRevision second = examples::SubGuideline(kToday + 5);
  second.set_name("subGuidelines/vision-screening/revisions/2");
  Learn(second);
  Learn(examples::Withdrawn(examples::SubGuideline(kToday - 100), kToday + 5));
  Later(10);
  const absl::Status status = Record(Of(asked_, kToday + 5)).status();
  EXPECT_THAT(status, FailsWith(StatusCode::kFailedPrecondition, "RULE_NOT_IN_FORCE"));
  EXPECT_THAT(MetadataOf(status), Contains(Pair("sub_guideline_revision", examples::kSubGuideline)));
  EXPECT_THAT(Record(Of(asked_, kToday + 4)), IsOk()) << "entered late, for a day on which it was in force";
}

TEST_F(DeliveryHandlersTest, OpenRequestKeepsWhatItWasPromised) {
  catalog::v1::ServiceTypeRevision other_form = examples::Revision(kToday, 2);
  *other_form.mutable_terms()->mutable_form()->mutable_rule()->mutable_schema() =
      examples::Json(R"({"type": "object", "properties": {"score": {"type": "integer"}}, "required": ["score"]})");
  Learn(other_form);
  catalog::v1::ServiceType suspended = examples::ServiceType(2);
  suspended.set_state(catalog::v1::ServiceType::SUSPENDED);
  Learn(suspended);
  EXPECT_EQ(Record(Of(asked_))->service_type_revision(), examples::kRevision);
}

TEST_F(DeliveryHandlersTest, WhatACentreDeliveredWhileItOperatedIsRecordedAfterItsSuspension) {
  Learn(examples::SuspendedFrom(kToday + 1, examples::Centre(10, 2)));
  Later(2);
  EXPECT_THAT(Record(Of(asked_, kToday + 1)), FailsWith(StatusCode::kFailedPrecondition, "CENTRE_NOT_OPERATING"));
  EXPECT_THAT(Record(Of(asked_, kToday)), IsOk());
  v1::ServiceRequest late = For(child());
  *late.mutable_asked_on() = iran::ToDate(kToday);
  EXPECT_THAT(Request(late), FailsWith(StatusCode::kFailedPrecondition, "CENTRE_NOT_OPERATING"))
      << "nothing new is asked of a centre that does not operate today";
}

TEST_F(DeliveryHandlersTest, CentreMustBeEntrustedOnTheDay) {
  catalog::v1::Entrustment ended = examples::Entrustment(kToday - 100, 2);
  ended.set_state(catalog::v1::Entrustment::ENDED);
  *ended.mutable_covered_days(0)->mutable_until() = iran::ToDate(kToday - 1);
  Learn(ended);
  EXPECT_THAT(Record(Of(asked_)), FailsWith(StatusCode::kFailedPrecondition, "NOT_ENTRUSTED"));
}

TEST_F(DeliveryHandlersTest, PersonHasTheServiceOnlyAsOftenAsTheTermsAllow) {
  ASSERT_THAT(Record(Of(asked_)), IsOk());
  const absl::StatusOr<v1::ServiceRequest> again = Request(For(child()));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->facts().fields().at("months_since_last_same_service").number_value(), 0);
  const absl::Status status = Record(Of(*again)).status();
  EXPECT_THAT(status, FailsWith(StatusCode::kFailedPrecondition, "FREQUENCY_EXCEEDED"));
  EXPECT_THAT(MetadataOf(status), Contains(Pair("clause", "5")));

  Later(366);
  const absl::CivilDay next_year = kToday + 366;
  EXPECT_THAT(Record(Of(*again, next_year)), IsOk());
}

TEST_F(DeliveryHandlersTest, MovingToAnotherFileDoesNotResetWhatAPersonHad) {
  ASSERT_THAT(Record(Of(asked_)), IsOk());
  ASSERT_THAT(Close(file_.name()), IsOk());
  v1::CaseFile moved = examples::Household(1);
  moved.set_social_worker(examples::kWorker);
  file_ = Open(moved).value();
  const absl::StatusOr<v1::ServiceRequest> again = Request(For(child()));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(Record(Of(*again)), FailsWith(StatusCode::kFailedPrecondition, "FREQUENCY_EXCEEDED"));
}

TEST_F(DeliveryHandlersTest, FileMustHaveBeenOpenOnTheDay) {
  ASSERT_THAT(Close(file_.name()), IsOk());
  Later(2);
  EXPECT_THAT(Record(Of(asked_, kToday + 1), Manager()),
              FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_NOT_OPEN"));
  v1::ReopenCaseFileRequest reopen;
  reopen.set_name(file_.name());
  ASSERT_THAT(calls_.Write(Manager(), [&](rpc::Call& call) { return case_files_.Reopen(call, reopen); }), IsOk());
  EXPECT_THAT(Record(Of(asked_, kToday + 1), Manager()),
              FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_NOT_OPEN"));
  EXPECT_THAT(Record(Of(asked_, kToday), Manager()), IsOk()) << "on a day of the period before";
}

TEST_F(DeliveryHandlersTest, PersonMustHaveBeenAMemberOnTheDay) {
  Later(3);
  v1::AddMemberRequest add;
  add.set_parent(file_.name());
  *add.mutable_member() = examples::Member(70, v1::Member::CHILD, absl::CivilDay(2022, 1, 1));
  const auto cousin = calls_.Write(Manager(), [&](rpc::Call& call) { return case_files_.AddMember(call, add); });
  ASSERT_THAT(cousin, IsOk());
  v1::ServiceRequest wanted = For(*cousin);
  *wanted.mutable_asked_on() = iran::ToDate(kToday + 2);
  EXPECT_THAT(Request(wanted), FailsWith(StatusCode::kFailedPrecondition, "NOT_A_MEMBER"));
  *wanted.mutable_asked_on() = iran::ToDate(kToday + 3);
  EXPECT_THAT(Request(wanted), IsOk());
}

TEST_F(DeliveryHandlersTest, WorkerMustBeOnTheStaff) {
  v1::Delivery delivery = Of(asked_);
  delivery.set_worker("centres/mehr/staff/nobody");
  EXPECT_THAT(Record(delivery), FailsWith(StatusCode::kNotFound, "WORKER_NOT_FOUND"));
  delivery.set_worker(examples::kWorker);
  delivery.set_quantity(2);
  EXPECT_THAT(Record(delivery), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(DeliveryHandlersTest, ListShowsTheScopeWithoutForms) {
  const absl::StatusOr<v1::Delivery> delivery = Record(Of(asked_));
  v1::ListDeliveriesRequest request;
  *request.mutable_from_date() = iran::ToDate(kToday);
  const auto list = [&](const auth::Principal& caller) {
    return calls_.Read(caller, [&](rpc::Call& call) { return deliveries_.List(call, request); });
  };
  ASSERT_EQ(list(Manager())->deliveries_size(), 1);
  EXPECT_FALSE(list(Manager())->deliveries(0).has_form());
  EXPECT_EQ(list(testing::As(access::v1::FINANCE, "finance", "provinces/30"))->deliveries_size(), 1);
  EXPECT_EQ(list(testing::As(access::v1::FINANCE, "finance", "provinces/3"))->deliveries_size(), 0);
  *request.mutable_from_date() = iran::ToDate(kToday + 1);
  EXPECT_EQ(list(Manager())->deliveries_size(), 0);
  request.mutable_from_date()->set_month(13);
  EXPECT_THAT(list(Manager()), FailsWith(StatusCode::kInvalidArgument, "DATE_INVALID"));
  EXPECT_THAT(GetDelivery(delivery->name(), Manager("centres/other")),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

}  // namespace
}  // namespace mosbat::casefile
