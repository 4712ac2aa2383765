#include "services/casefile/handlers/service_request_handlers.h"

#include <string>

#include "google/protobuf/util/message_differencer.h"

#include "common/base/error.h"
#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/care_fixture.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using common::v1::Decision;
using examples::kToday;
using google::protobuf::util::MessageDifferencer;
using ::testing::AllOf;
using ::testing::Contains;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Pair;

constexpr char kSecondText[] = "subGuidelines/vision-screening/revisions/2";

class ServiceRequestHandlersTest : public CareFixture {
 protected:
  absl::StatusOr<v1::ServiceRequest> GetRequest(const std::string& name,
                                                const auth::Principal& caller = SocialWorker()) {
    v1::GetServiceRequestRequest request;
    request.set_name(name);
    return calls_.Read(caller, [&](rpc::Call& call) { return service_requests_.Get(call, request); });
  }
  absl::StatusOr<v1::ServiceRequest> Cancel(const std::string& name) {
    v1::CancelServiceRequestRequest request;
    request.set_name(name);
    request.set_reason("not needed any more");
    return calls_.Write(SocialWorker(), [&](rpc::Call& call) { return service_requests_.Cancel(call, request); });
  }
  v1::ServiceRequest AskedOn(absl::CivilDay day) {
    v1::ServiceRequest request = For(child());
    *request.mutable_asked_on() = iran::ToDate(day);
    return request;
  }
};

TEST_F(ServiceRequestHandlersTest, ChildOfFourIsEligibleAndEverythingIsFrozen) {
  const absl::StatusOr<v1::ServiceRequest> request = Request(For(child()));
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->state(), v1::ServiceRequest::ELIGIBLE);
  EXPECT_EQ(request->social_worker(), examples::kWorker);
  EXPECT_EQ(request->service_type_revision(), examples::kRevision);
  const Decision& decision = request->decision();
  EXPECT_EQ(decision.outcome(), Decision::ELIGIBLE);
  EXPECT_EQ(decision.sub_guideline_revision(), examples::kSubGuideline);
  EXPECT_EQ(decision.directive(), "directives/two");
  EXPECT_EQ(iran::StoredDay(decision.judged_date()), kToday);
  EXPECT_EQ(decision.positions_size(), 3);
  EXPECT_EQ(decision.facts_sha256().size(), 64u);
  EXPECT_EQ(request->facts().fields().at("age_years").number_value(), 4);
  EXPECT_EQ(request->facts().fields().at("request").struct_value().fields().at("reason").string_value(), "school");
  EXPECT_TRUE(MessageDifferencer::Equals(*GetRequest(request->name()), *request));
}

TEST_F(ServiceRequestHandlersTest, RefusalIsAnAnswerWithItsClause) {
  const absl::StatusOr<v1::ServiceRequest> request = Request(For(mother()));
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->state(), v1::ServiceRequest::REFUSED);
  ASSERT_EQ(request->decision().reasons_size(), 1);
  EXPECT_EQ(request->decision().reasons(0).clause(), "3-2");
}

TEST_F(ServiceRequestHandlersTest, NewRevisionDecidesFromItsDayOn) {
  catalog::v1::ServiceTypeRevision stricter = examples::Revision(kToday, 2);
  *stricter.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema() =
      examples::Json(R"({"type": "object", "properties": {"age_years": {"maximum": 3}}})");
  Learn(stricter);
  EXPECT_EQ(Request(For(child()))->state(), v1::ServiceRequest::REFUSED);
}

TEST_F(ServiceRequestHandlersTest, AnswersAreHeldAgainstTheRequestForm) {
  v1::ServiceRequest wanted = For(child());
  *wanted.mutable_answers() = examples::Json(R"({"reason": "x"})");
  const absl::Status status = Request(wanted).status();
  EXPECT_THAT(status, FailsWith(StatusCode::kInvalidArgument, "FORM_INVALID"));
  EXPECT_EQ(FaultsOf(status, Language::kEnglish).at(0).first, "answers.reason");
}

TEST_F(ServiceRequestHandlersTest, TypeMustBeKnownActiveAndNotInQuarantine) {
  v1::ServiceRequest unknown = For(child());
  unknown.set_service_type("serviceTypes/none");
  EXPECT_THAT(Request(unknown), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
  catalog::v1::ServiceType type = examples::ServiceType(2);
  type.set_state(catalog::v1::ServiceType::SUSPENDED);
  Learn(type);
  EXPECT_THAT(Request(For(child())), FailsWith(StatusCode::kFailedPrecondition, "SERVICE_TYPE_NOT_ACTIVE"));
  type = examples::ServiceType(3);
  type.mutable_quarantine()->set_reason_en("eligibility: it is broken.");
  type.mutable_quarantine()->set_reason_fa("eligibility: خراب است.");
  Learn(type);
  const absl::Status quarantined = Request(For(child())).status();
  EXPECT_THAT(quarantined, FailsWith(StatusCode::kFailedPrecondition, "SERVICE_TYPE_QUARANTINED"));
  EXPECT_THAT(WordsOf(quarantined, Language::kEnglish), HasSubstr("it is broken."));
  EXPECT_THAT(WordsOf(quarantined, Language::kPersian), HasSubstr("خراب است."));
}

TEST_F(ServiceRequestHandlersTest, RuleThatDoesNotCompileHurtsOnlyItsOwnType) {
  catalog::v1::ServiceType sound = examples::ServiceType();
  sound.set_name("serviceTypes/sound");
  catalog::v1::ServiceTypeRevision of_sound = examples::Revision(kToday);
  of_sound.set_name("serviceTypes/sound/revisions/1");
  of_sound.set_service_type(sound.name());
  catalog::v1::Entrustment entrusted = examples::Entrustment(kToday);
  entrusted.set_name("entrustments/sound");
  entrusted.set_service_type(sound.name());
  catalog::v1::ServiceTypeRevision broken = examples::Revision(kToday, 2);
  *broken.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema() =
      examples::Json(R"({"properties": {"age_years": {"type": "nonsense"}}})");
  Learn(sound);
  Learn(of_sound);
  Learn(entrusted);
  Learn(broken);
  const absl::Status refused = Request(For(child())).status();
  EXPECT_THAT(refused, FailsWith(StatusCode::kFailedPrecondition, "SERVICE_TYPE_QUARANTINED"));
  EXPECT_THAT(WordsOf(refused, Language::kPersian), HasSubstr("eligibility/properties/age_years/type: "));
  v1::ServiceRequest other = For(child());
  other.set_service_type(sound.name());
  EXPECT_EQ(Request(other)->state(), v1::ServiceRequest::ELIGIBLE);
}

TEST_F(ServiceRequestHandlersTest, SubGuidelineAndDirectiveMustBeInForce) {
  guideline::v1::SubGuidelineRevision withdrawn = examples::SubGuideline(kToday - 100, 2);
  *withdrawn.mutable_end_date() = iran::ToDate(kToday);
  Learn(withdrawn);
  EXPECT_THAT(Request(For(child())), FailsWith(StatusCode::kFailedPrecondition, "RULE_NOT_IN_FORCE"));
  Learn(examples::SubGuideline(kToday - 100, 3));
  ASSERT_THAT(Request(For(child())), IsOk());
  guideline::v1::Directive repealed = examples::Directive("two", kToday - 100, 2);
  *repealed.mutable_repeal_date() = iran::ToDate(kToday);
  Learn(repealed);
  EXPECT_THAT(Request(For(child())), FailsWith(StatusCode::kFailedPrecondition, "RULE_NOT_IN_FORCE"));
}

TEST_F(ServiceRequestHandlersTest, WithdrawnTextDecidesNothingThoughALaterOneIsInForce) {
  Learn(examples::Withdrawn(examples::SubGuideline(kToday - 100), kToday));
  guideline::v1::SubGuidelineRevision second = examples::SubGuideline(kToday);
  second.set_name(kSecondText);
  Learn(second);
  const absl::Status status = Request(For(child())).status();
  EXPECT_THAT(status, FailsWith(StatusCode::kFailedPrecondition, "RULE_NOT_IN_FORCE"));
  EXPECT_THAT(MetadataOf(status), Contains(Pair("sub_guideline_revision", examples::kSubGuideline)));
  EXPECT_THAT(WordsOf(status, Language::kPersian), HasSubstr(examples::kSubGuideline));

  catalog::v1::ServiceTypeRevision on_second = examples::Revision(kToday, 2);
  on_second.set_sub_guideline_revision(kSecondText);
  Learn(on_second);
  EXPECT_EQ(Request(For(child()))->decision().sub_guideline_revision(), kSecondText);
}

TEST_F(ServiceRequestHandlersTest, TextThatWasReplacedGoesOnForTheTypeThatRestsOnIt) {
  guideline::v1::SubGuidelineRevision replaced = examples::SubGuideline(kToday - 100, 2);
  *replaced.mutable_end_date() = iran::ToDate(kToday);
  Learn(replaced);
  guideline::v1::SubGuidelineRevision second = examples::SubGuideline(kToday);
  second.set_name(kSecondText);
  Learn(second);
  EXPECT_EQ(Request(For(child()))->decision().sub_guideline_revision(), examples::kSubGuideline);
}

TEST_F(ServiceRequestHandlersTest, RevisionWhoseTextIsWithdrawnBeforeItsDayIsNotTaken) {
  guideline::v1::SubGuidelineRevision second = examples::SubGuideline(kToday);
  second.set_name(kSecondText);
  catalog::v1::ServiceTypeRevision scheduled = examples::Revision(kToday, 2);
  scheduled.set_sub_guideline_revision(kSecondText);
  scheduled.mutable_terms()->mutable_eligibility()->mutable_rule()->clear_schema();  // takes everybody
  Learn(second);
  Learn(scheduled);
  ASSERT_EQ(Request(For(mother()))->state(), v1::ServiceRequest::ELIGIBLE);
  Learn(examples::Withdrawn(second, kToday - 1));
  const absl::StatusOr<v1::ServiceRequest> request = Request(For(mother()));
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->state(), v1::ServiceRequest::REFUSED);
  EXPECT_EQ(request->decision().sub_guideline_revision(), examples::kSubGuideline);
}

TEST_F(ServiceRequestHandlersTest, TypeMustBeEntrustedToTheCentre) {
  catalog::v1::Entrustment elsewhere = examples::Entrustment(kToday - 100, 2);
  elsewhere.mutable_area()->set_county("provinces/30/counties/3002");
  Learn(elsewhere);
  EXPECT_THAT(Request(For(child())), FailsWith(StatusCode::kFailedPrecondition, "NOT_ENTRUSTED"));
}

TEST_F(ServiceRequestHandlersTest, CentreMustHaveWhatTheTermsDemand) {
  registry::v1::Centre centre = examples::Centre(10, 2);
  centre.set_files_per_worker(10);
  centre.clear_equipment();
  Learn(centre);
  const absl::Status status = Request(For(child())).status();
  EXPECT_THAT(status, FailsWith(StatusCode::kFailedPrecondition, "PROVIDER_NOT_READY"));
  EXPECT_THAT(MetadataOf(status),
              AllOf(Contains(Pair("missing", "vision-chart")), Contains(Pair("centre", centre.name())),
                    Contains(Pair("service_type", examples::kType))));
}

TEST_F(ServiceRequestHandlersTest, DayMustBeNeitherToComeNorLongPastNorBeforeTheFileWasOpen) {
  EXPECT_THAT(Request(AskedOn(kToday + 1)), FailsWith(StatusCode::kFailedPrecondition, "OCCURRED_IN_FUTURE"));
  EXPECT_THAT(Request(AskedOn(kToday - 31)), FailsWith(StatusCode::kFailedPrecondition, "TOO_LATE"));
  EXPECT_THAT(Request(AskedOn(kToday - 1)), FailsWith(StatusCode::kFailedPrecondition, "CASE_FILE_NOT_OPEN"));
}

TEST_F(ServiceRequestHandlersTest, RecipientMustBeOfTheKindThatTheTermsName) {
  v1::ServiceRequest wanted = For(child());
  wanted.mutable_group()->set_topic("parents");
  wanted.mutable_group()->set_participants(12);
  EXPECT_THAT(Request(wanted, Manager()), FailsWith(StatusCode::kInvalidArgument, "RECIPIENT_NOT_ALLOWED"));
  wanted.mutable_group()->set_participants(0);
  EXPECT_THAT(Request(wanted, Manager()), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  wanted.clear_recipient();
  EXPECT_THAT(Request(wanted, Manager()), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  wanted.set_member(file_.name() + "/members/nobody");
  EXPECT_THAT(Request(wanted, Manager()), FailsWith(StatusCode::kNotFound, "MEMBER_NOT_FOUND"));
}

TEST_F(ServiceRequestHandlersTest, PersonWithoutAFileAndGroupAreServedWhereTheTermsSaySo) {
  catalog::v1::ServiceTypeRevision open = examples::Revision(kToday, 2);
  open.mutable_terms()->mutable_recipient()->set_recipient(guideline::v1::RecipientTerm::PERSON);
  *open.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema() =
      examples::Json(R"({"type": "object", "properties": {"age_years": {"maximum": 6}}, "required": ["age_years"]})");
  Learn(open);
  v1::ServiceRequest wanted = For(child());
  v1::Person& person = *wanted.mutable_person();
  person.mutable_identity()->set_national_id(examples::NationalId(500));
  person.set_given_name("علی");
  person.set_family_name("رضایی");
  *person.mutable_birth_date() = iran::ToDate(kToday - 1500);
  person.set_sex(v1::Member::MALE);
  EXPECT_THAT(Request(wanted), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"))
      << "of a worker's own caseload is only what names the worker";
  wanted.set_social_worker(examples::kWorker);
  EXPECT_EQ(Request(wanted)->state(), v1::ServiceRequest::ELIGIBLE);
  EXPECT_EQ(Request(For(child()))->state(), v1::ServiceRequest::ELIGIBLE) << "a member is also a person";
  wanted.mutable_person()->mutable_identity()->set_national_id("0010000012");
  EXPECT_THAT(Request(wanted), FailsWith(StatusCode::kInvalidArgument, "NATIONAL_ID_INVALID"));
}

TEST_F(ServiceRequestHandlersTest, OnlyAnEligibleRequestIsCancelled) {
  const absl::StatusOr<v1::ServiceRequest> request = Request(For(child()));
  EXPECT_EQ(Cancel(request->name())->state(), v1::ServiceRequest::CANCELLED);
  EXPECT_THAT(Cancel(request->name()), FailsWith(StatusCode::kFailedPrecondition, "SERVICE_REQUEST_NOT_ELIGIBLE"));
}

TEST_F(ServiceRequestHandlersTest, ForeignCallersReachNoRequest) {
  const absl::StatusOr<v1::ServiceRequest> request = Request(For(child()));
  EXPECT_THAT(GetRequest(request->name(), Manager("centres/other")),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Request(For(child()), SocialWorker("centres/mehr/staff/sara")),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  v1::ListServiceRequestsRequest list;
  list.set_case_file(file_.name());
  const auto listed = [&](const auth::Principal& caller) {
    return calls_.Read(caller, [&](rpc::Call& call) { return service_requests_.List(call, list); })
        ->service_requests_size();
  };
  EXPECT_EQ(listed(SocialWorker()), 1);
  EXPECT_EQ(listed(Manager("centres/other")), 0);
}

}  // namespace
}  // namespace mosbat::casefile
