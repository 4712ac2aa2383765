#include "services/catalog/domain/activation.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"

namespace mosbat::catalog::domain {
namespace {

using absl::StatusCode;
using guideline::v1::Directive;
using guideline::v1::SubGuideline;
using guideline::v1::SubGuidelineRevision;
using testing::FailsWith;
using testing::IsOk;

const absl::CivilDay kToday(2026, 3, 21);
const absl::Time kNow = absl::FromCivil(absl::CivilSecond(2026, 3, 21, 8, 30, 0), absl::UTCTimeZone());
constexpr char kText[] = "subGuidelines/vision-screening/revisions/1";

v1::ServiceType Proposed() {
  v1::ServiceType type;
  type.set_name("serviceTypes/vision-screening");
  type.mutable_title()->set_fa("غربالگری بینایی");
  type.set_owner("deputyships/prevention");
  type.set_rests_on(kText);
  type.set_state(v1::ServiceType::PROPOSED);
  return type;
}

Ground OpenGround() {
  SubGuideline sub_guideline;
  sub_guideline.set_name("subGuidelines/vision-screening");
  sub_guideline.set_deputyship("deputyships/prevention");

  SubGuidelineRevision text;
  text.set_name(kText);
  text.set_state(SubGuidelineRevision::APPROVED);
  *text.mutable_effective_date() = iran::ToDate(kToday - 10);
  text.mutable_terms()->mutable_recipient()->set_clause("2-1");

  Directive directive;
  directive.set_name("directives/two");
  auto& entrustment = *directive.mutable_provisions()->mutable_entrustment();
  entrustment.set_mode(Directive::Entrustment::OPEN);
  entrustment.set_article("9");
  return {.rests_on = kText, .sub_guideline = sub_guideline, .text = text, .directive = directive};
}

struct Case {
  v1::ServiceType type = Proposed();
  std::optional<v1::ServiceTypeRevision> last;
  Ground ground = OpenGround();
  ActivationOrder order = {.effective_day = kToday, .entry = {.role = access::v1::DEPUTYSHIP, .today = kToday}};

  absl::StatusOr<Activation> Run() const { return Activate(type, last, ground, order, kNow); }
};

// A type that is ACTIVE with revision 1.
Case Activated() {
  Case active;
  const absl::StatusOr<Activation> activation = active.Run();
  active.type = activation->type;
  active.last = activation->revision;
  return active;
}

TEST(ActivateTest, MakesTheFirstRevisionWithACopyOfTheTerms) {
  const absl::StatusOr<Activation> activation = Case().Run();

  ASSERT_THAT(activation, IsOk());
  EXPECT_EQ(activation->type.state(), v1::ServiceType::ACTIVE);
  EXPECT_EQ(activation->type.current_revision(), "serviceTypes/vision-screening/revisions/1");
  EXPECT_FALSE(activation->type.has_scheduled());
  ASSERT_TRUE(activation->revision.has_value());
  EXPECT_EQ(activation->revision->name(), "serviceTypes/vision-screening/revisions/1");
  EXPECT_EQ(activation->revision->sub_guideline_revision(), kText);
  EXPECT_EQ(activation->revision->directive(), "directives/two");
  EXPECT_EQ(activation->revision->terms().recipient().clause(), "2-1");
  EXPECT_EQ(iran::StoredDay(activation->revision->effective_date()), kToday);
  EXPECT_FALSE(activation->revision->historical());
}

TEST(ActivateTest, RevisionOfALaterDayIsScheduled) {
  Case later;
  later.order.effective_day = kToday + 5;

  const absl::StatusOr<Activation> activation = later.Run();

  ASSERT_THAT(activation, IsOk());
  EXPECT_EQ(activation->type.current_revision(), "");
  EXPECT_EQ(activation->type.scheduled().revision(), "serviceTypes/vision-screening/revisions/1");
}

TEST(ActivateTest, NewRevisionLeavesTheCurrentOneInForceUntilItsDay) {
  Case next = Activated();
  next.type.set_rests_on("subGuidelines/vision-screening/revisions/2");
  next.ground.rests_on = next.type.rests_on();
  next.ground.text->set_name(next.type.rests_on());
  next.order.effective_day = kToday + 5;

  const absl::StatusOr<Activation> activation = next.Run();

  ASSERT_THAT(activation, IsOk());
  EXPECT_EQ(activation->type.current_revision(), "serviceTypes/vision-screening/revisions/1");
  EXPECT_EQ(activation->type.scheduled().revision(), "serviceTypes/vision-screening/revisions/2");
  EXPECT_EQ(activation->type.revision_count(), 2);
}

TEST(ActivateTest, SuspendedTypeIsResumedWithoutARevisionAndWithoutAsking) {
  Case suspended = Activated();
  suspended.type.set_state(v1::ServiceType::SUSPENDED);
  suspended.type.set_state_reason("inspection");
  suspended.ground = {};

  const absl::StatusOr<Activation> activation = suspended.Run();

  ASSERT_THAT(activation, IsOk());
  EXPECT_EQ(activation->type.state(), v1::ServiceType::ACTIVE);
  EXPECT_EQ(activation->type.state_reason(), "");
  EXPECT_FALSE(activation->revision.has_value());
}

TEST(ActivateTest, SteeringEntersWhatWasSoBeforeToday) {
  Case historical;
  historical.order = {.effective_day = kToday - 5, .entry = {true, access::v1::STEERING, kToday}};

  const absl::StatusOr<Activation> activation = historical.Run();

  ASSERT_THAT(activation, IsOk());
  EXPECT_TRUE(activation->revision->historical());
  EXPECT_EQ(activation->type.current_revision(), "serviceTypes/vision-screening/revisions/1");
}

TEST(ActivateTest, TextThatWasReplacedSinceHoldsForTheDaysOnWhichItWasInForce) {
  Case historical;
  historical.ground.text->set_state(SubGuidelineRevision::SUPERSEDED);
  *historical.ground.text->mutable_end_date() = iran::ToDate(kToday - 1);
  historical.order = {.effective_day = kToday - 5, .entry = {true, access::v1::STEERING, kToday}};
  EXPECT_THAT(historical.Run(), IsOk());

  historical.order.effective_day = kToday - 1;
  EXPECT_THAT(historical.Run(), FailsWith(StatusCode::kFailedPrecondition, "SUB_GUIDELINE_NOT_IN_FORCE"));
}

TEST(ActivateTest, SteeringMayRestATypeOnATextOfAnotherDeputyship) {
  Case successor;
  successor.order.text_keeper = "deputyships/social";
  successor.order.entry.role = access::v1::STEERING;
  EXPECT_THAT(successor.Run(), IsOk());
}

// A closed list holds an activity by the name of its sub-guideline or by its official number.
TEST(ActivateTest, ClosedListHoldsWhatItNames) {
  Case listed;
  auto& entrustment = *listed.ground.directive->mutable_provisions()->mutable_entrustment();
  entrustment.set_mode(Directive::Entrustment::CLOSED_LIST);
  entrustment.add_activities();  // a place of which nothing is known
  EXPECT_THAT(listed.Run(), FailsWith(StatusCode::kFailedPrecondition, "ACTIVITY_OUTSIDE_DIRECTIVE"));

  entrustment.add_activities()->set_sub_guideline("subGuidelines/vision-screening");
  EXPECT_THAT(listed.Run(), IsOk());

  entrustment.mutable_activities(1)->clear_sub_guideline();
  entrustment.mutable_activities(1)->set_founding_number(7);
  EXPECT_THAT(listed.Run(), FailsWith(StatusCode::kFailedPrecondition, "ACTIVITY_OUTSIDE_DIRECTIVE"));
  listed.ground.sub_guideline->set_founding_number(7);
  EXPECT_THAT(listed.Run(), IsOk());
}

struct Refusal {
  std::string label;
  std::function<void(Case&)> change;
  std::string reason;
  StatusCode code = StatusCode::kFailedPrecondition;
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.label; }

class ActivateRefusalTest : public ::testing::TestWithParam<Refusal> {};

TEST_P(ActivateRefusalTest, SaysWhy) {
  Case refused;
  GetParam().change(refused);
  EXPECT_THAT(refused.Run(), FailsWith(GetParam().code, GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    Refusals, ActivateRefusalTest,
    ::testing::ValuesIn(std::vector<Refusal>{
        {"Retired", [](Case& c) { c.type.set_state(v1::ServiceType::RETIRED); }, "SERVICE_TYPE_RETIRED"},
        {"NoTitle", [](Case& c) { c.type.set_title_unknown(true); }, "TITLE_UNKNOWN"},
        {"RestsOnNothing", [](Case& c) { c.type.clear_rests_on(); }, "SUB_GUIDELINE_MISSING"},
        {"NothingNew", [](Case& c) { c = Activated(); }, "ALREADY_ACTIVE"},
        {"AskedAboutAnotherText", [](Case& c) { c.ground.rests_on = "subGuidelines/vision-screening/revisions/9"; },
         "STALE_ETAG", StatusCode::kAborted},
        {"NoSuchText", [](Case& c) { c.ground.text.reset(); }, "SUB_GUIDELINE_NOT_FOUND"},
        {"Draft", [](Case& c) { c.ground.text->set_state(SubGuidelineRevision::DRAFT); }, "SUB_GUIDELINE_NOT_APPROVED"},
        {"Submitted", [](Case& c) { c.ground.text->set_state(SubGuidelineRevision::SUBMITTED); },
         "SUB_GUIDELINE_NOT_APPROVED"},
        {"Withdrawn", [](Case& c) { c.ground.text->set_state(SubGuidelineRevision::WITHDRAWN); },
         "SUB_GUIDELINE_NOT_APPROVED"},
        {"TextNotYetInForce", [](Case& c) { *c.ground.text->mutable_effective_date() = iran::ToDate(kToday + 1); },
         "SUB_GUIDELINE_NOT_IN_FORCE"},
        {"TextNoLongerInForce", [](Case& c) { *c.ground.text->mutable_end_date() = iran::ToDate(kToday); },
         "SUB_GUIDELINE_NOT_IN_FORCE"},
        {"TextOfAnother", [](Case& c) { c.order.text_keeper = "deputyships/social"; }, "SUB_GUIDELINE_OF_ANOTHER"},
        {"SchemeOver",
         [](Case& c) { *c.ground.text->mutable_terms()->mutable_kind()->mutable_end_date() = iran::ToDate(kToday); },
         "SCHEME_OVER"},
        {"NoDirective", [](Case& c) { c.ground.directive.reset(); }, "DIRECTIVE_NOT_IN_FORCE"},
        {"EmptyClosedList",
         [](Case& c) {
           c.ground.directive->mutable_provisions()->mutable_entrustment()->set_mode(
               Directive::Entrustment::CLOSED_LIST);
         },
         "ACTIVITY_OUTSIDE_DIRECTIVE"},
        {"DirectiveThatSaysNothing", [](Case& c) { c.ground.directive->clear_provisions(); },
         "ACTIVITY_OUTSIDE_DIRECTIVE"},
        {"OneScheduledAlready",
         [](Case& c) {
           c.type.mutable_scheduled()->set_revision("serviceTypes/vision-screening/revisions/1");
           *c.type.mutable_scheduled()->mutable_effective_date() = iran::ToDate(kToday + 1);
         },
         "REVISION_SCHEDULED"},
        {"BeforeTheLastOne",
         [](Case& c) {
           c = Activated();
           c.type.set_rests_on("subGuidelines/vision-screening/revisions/2");
           c.ground.rests_on = c.type.rests_on();
           c.order.effective_day = kToday - 1;
           c.order.entry = {.said_historical = true, .role = access::v1::STEERING, .today = kToday};
         },
         "EFFECTIVE_DATE_BEFORE_LAST"},
        {"PastDayNotSaid", [](Case& c) { c.order.effective_day = kToday - 1; }, "HISTORICAL_NOT_SAID",
         StatusCode::kInvalidArgument},
        {"HistoricalByADeputyship",
         [](Case& c) {
           c.order.effective_day = kToday - 1;
           c.order.entry = {.said_historical = true, .role = access::v1::DEPUTYSHIP, .today = kToday};
         },
         "HISTORICAL_NOT_ALLOWED", StatusCode::kPermissionDenied},
    }),
    [](const ::testing::TestParamInfo<Refusal>& row) { return row.param.label; });

}  // namespace
}  // namespace mosbat::catalog::domain
