#include "services/casefile/handlers/decision_handlers.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "common/iran/tehran_day.h"
#include "services/casefile/handlers/care_fixture.h"

namespace mosbat::casefile {
namespace {

using absl::StatusCode;
using common::v1::Decision;
using examples::kToday;
using ::testing::ElementsAre;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using ::testing::SizeIs;

auth::Principal County(const std::string& id = "reviewer") {
  return testing::As(access::v1::COUNTY, id, examples::kCounty);
}

class DecisionHandlersTest : public CareFixture {
 protected:
  absl::StatusOr<v1::ReplayDecisionResponse> Replay(const std::string& name, const DecisionHandlers& handlers) {
    v1::ReplayDecisionRequest request;
    request.set_name(name);
    return calls_.Read(Manager(), [&](rpc::Call& call) { return handlers.Replay(call, request); });
  }
  // The requests whose decisions are listed, in that order, two a page.
  std::vector<std::string> List(v1::ListDecisionsRequest request, const auth::Principal& caller = Manager()) {
    std::vector<std::string> names;
    request.set_page_size(2);
    do {
      const auto page = calls_.Read(caller, [&](rpc::Call& call) { return decisions_.List(call, request); });
      EXPECT_THAT(page, IsOk());
      for (const v1::DecisionEntry& entry : page->decisions()) names.push_back(entry.service_request());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  absl::StatusOr<v1::ServiceRequest> Appeal(const std::string& name, const auth::Principal& caller = SocialWorker()) {
    v1::AppealDecisionRequest request;
    request.set_name(name);
    request.set_reason("the birth date was wrong");
    return calls_.Write(caller, [&](rpc::Call& call) { return decisions_.Appeal(call, request); });
  }
  absl::StatusOr<v1::ServiceRequest> DecideAppeal(const std::string& name, v1::Appeal::State outcome,
                                                  const auth::Principal& caller = County()) {
    v1::DecideAppealRequest request;
    request.set_name(name);
    request.set_outcome(outcome);
    request.set_reason("the papers show it");
    return calls_.Write(caller, [&](rpc::Call& call) { return decisions_.DecideAppeal(call, request); });
  }
};

TEST_F(DecisionHandlersTest, ReplayGivesTheSameDecisionWhateverHasChangedSince) {
  const absl::StatusOr<v1::ServiceRequest> eligible = Request(For(child()));
  const absl::StatusOr<v1::ServiceRequest> refused = Request(For(mother()));
  ASSERT_THAT(Close(file_.name()), IsOk());
  calls_.clock().Advance(absl::Hours(24 * 4000));
  for (const absl::StatusOr<v1::ServiceRequest>& request : {eligible, refused}) {
    const absl::StatusOr<v1::ReplayDecisionResponse> replay = Replay(request->name(), decisions_);
    ASSERT_THAT(replay, IsOk());
    EXPECT_TRUE(replay->same());
    EXPECT_EQ(replay->replayed().SerializeAsString(), request->decision().SerializeAsString());
  }
}

TEST_F(DecisionHandlersTest, ReplaySaysWhatOfADecisionDoesNotBelongTogether) {
  v1::ServiceRequest changed = *Request(For(mother()));
  const auto store = [&] {
    const auto stored =
        calls_.Write(Manager(), [&](rpc::Call& call) { return requests_.Replace(call.session(), changed); });
    ASSERT_THAT(stored, IsOk());
    changed.set_etag(stored->etag());
  };
  (*changed.mutable_facts()->mutable_fields())["household_size"].set_number_value(9);
  store();
  absl::StatusOr<v1::ReplayDecisionResponse> replay = Replay(changed.name(), decisions_);
  ASSERT_THAT(replay, IsOk());
  EXPECT_FALSE(replay->same());
  ASSERT_EQ(replay->differences_size(), 1);
  EXPECT_EQ(replay->differences(0).kind(), v1::ReplayDifference::FACTS);

  // A revision whose rule refuses nobody.
  catalog::v1::ServiceTypeRevision lenient = examples::Revision(kToday + 1, 2);
  lenient.mutable_terms()->mutable_eligibility()->mutable_rule()->clear_schema();
  Learn(lenient);
  changed.mutable_decision()->set_service_type_revision(lenient.name());
  store();
  replay = Replay(changed.name(), decisions_);
  ASSERT_THAT(replay, IsOk());
  EXPECT_EQ(replay->differences(0).kind(), v1::ReplayDifference::SERVICE_TYPE_REVISION);
  EXPECT_EQ(replay->replayed().service_type_revision(), examples::kRevision);
  EXPECT_EQ(replay->replayed().outcome(), common::v1::Decision::NOT_ELIGIBLE) << "by the terms that it names";

  changed.set_service_type_revision("serviceTypes/vision-screening/revisions/77");
  changed.mutable_decision()->set_service_type_revision(changed.service_type_revision());
  changed.mutable_decision()->set_directive("directives/none");
  store();
  replay = Replay(changed.name(), decisions_);
  ASSERT_THAT(replay, IsOk()) << "a text that is not known is no failure of ours";
  EXPECT_FALSE(replay->has_replayed());
  EXPECT_EQ(replay->differences(0).kind(), v1::ReplayDifference::SERVICE_TYPE_REVISION);
}

TEST_F(DecisionHandlersTest, ListIsFilteredByClauseOutcomeAndDay) {
  const std::string refused = Request(For(mother()))->name();
  const std::string eligible = Request(For(child()))->name();
  calls_.clock().Advance(absl::Hours(24));
  const std::string tomorrow = Request(For(mother()))->name();
  v1::ServiceRequest late = For(child());
  *late.mutable_asked_on() = iran::ToDate(kToday);
  const std::string entered_late = Request(late)->name();

  v1::ListDecisionsRequest request;
  EXPECT_THAT(List(request), ElementsAre(refused, eligible, entered_late, tomorrow)) << "by the day judged";
  request.set_outcome(Decision::NOT_ELIGIBLE);
  EXPECT_THAT(List(request), ElementsAre(refused, tomorrow));
  request.set_sub_guideline("subGuidelines/vision-screening");
  request.set_clause("3-2");
  EXPECT_THAT(List(request), ElementsAre(refused, tomorrow)) << "the criterion that was not met";
  request.clear_outcome();
  request.set_clause("3");
  EXPECT_THAT(List(request), ElementsAre(refused, eligible, entered_late, tomorrow)) << "the rule's own clause";
  *request.mutable_from_date() = iran::ToDate(kToday + 1);
  EXPECT_THAT(List(request), ElementsAre(tomorrow));
  *request.mutable_to_date() = iran::ToDate(kToday);
  EXPECT_THAT(List(request), IsEmpty());
  request = {};
  request.set_sub_guideline("subGuidelines/other");
  EXPECT_THAT(List(request), IsEmpty());
}

TEST_F(DecisionHandlersTest, ListShowsTheScopeAndNoFacts) {
  ASSERT_THAT(Request(For(mother())), IsOk());
  v1::ListDecisionsRequest request;
  EXPECT_THAT(List(request, County()), SizeIs(1));
  EXPECT_THAT(List(request, Manager("centres/other")), IsEmpty());
  request.set_clause("3");
  const auto list = [&] {
    return calls_.Read(Manager(), [&](rpc::Call& call) { return decisions_.List(call, request); });
  };
  EXPECT_THAT(list(), FailsWith(StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  request.clear_clause();
  request.mutable_from_date()->set_month(13);
  EXPECT_THAT(list(), FailsWith(StatusCode::kInvalidArgument, "DATE_INVALID"));
}

TEST_F(DecisionHandlersTest, GrantedAppealMakesTheRequestEligibleAndKeepsTheDecision) {
  const absl::StatusOr<v1::ServiceRequest> refused = Request(For(mother()));
  const absl::StatusOr<v1::ServiceRequest> appealed = Appeal(refused->name());
  ASSERT_THAT(appealed, IsOk());
  EXPECT_EQ(appealed->state(), v1::ServiceRequest::REFUSED);
  EXPECT_EQ(appealed->appeal().state(), v1::Appeal::OPEN);
  EXPECT_THAT(Appeal(refused->name()), FailsWith(StatusCode::kFailedPrecondition, "ALREADY_APPEALED"));
  calls_.clock().Advance(absl::Hours(24));
  const absl::StatusOr<v1::ServiceRequest> granted = DecideAppeal(refused->name(), v1::Appeal::GRANTED);
  ASSERT_THAT(granted, IsOk());
  EXPECT_EQ(granted->state(), v1::ServiceRequest::ELIGIBLE);
  EXPECT_EQ(granted->appeal().decided_by(), "reviewer");
  EXPECT_EQ(granted->decision().SerializeAsString(), refused->decision().SerializeAsString());
  EXPECT_TRUE(Replay(refused->name(), decisions_)->same());
  EXPECT_THAT(DecideAppeal(refused->name(), v1::Appeal::DISMISSED),
              FailsWith(StatusCode::kFailedPrecondition, "APPEAL_NOT_OPEN"));

  v1::RecordDeliveryRequest record;
  record.mutable_delivery()->set_service_request(refused->name());
  *record.mutable_delivery()->mutable_form() = examples::Json(R"({"acuity": {"left": 7, "right": 9}})");
  const auto deliver = [&](absl::CivilDay day) {
    *record.mutable_delivery()->mutable_occurred_on() = iran::ToDate(day);
    return calls_.Write(Manager(), [&](rpc::Call& call) { return deliveries_.Record(call, record); }).status();
  };
  EXPECT_THAT(deliver(kToday), FailsWith(StatusCode::kFailedPrecondition, "OCCURRED_BEFORE_REQUEST"))
      << "nobody was promised it before the appeal was granted";
  EXPECT_THAT(deliver(kToday + 1), IsOk());
}

TEST_F(DecisionHandlersTest, AppealIsDecidedBySomebodyElseInTheCounty) {
  const std::string refused = Request(For(mother()))->name();
  EXPECT_THAT(DecideAppeal(refused, v1::Appeal::GRANTED),
              FailsWith(StatusCode::kFailedPrecondition, "APPEAL_NOT_OPEN"));
  ASSERT_THAT(Appeal(refused, Manager()), IsOk());
  for (const char* const party : {"worker", "manager"}) {
    EXPECT_THAT(DecideAppeal(refused, v1::Appeal::GRANTED, County(party)),
                FailsWith(StatusCode::kFailedPrecondition, "DECIDER_IS_PARTY"));
  }
  EXPECT_THAT(DecideAppeal(refused, v1::Appeal::GRANTED,
                           testing::As(access::v1::COUNTY, "reviewer", "provinces/30/counties/3002")),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(DecideAppeal(refused, v1::Appeal::OPEN), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  const absl::StatusOr<v1::ServiceRequest> dismissed = DecideAppeal(refused, v1::Appeal::DISMISSED);
  EXPECT_EQ(dismissed->state(), v1::ServiceRequest::REFUSED);
  EXPECT_THAT(Appeal(Request(For(child()))->name()),
              FailsWith(StatusCode::kFailedPrecondition, "SERVICE_REQUEST_NOT_REFUSED"));
}

}  // namespace
}  // namespace mosbat::casefile
