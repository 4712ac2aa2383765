// A newborn without an identity, through the two stages of the hearing screening: known again by the birth.
#include <string>

#include "common/base/etag.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/care_fixture.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using examples::kToday;
using testing::FailsWith;
using testing::IsOk;

constexpr char kFirst[] = R"({"stage": "OAE"})";
constexpr char kSecond[] = R"({"stage": "AABR"})";

class NewbornTest : public CareFixture {
 protected:
  // By the rule of the programme: the second stage follows the first that was not passed. At most two in three months.
  void SetUp() override {
    CareFixture::SetUp();
    catalog::v1::ServiceTypeRevision revision = examples::Revision(kToday - 100);
    guideline::v1::Terms& terms = *revision.mutable_terms();
    terms.mutable_recipient()->set_recipient(guideline::v1::RecipientTerm::PERSON);
    *terms.mutable_eligibility()->mutable_rule()->mutable_schema() = examples::Json(R"({
      "properties": {"age_months": {"exclusiveMaximum": 3}},
      "required": ["age_months"],
      "if": {"properties": {"request": {"properties": {"stage": {"const": "AABR"}}, "required": ["stage"]}},
             "required": ["request"]},
      "then": {"properties": {"last_same_service_result": {"const": "second-stage"}},
               "required": ["last_same_service_result"]}})");
    terms.mutable_eligibility()->mutable_rule()->clear_clauses();
    *terms.mutable_request_form()->mutable_rule()->mutable_schema() = examples::Json(R"({
      "properties": {"stage": {"enum": ["OAE", "AABR"]}}, "required": ["stage"]})");
    *terms.mutable_form()->mutable_rule()->mutable_schema() = examples::Json(R"({
      "properties": {"result": {"enum": ["passed", "second-stage", "referred"]}}, "required": ["result"]})");
    terms.mutable_frequency()->set_at_most(2);
    terms.mutable_frequency()->mutable_per()->set_n(3);
    revision.set_etag(EtagOf(2));
    Learn(revision);
  }

  // Born ten days ago.
  static v1::Person Newborn(int mother) {
    v1::Person person;
    person.mutable_identity()->set_none_yet("the birth is not registered yet");
    person.set_given_name("نوزاد");
    person.set_family_name("احمدی");
    *person.mutable_birth_date() = iran::ToDate(kToday - 10);
    person.set_sex(v1::Member::FEMALE);
    if (mother != 0) person.mutable_mother()->set_national_id(examples::NationalId(mother));
    return person;
  }
  absl::StatusOr<v1::ServiceRequest> Ask(const v1::Person& person, const std::string& answers) {
    v1::ServiceRequest wanted;
    wanted.set_service_type(examples::kType);
    wanted.set_centre(examples::kCentre);
    wanted.set_social_worker(examples::kWorker);
    *wanted.mutable_person() = person;
    *wanted.mutable_answers() = examples::Json(answers);
    return Request(wanted);
  }
  absl::Status Deliver(const absl::StatusOr<v1::ServiceRequest>& request, const std::string& result) {
    MOSBAT_RETURN_IF_ERROR(request.status());
    v1::RecordDeliveryRequest record;
    record.mutable_delivery()->set_service_request(request->name());
    *record.mutable_delivery()->mutable_occurred_on() = iran::ToDate(iran::TehranDay(calls_.clock().Now()));
    (*record.mutable_delivery()->mutable_form()->mutable_fields())["result"].set_string_value(result);
    return calls_.Write(SocialWorker(), [&](rpc::Call& call) { return deliveries_.Record(call, record); }).status();
  }
  void Later(int days) { calls_.clock().Advance(absl::Hours(24 * days)); }
};

TEST_F(NewbornTest, ComesFromTheFirstStageToTheSecondAndTheReferral) {
  const v1::Person newborn = Newborn(500);
  ASSERT_THAT(Deliver(Ask(newborn, kFirst), "second-stage"), IsOk());
  Later(20);
  const absl::StatusOr<v1::ServiceRequest> second = Ask(newborn, kSecond);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->state(), v1::ServiceRequest::ELIGIBLE);
  EXPECT_THAT(Deliver(second, "referred"), IsOk());
  EXPECT_THAT(Deliver(Ask(newborn, kFirst), "passed"),
              FailsWith(StatusCode::kFailedPrecondition, "FREQUENCY_EXCEEDED"));
}

TEST_F(NewbornTest, WhoPassedTheFirstStageHasNoSecond) {
  const v1::Person newborn = Newborn(500);
  ASSERT_THAT(Deliver(Ask(newborn, kFirst), "passed"), IsOk());
  const absl::StatusOr<v1::ServiceRequest> second = Ask(newborn, kSecond);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->state(), v1::ServiceRequest::REFUSED);
  EXPECT_EQ(second->facts().fields().at("last_same_service_result").string_value(), "passed");
  v1::ReplayDecisionRequest replay;
  replay.set_name(second->name());
  EXPECT_TRUE(calls_.Read(SocialWorker(), [&](rpc::Call& call) { return decisions_.Replay(call, replay); })->same());
}

TEST_F(NewbornTest, IsNotKnownAgainWithoutTheMother) {
  const v1::Person newborn = Newborn(0);
  ASSERT_THAT(Deliver(Ask(newborn, kFirst), "second-stage"), IsOk());
  EXPECT_EQ(Ask(newborn, kSecond)->state(), v1::ServiceRequest::REFUSED);
}

TEST_F(NewbornTest, TwinsAreTwo) {
  v1::Person twin = Newborn(500);
  ASSERT_THAT(Deliver(Ask(twin, kFirst), "second-stage"), IsOk());
  twin.set_birth_order(1);
  EXPECT_EQ(Ask(twin, kSecond)->state(), v1::ServiceRequest::ELIGIBLE) << "who is not numbered is the first";
  twin.set_birth_order(2);
  EXPECT_EQ(Ask(twin, kSecond)->state(), v1::ServiceRequest::REFUSED);
}

TEST_F(NewbornTest, IsKnownAgainWhenTheIdentityHasCome) {
  v1::Person newborn = Newborn(500);
  ASSERT_THAT(Deliver(Ask(newborn, kFirst), "second-stage"), IsOk());
  newborn.mutable_identity()->set_national_id(examples::NationalId(501));
  const absl::StatusOr<v1::ServiceRequest> second = Ask(newborn, kSecond);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->state(), v1::ServiceRequest::ELIGIBLE);
  ASSERT_THAT(Deliver(second, "referred"), IsOk());
  newborn.clear_mother();
  EXPECT_EQ(Ask(newborn, kFirst)->facts().fields().at("last_same_service_result").string_value(), "referred");
  newborn.mutable_mother()->set_national_id(examples::NationalId(502));
  ASSERT_THAT(Deliver(Ask(newborn, kFirst), "passed"), IsOk()) << "one is known by the identity";
  EXPECT_THAT(Deliver(Ask(newborn, kFirst), "passed"), FailsWith(StatusCode::kFailedPrecondition, "FREQUENCY_EXCEEDED"))
      << "another mother makes nobody new";
}

TEST_F(NewbornTest, BirthIsToldExactlyOrNotAtAll) {
  v1::Person newborn = Newborn(0);
  newborn.set_birth_order(2);
  EXPECT_THAT(Ask(newborn, kFirst), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  newborn.mutable_mother()->set_none_yet("unknown");
  EXPECT_THAT(Ask(newborn, kFirst), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  newborn.mutable_mother()->set_national_id("1234567890");
  EXPECT_THAT(Ask(newborn, kFirst), FailsWith(StatusCode::kInvalidArgument, "NATIONAL_ID_INVALID"));
}

}  // namespace
}  // namespace mosbat::casefile
