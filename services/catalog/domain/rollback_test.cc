#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"
#include "services/catalog/domain/activation.h"
#include "services/catalog/domain/service_type.h"

namespace mosbat::catalog::domain {
namespace {

using absl::StatusCode;
using google::protobuf::util::MessageDifferencer;
using guideline::v1::Directive;
using guideline::v1::SubGuidelineRevision;
using testing::FailsWith;
using testing::IsOk;

const absl::CivilDay kToday(2026, 3, 21);
const absl::Time kNow = absl::FromCivil(absl::CivilSecond(2026, 3, 21, 8, 30, 0), absl::UTCTimeZone());
constexpr char kType[] = "serviceTypes/vision-screening";
constexpr char kFirst[] = "serviceTypes/vision-screening/revisions/1";
constexpr char kSecond[] = "serviceTypes/vision-screening/revisions/2";
constexpr char kFirstText[] = "subGuidelines/vision-screening/revisions/1";

v1::ServiceTypeRevision Revision(int number, absl::CivilDay day, const std::string& rule) {
  v1::ServiceTypeRevision revision;
  revision.set_name(std::string(kType) + "/revisions/" + std::to_string(number));
  revision.set_service_type(kType);
  revision.set_number(number);
  revision.set_sub_guideline_revision("subGuidelines/vision-screening/revisions/" + std::to_string(number));
  *revision.mutable_effective_date() = iran::ToDate(day);
  auto& schema = *revision.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(rule, &schema).ok());
  return revision;
}

// A type whose second revision, of today, has taken the place of the first, as its second text has of the first.
struct Case {
  Case() {
    type.set_name(kType);
    type.set_owner("deputyships/prevention");
    type.set_state(v1::ServiceType::ACTIVE);
    type.set_rests_on("subGuidelines/vision-screening/revisions/2");
    type.set_current_revision(kSecond);
    type.set_revision_count(2);
    restoration.earlier = Revision(1, kToday - 20, R"({"properties": {"age_years": {"maximum": 6}}})");
    restoration.current = Revision(2, kToday, "{}");
    restoration.reason = "the new rule was a mistake";

    ground.rests_on = kFirstText;
    ground.sub_guideline.emplace();
    ground.sub_guideline->set_name("subGuidelines/vision-screening");
    ground.sub_guideline->set_deputyship("deputyships/prevention");
    *ground.sub_guideline->add_in_force()->mutable_effective_date() = iran::ToDate(kToday);
    ground.text.emplace();
    ground.text->set_name(kFirstText);
    ground.text->set_state(SubGuidelineRevision::SUPERSEDED);
    *ground.text->mutable_effective_date() = iran::ToDate(kToday - 20);
    *ground.text->mutable_end_date() = iran::ToDate(kToday);
    *ground.text->mutable_terms() = restoration.earlier.terms();
    ground.directive.emplace();
    ground.directive->set_name("directives/two");
    ground.directive->mutable_provisions()->mutable_entrustment()->set_mode(Directive::Entrustment::OPEN);
  }

  absl::StatusOr<Activation> Run() const { return Rollback(type, restoration, ground, order, kNow); }

  void Schedule(absl::CivilDay day) {
    type.set_revision_count(3);
    type.mutable_scheduled()->set_revision(std::string(kType) + "/revisions/3");
    *type.mutable_scheduled()->mutable_effective_date() = iran::ToDate(day);
  }

  v1::ServiceType type;
  Restoration restoration;
  Ground ground;
  ActivationOrder order = {.effective_day = kToday, .entry = {.role = access::v1::DEPUTYSHIP, .today = kToday}};
};

TEST(RollbackTest, MakesANewRevisionWithTheContentOfTheEarlierOne) {
  const Case c;
  const absl::StatusOr<Activation> rolled_back = c.Run();
  ASSERT_THAT(rolled_back, IsOk());
  const v1::ServiceTypeRevision& revision = *rolled_back->revision;
  EXPECT_EQ(revision.number(), 3);
  EXPECT_EQ(revision.restores(), kFirst);
  EXPECT_EQ(revision.reason(), "the new rule was a mistake");
  EXPECT_EQ(revision.sub_guideline_revision(), kFirstText);
  EXPECT_EQ(revision.directive(), "directives/two");
  EXPECT_TRUE(MessageDifferencer::Equals(revision.terms(), c.restoration.earlier.terms()));
  EXPECT_EQ(iran::StoredDay(revision.effective_date()), kToday);
  EXPECT_EQ(rolled_back->type.current_revision(), revision.name());
  EXPECT_EQ(rolled_back->type.rests_on(), kFirstText);
  EXPECT_EQ(rolled_back->type.state(), v1::ServiceType::ACTIVE);
}

TEST(RollbackTest, SuspendedTypeStaysSuspended) {
  Case c;
  c.type.set_state(v1::ServiceType::SUSPENDED);
  const absl::StatusOr<Activation> rolled_back = c.Run();
  ASSERT_THAT(rolled_back, IsOk());
  EXPECT_EQ(rolled_back->type.state(), v1::ServiceType::SUSPENDED);
}

TEST(RollbackTest, LiftsTheQuarantineOfABrokenRevision) {
  Case c;
  c.type.mutable_quarantine()->set_reason_en("it does not compile");
  const absl::StatusOr<Activation> rolled_back = c.Run();
  ASSERT_THAT(rolled_back, IsOk());
  EXPECT_FALSE(rolled_back->type.has_quarantine());
}

// The quarantine of a broken one begins on its day, and that of today's ends only then.
TEST(RollbackTest, QuarantineFollowsTheRevisionInForce) {
  Case c;
  c.restoration.earlier = Revision(1, kToday - 20, R"({"contains": {}})");
  c.order.effective_day = kToday + 3;
  const absl::StatusOr<Activation> rolled_back = c.Run();
  ASSERT_THAT(rolled_back, IsOk());
  EXPECT_FALSE(rolled_back->type.has_quarantine());
  EXPECT_TRUE(rolled_back->type.scheduled().has_quarantine());
  EXPECT_FALSE(AsOf(rolled_back->type, kToday + 2).has_quarantine());
  EXPECT_TRUE(AsOf(rolled_back->type, kToday + 3).has_quarantine());
}

TEST(RollbackTest, OvertakesARevisionThatIsOnlyScheduled) {
  Case c;
  c.Schedule(kToday + 5);
  c.restoration.earlier = *c.restoration.current;  // what holds today is to go on
  c.ground.rests_on = c.restoration.earlier.sub_guideline_revision();
  const absl::StatusOr<Activation> rolled_back = c.Run();
  ASSERT_THAT(rolled_back, IsOk());
  EXPECT_EQ(rolled_back->type.current_revision(), std::string(kType) + "/revisions/4");
  EXPECT_EQ(AsOf(rolled_back->type, kToday + 5).current_revision(), std::string(kType) + "/revisions/4");
}

struct Refusal {
  std::string label;
  std::function<void(Case&)> change;
  std::string reason;
  StatusCode code = StatusCode::kFailedPrecondition;
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.label; }

class RollbackRefusalTest : public ::testing::TestWithParam<Refusal> {};

TEST_P(RollbackRefusalTest, SaysWhy) {
  Case refused;
  GetParam().change(refused);
  EXPECT_THAT(refused.Run(), FailsWith(GetParam().code, GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    Refusals, RollbackRefusalTest,
    ::testing::ValuesIn(std::vector<Refusal>{
        {"NoReason", [](Case& c) { c.restoration.reason = " "; }, "FIELD_REQUIRED", StatusCode::kInvalidArgument},
        {"RevisionOfAnother", [](Case& c) { c.restoration.earlier.set_service_type("serviceTypes/other"); },
         "REVISION_OF_ANOTHER", StatusCode::kInvalidArgument},
        {"Retired", [](Case& c) { c.type.set_state(v1::ServiceType::RETIRED); }, "SERVICE_TYPE_RETIRED"},
        {"InForce", [](Case& c) { c.restoration.earlier = *c.restoration.current; }, "ALREADY_IN_FORCE"},
        {"AskedAboutAnotherText", [](Case& c) { c.ground.rests_on = "subGuidelines/vision-screening/revisions/9"; },
         "STALE_ETAG", StatusCode::kAborted},
        {"NoSuchText", [](Case& c) { c.ground.text.reset(); }, "SUB_GUIDELINE_NOT_FOUND"},
        {"TextWithdrawn", [](Case& c) { c.ground.text->set_state(SubGuidelineRevision::WITHDRAWN); },
         "SUB_GUIDELINE_NOT_APPROVED"},
        {"NoTextInForce", [](Case& c) { c.ground.sub_guideline->clear_in_force(); }, "SUB_GUIDELINE_NOT_IN_FORCE"},
        {"TextEnded",
         [](Case& c) { *c.ground.sub_guideline->mutable_in_force(0)->mutable_end_date() = iran::ToDate(kToday); },
         "SUB_GUIDELINE_NOT_IN_FORCE"},
        {"TextOfAnother", [](Case& c) { c.order.text_keeper = "deputyships/social"; }, "SUB_GUIDELINE_OF_ANOTHER"},
        {"SchemeOver",
         [](Case& c) { *c.ground.text->mutable_terms()->mutable_kind()->mutable_end_date() = iran::ToDate(kToday); },
         "SCHEME_OVER"},
        {"NoDirective", [](Case& c) { c.ground.directive.reset(); }, "DIRECTIVE_NOT_IN_FORCE"},
        {"OutsideTheDirective", [](Case& c) { c.ground.directive->clear_provisions(); }, "ACTIVITY_OUTSIDE_DIRECTIVE"},
        {"ScheduledTwice",
         [](Case& c) {
           c.Schedule(kToday + 5);
           c.order.effective_day = kToday + 6;
         },
         "REVISION_SCHEDULED"},
        {"BeforeTheCurrentOne",
         [](Case& c) {
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
