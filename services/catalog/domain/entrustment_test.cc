#include "services/catalog/domain/entrustment.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"

namespace mosbat::catalog::domain {
namespace {

using absl::StatusCode;
using access::v1::DEPUTYSHIP;
using access::v1::STEERING;
using testing::FailsWith;
using testing::IsOk;
using State = v1::Entrustment::State;

const absl::CivilDay kToday(2026, 3, 21);
const absl::Time kNow = absl::FromCivil(absl::CivilSecond(2026, 3, 21, 8, 30, 0), absl::UTCTimeZone());

v1::ServiceType Type() {
  v1::ServiceType type;
  type.set_name("serviceTypes/home-visit");
  type.set_owner("deputyships/social");
  type.set_state(v1::ServiceType::ACTIVE);
  return type;
}

v1::Entrustment Draft() {
  v1::Entrustment draft;
  draft.set_service_type("serviceTypes/home-visit");
  draft.mutable_area()->set_county("provinces/30/counties/3001");
  *draft.mutable_start_date() = iran::ToDate(kToday);
  return draft;
}

v1::Entrustment InState(State state, absl::CivilDay start = kToday) {
  v1::Entrustment entrustment = Draft();
  entrustment.set_name("entrustments/one");
  entrustment.set_state(state);
  *entrustment.mutable_start_date() = iran::ToDate(start);
  return entrustment;
}

TEST(ProposeTest, BelongsToTheOwnerOfTheType) {
  const absl::StatusOr<v1::Entrustment> entrustment = Propose(Draft(), Type(), "entrustments/one", kNow);
  ASSERT_THAT(entrustment, IsOk());
  EXPECT_EQ(entrustment->owner(), "deputyships/social");
  EXPECT_EQ(entrustment->state(), v1::Entrustment::PROPOSED);
}

TEST(ProposeTest, RetiredTypeIsGivenToNobody) {
  v1::ServiceType type = Type();
  type.set_state(v1::ServiceType::RETIRED);
  EXPECT_THAT(Propose(Draft(), type, "entrustments/one", kNow),
              FailsWith(StatusCode::kFailedPrecondition, "SERVICE_TYPE_RETIRED"));
}

TEST(CheckProposalTest, TakesEveryKindOfCoverage) {
  const std::vector<std::function<void(v1::Entrustment&)>> coverages = {
      [](auto& e) { e.mutable_area()->set_country(true); },
      [](auto& e) { e.mutable_area()->set_province("provinces/30"); },
      [](auto& e) { e.mutable_area()->set_centre("centres/3996"); },
      [](auto& e) {
        e.mutable_centres()->add_names("centres/1");
        e.mutable_centres()->add_names("centres/2");
      },
  };
  for (const auto& cover : coverages) {
    v1::Entrustment draft = Draft();
    cover(draft);
    EXPECT_THAT(CheckProposal(draft, {}), IsOk()) << draft.DebugString();
  }
}

struct Fault {
  std::string label;
  std::function<void(v1::Entrustment&)> change;
  std::string reason;
  std::string field;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.label; }

class CheckProposalFaultTest : public ::testing::TestWithParam<Fault> {};

TEST_P(CheckProposalFaultTest, NamesTheField) {
  v1::Entrustment draft = Draft();
  GetParam().change(draft);

  const absl::Status status = CheckProposal(draft, {});

  EXPECT_THAT(status, FailsWith(StatusCode::kInvalidArgument, GetParam().reason));
  const auto faults = FaultsOf(status, Language::kEnglish);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].first, GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, CheckProposalFaultTest,
    ::testing::ValuesIn(std::vector<Fault>{
        {"NoCoverage", [](auto& e) { e.clear_coverage(); }, "FIELD_REQUIRED", "entrustment.area"},
        {"EmptyArea", [](auto& e) { e.mutable_area()->Clear(); }, "FIELD_REQUIRED", "entrustment.area"},
        {"NotTheCountry", [](auto& e) { e.mutable_area()->set_country(false); }, "FIELD_REQUIRED", "entrustment.area"},
        {"County", [](auto& e) { e.mutable_area()->set_county("provinces/30"); }, "NAME_INVALID",
         "entrustment.area.county"},
        {"NoCentres", [](auto& e) { e.mutable_centres(); }, "FIELD_INVALID", "entrustment.centres.names"},
        {"CentreTwice",
         [](auto& e) {
           e.mutable_centres()->add_names("centres/1");
           e.mutable_centres()->add_names("centres/1");
         },
         "FIELD_INVALID", "entrustment.centres.names"},
        {"CentreName", [](auto& e) { e.mutable_centres()->add_names("3996"); }, "NAME_INVALID",
         "entrustment.centres.names[0]"},
        {"TooManyCentres",
         [](auto& e) {
           for (int i = 1000; i < 1501; ++i) e.mutable_centres()->add_names(absl::StrCat("centres/", i));
         },
         "FIELD_INVALID", "entrustment.centres.names"},
        {"StartDate", [](auto& e) { e.mutable_start_date()->set_month(13); }, "DATE_INVALID", "entrustment.start_date"},
        {"EndNotAfterStart", [](auto& e) { *e.mutable_end_date() = iran::ToDate(kToday); }, "FIELD_INVALID",
         "entrustment.end_date"},
        {"QuotaOfNothing",
         [](auto& e) {
           e.mutable_quota()->mutable_period()->set_n(12);
           e.mutable_quota()->mutable_period()->set_unit(common::v1::Period::MONTHS);
         },
         "FIELD_INVALID", "entrustment.quota.deliveries"},
    }),
    [](const ::testing::TestParamInfo<Fault>& row) { return row.param.label; });

TEST(CheckProposalTest, QuotaNeedsAPeriod) {
  v1::Entrustment draft = Draft();
  draft.mutable_quota()->set_deliveries(2000);
  EXPECT_THAT(CheckProposal(draft, {}), FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));

  draft.mutable_quota()->mutable_period()->set_n(12);
  draft.mutable_quota()->mutable_period()->set_unit(common::v1::Period::MONTHS);
  EXPECT_THAT(CheckProposal(draft, {}), IsOk());
}

TEST(CheckProposalTest, PlacesAreToldBesideTheOtherFaults) {
  v1::Entrustment draft = Draft();
  draft.mutable_quota()->set_deliveries(0);
  const absl::Status status =
      CheckProposal(draft, {{Place::Kind::kCounty, "area.county", "provinces/30/counties/3001"}});
  EXPECT_THAT(status, FailsWith(StatusCode::kInvalidArgument, "COUNTY_NOT_FOUND"));
  EXPECT_GT(FaultsOf(status, Language::kEnglish).size(), 1U);
}

// What becomes of each state; "" is a change that goes through.
TEST(StateTest, VerbsGoOnlyFromWhereTheyMay) {
  struct Row {
    State from;
    std::string activate;
    std::string suspend;
    std::string end;
  };
  for (const Row& row :
       std::vector<Row>{{v1::Entrustment::PROPOSED, "", "ENTRUSTMENT_STATE", ""},
                        {v1::Entrustment::ACTIVE, "ENTRUSTMENT_STATE", "", ""},
                        {v1::Entrustment::SUSPENDED, "", "ENTRUSTMENT_STATE", ""},
                        {v1::Entrustment::ENDED, "ENTRUSTMENT_STATE", "ENTRUSTMENT_STATE", "ENTRUSTMENT_STATE"}}) {
    const std::string from = v1::Entrustment::State_Name(row.from);
    EXPECT_EQ(ReasonOf(Activate(InState(row.from), {false, DEPUTYSHIP, kToday}, kNow).status()), row.activate) << from;
    EXPECT_EQ(ReasonOf(Suspend(InState(row.from), "inspection", kToday, kNow).status()), row.suspend) << from;
    EXPECT_EQ(ReasonOf(End(InState(row.from), "the pilot is over", kToday, kNow).status()), row.end) << from;
  }
}

TEST(ActivateEntrustmentTest, StartBeforeTodayIsAHistoricalEntryOfSteering) {
  const v1::Entrustment past = InState(v1::Entrustment::PROPOSED, kToday - 30);
  EXPECT_THAT(Activate(past, {false, STEERING, kToday}, kNow),
              FailsWith(StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID"));
  EXPECT_THAT(Activate(past, {true, DEPUTYSHIP, kToday}, kNow),
              FailsWith(StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED"));

  const absl::StatusOr<v1::Entrustment> active = Activate(past, {true, STEERING, kToday}, kNow);
  ASSERT_THAT(active, IsOk());
  EXPECT_TRUE(active->historical());
}

TEST(ActivateEntrustmentTest, OneThatIsOverIsNotResumed) {
  v1::Entrustment suspended = InState(v1::Entrustment::SUSPENDED, kToday - 30);
  *suspended.mutable_end_date() = iran::ToDate(kToday);
  EXPECT_THAT(Activate(suspended, {false, DEPUTYSHIP, kToday}, kNow),
              FailsWith(StatusCode::kFailedPrecondition, "ENTRUSTMENT_OVER"));
}

TEST(SuspendEntrustmentTest, CoversNothingFromTodayOnUntilItIsResumed) {
  const absl::StatusOr<v1::Entrustment> suspended =
      Suspend(InState(v1::Entrustment::ACTIVE), "inspection", kToday + 3, kNow);
  ASSERT_THAT(suspended, IsOk());
  EXPECT_EQ(iran::StoredDay(suspended->suspended_from()), kToday + 3);

  const absl::StatusOr<v1::Entrustment> resumed = Activate(*suspended, {false, DEPUTYSHIP, kToday + 9}, kNow);
  ASSERT_THAT(resumed, IsOk());
  EXPECT_FALSE(resumed->has_suspended_from());
  EXPECT_EQ(resumed->state_reason(), "");
}

std::string CoveredDays(const v1::Entrustment& entrustment) {
  std::string text;
  for (const common::v1::DayRange& days : entrustment.covered_days()) {
    absl::StrAppend(&text, text.empty() ? "" : " ", iran::StoredDay(days.from()) - kToday, "..");
    if (days.has_until()) absl::StrAppend(&text, iran::StoredDay(days.until()) - kToday);
  }
  return text;
}

// Days counted from today; what a suspension left out stays out, whatever comes later.
TEST(CoveredDaysTest, FollowWhatHappens) {
  const iran::Entry by_steering = {true, STEERING, kToday};
  const auto on = [](int day) { return iran::Entry{false, DEPUTYSHIP, kToday + day}; };
  v1::Entrustment one = InState(v1::Entrustment::PROPOSED, kToday - 30);
  *one.mutable_end_date() = iran::ToDate(kToday + 100);
  EXPECT_EQ(CoveredDays(one), "");
  one = Activate(one, by_steering, kNow).value();
  EXPECT_EQ(CoveredDays(one), "-30..99");
  one = Suspend(one, "inspection", kToday + 3, kNow).value();
  EXPECT_EQ(CoveredDays(one), "-30..2");
  one = Activate(one, on(9), kNow).value();
  EXPECT_EQ(CoveredDays(one), "-30..2 9..99");
  one = Suspend(one, "inspection", kToday + 9, kNow).value();
  EXPECT_EQ(CoveredDays(one), "-30..2");
  one = Activate(one, on(9), kNow).value();
  EXPECT_EQ(CoveredDays(one), "-30..2 9..99");
  EXPECT_EQ(CoveredDays(End(one, "over", kToday + 20, kNow).value()), "-30..2 9..19");
}

TEST(CoveredDaysTest, SuspensionThatIsLiftedOnItsDayLeavesNoGap) {
  v1::Entrustment one = Activate(InState(v1::Entrustment::PROPOSED, kToday), {false, DEPUTYSHIP, kToday}, kNow).value();
  EXPECT_EQ(CoveredDays(one), "0..");
  one = Suspend(one, "inspection", kToday + 4, kNow).value();
  one = Activate(one, {false, DEPUTYSHIP, kToday + 4}, kNow).value();
  EXPECT_EQ(CoveredDays(one), "0..");
}

TEST(CoveredDaysTest, OneThatHasNotBegunCoversNothingWhenItIsSuspendedOrEnded) {
  const v1::Entrustment later =
      Activate(InState(v1::Entrustment::PROPOSED, kToday + 10), {false, DEPUTYSHIP, kToday}, kNow).value();
  EXPECT_EQ(CoveredDays(later), "10..");
  EXPECT_EQ(CoveredDays(End(later, "over", kToday, kNow).value()), "");
  const v1::Entrustment suspended = Suspend(later, "inspection", kToday + 1, kNow).value();
  EXPECT_EQ(CoveredDays(suspended), "");
  EXPECT_EQ(CoveredDays(Activate(suspended, {false, DEPUTYSHIP, kToday + 5}, kNow).value()), "10..");
}

TEST(EndEntrustmentTest, EndsOnTheFirstDayOnWhichItCoversNothing) {
  const absl::CivilDay start = kToday - 30;
  struct Row {
    std::string label;
    v1::Entrustment entrustment;
    absl::CivilDay end;
  };
  v1::Entrustment bounded = InState(v1::Entrustment::ACTIVE, start);
  *bounded.mutable_end_date() = iran::ToDate(kToday - 7);
  v1::Entrustment suspended = InState(v1::Entrustment::SUSPENDED, start);
  *suspended.mutable_suspended_from() = iran::ToDate(kToday - 3);
  for (const Row& row : std::vector<Row>{{"today", InState(v1::Entrustment::ACTIVE, start), kToday},
                                         {"its own end", bounded, kToday - 7},
                                         {"its suspension", suspended, kToday - 3},
                                         {"never began", InState(v1::Entrustment::PROPOSED, start), start}}) {
    const absl::StatusOr<v1::Entrustment> ended = End(row.entrustment, "over", kToday, kNow);
    ASSERT_THAT(ended, IsOk()) << row.label;
    EXPECT_EQ(iran::StoredDay(ended->end_date()), row.end) << row.label;
    EXPECT_FALSE(ended->has_suspended_from()) << row.label;
  }
}

struct PilotCase {
  std::string label;
  State state;
  int starts_after;  // days after the other
  std::string reason;
};

TEST(RequirePilotsFirstTest, OnlyOneThatHasYetToBeginKeepsAnotherWaiting) {
  const std::vector<PilotCase> cases = {
      {"proposed", v1::Entrustment::PROPOSED, 0, "PILOT_FIRST"},
      {"proposed for an earlier day", v1::Entrustment::PROPOSED, -9, "PILOT_FIRST"},
      {"active from a later day on", v1::Entrustment::ACTIVE, 1, "PILOT_FIRST"},
      {"active from the same day on", v1::Entrustment::ACTIVE, 0, ""},
      {"suspended after it began", v1::Entrustment::SUSPENDED, -9, ""},
      {"suspended before its first day", v1::Entrustment::SUSPENDED, 1, ""},
      {"ended", v1::Entrustment::ENDED, 1, ""},
  };
  for (const PilotCase& one : cases) {
    SCOPED_TRACE(one.label);
    v1::Entrustment pilot = InState(one.state, kToday + one.starts_after);
    pilot.set_name("entrustments/pilot");
    pilot.set_pilot(true);
    v1::Entrustment other = InState(v1::Entrustment::PROPOSED);
    const absl::Status refused = RequirePilotsFirst(other, {pilot});
    EXPECT_EQ(ReasonOf(refused), one.reason);

    other.set_state(v1::Entrustment::SUSPENDED);
    EXPECT_THAT(RequirePilotsFirst(other, {pilot}), IsOk()) << "it has begun already";
    other = InState(v1::Entrustment::PROPOSED);
    other.set_pilot(true);
    EXPECT_THAT(RequirePilotsFirst(other, {pilot}), IsOk()) << "pilots do not wait for each other";
  }
  EXPECT_THAT(RequirePilotsFirst(InState(v1::Entrustment::PROPOSED), {}), IsOk());
}

}  // namespace
}  // namespace mosbat::catalog::domain
