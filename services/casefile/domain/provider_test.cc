#include "services/casefile/domain/provider.h"

#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"
#include "services/casefile/examples.h"

namespace mosbat::casefile::domain {
namespace {

using absl::StatusCode;
using examples::kToday;
using guideline::v1::ProviderRequirement;
using registry::v1::Centre;
using testing::FailsWith;
using testing::IsOk;

TEST(RequireOperatingOnTest, ItsDaysSayAndNotWhatItDoesNow) {
  Centre centre = examples::Centre(10);
  centre.clear_operating_days();
  const auto operates = [&](absl::CivilDay from) -> common::v1::DayRange& {
    common::v1::DayRange& days = *centre.add_operating_days();
    *days.mutable_from() = iran::ToDate(from);
    return days;
  };
  *operates(kToday - 20).mutable_until() = iran::ToDate(kToday - 10);  // then it was suspended
  operates(kToday - 5);
  *centre.mutable_licensed_until() = iran::ToDate(kToday + 5);
  const std::pair<int, bool> rows[] = {{-21, false}, {-20, true}, {-10, true}, {-9, false},
                                       {-6, false},  {-5, true},  {5, true},   {6, false}};
  for (const Centre::State state : {Centre::OPERATING, Centre::SUSPENDED, Centre::CLOSED}) {
    centre.set_state(state);
    for (const auto& [day, operating] : rows) {
      EXPECT_EQ(RequireOperatingOn(centre, kToday + day).ok(), operating) << day;
    }
  }
  *centre.mutable_licensed_until() = iran::ToDate(kToday - 15);
  EXPECT_THAT(RequireOperatingOn(centre, kToday - 12), IsOk()) << "an end that is known is not the licence's";
  EXPECT_THAT(RequireOperatingOn(centre, kToday), FailsWith(StatusCode::kFailedPrecondition, "CENTRE_NOT_OPERATING"));
}

TEST(CoversTest, AreaOrNamedCentres) {
  const Centre centre = examples::Centre(10);
  catalog::v1::Entrustment entrustment;
  EXPECT_FALSE(Covers(entrustment, centre));
  entrustment.mutable_area()->set_country(true);
  EXPECT_TRUE(Covers(entrustment, centre));
  entrustment.mutable_area()->set_province("provinces/30");
  EXPECT_TRUE(Covers(entrustment, centre));
  entrustment.mutable_area()->set_province("provinces/3");
  EXPECT_FALSE(Covers(entrustment, centre));
  entrustment.mutable_area()->set_county("provinces/30/counties/3002");
  EXPECT_FALSE(Covers(entrustment, centre));
  entrustment.mutable_area()->set_centre(examples::kCentre);
  EXPECT_TRUE(Covers(entrustment, centre));
  entrustment.mutable_centres()->add_names("centres/other");
  EXPECT_FALSE(Covers(entrustment, centre));
  entrustment.mutable_centres()->add_names(examples::kCentre);
  EXPECT_TRUE(Covers(entrustment, centre));
}

TEST(RequireReadyTest, NamesWhatNobodyAtTheCentreHas) {
  const Centre centre = examples::Centre(10);
  registry::v1::StaffMember worker = examples::Worker(10);
  worker.add_trainings("first-aid");
  registry::v1::StaffMember::Permit& permit = *worker.add_permits();
  permit.set_kind("vision-screener");
  *permit.mutable_valid_until() = iran::ToDate(kToday);
  catalog::v1::ServiceTypeRevision revision;
  const auto demand = [&](ProviderRequirement::Kind kind, const char* code) {
    revision.mutable_terms()->add_provider_requirements()->set_kind(kind);
    revision.mutable_terms()->mutable_provider_requirements()->rbegin()->set_code(code);
  };
  demand(ProviderRequirement::QUALIFICATION, "social-work");
  demand(ProviderRequirement::PERMIT, "vision-screener");
  demand(ProviderRequirement::TRAINING, "first-aid");
  demand(ProviderRequirement::EQUIPMENT, "vision-chart");
  EXPECT_THAT(RequireReady(revision, centre, {worker}, kToday), IsOk());

  const absl::Status expired = RequireReady(revision, centre, {worker}, kToday + 1);
  EXPECT_THAT(expired, FailsWith(StatusCode::kFailedPrecondition, "PROVIDER_NOT_READY"));
  EXPECT_THAT(MetadataOf(expired), ::testing::Contains(::testing::Pair("missing", "vision-screener")));

  *worker.mutable_end_date() = iran::ToDate(kToday - 1);
  EXPECT_THAT(MetadataOf(RequireReady(revision, centre, {worker}, kToday)),
              ::testing::Contains(::testing::Pair("missing", "social-work, vision-screener, first-aid")));
}

TEST(RequireReadyTest, PermitCountsForTheValidityOfTheTerms) {
  registry::v1::StaffMember worker = examples::Worker(10);
  registry::v1::StaffMember::Permit& permit = *worker.add_permits();
  permit.set_kind("vision-screener");
  *permit.mutable_valid_from() = iran::ToDate(kToday - 29);
  catalog::v1::ServiceTypeRevision revision;
  ProviderRequirement& requirement = *revision.mutable_terms()->add_provider_requirements();
  requirement.set_kind(ProviderRequirement::PERMIT);
  requirement.set_code("vision-screener");
  requirement.mutable_validity()->set_n(30);
  requirement.mutable_validity()->set_unit(common::v1::Period::CALENDAR_DAYS);
  const auto ready = [&](absl::CivilDay day) { return RequireReady(revision, examples::Centre(10), {worker}, day); };
  EXPECT_THAT(ready(kToday), IsOk());
  EXPECT_THAT(ready(kToday + 1), FailsWith(StatusCode::kFailedPrecondition, "PROVIDER_NOT_READY"));
  EXPECT_THAT(ready(kToday - 30), FailsWith(StatusCode::kFailedPrecondition, "PROVIDER_NOT_READY"));
}

TEST(RequireTimelyTest, FromTheLateEntryDaysToToday) {
  const guideline::v1::Directive directive = examples::Directive("two", kToday);
  EXPECT_THAT(RequireTimely("occurred_on", kToday, kToday, directive), IsOk());
  EXPECT_THAT(RequireTimely("occurred_on", kToday - 30, kToday, directive), IsOk());
  EXPECT_THAT(RequireTimely("occurred_on", kToday - 31, kToday, directive),
              FailsWith(StatusCode::kFailedPrecondition, "TOO_LATE"));
  EXPECT_THAT(RequireTimely("occurred_on", kToday + 1, kToday, directive),
              FailsWith(StatusCode::kFailedPrecondition, "OCCURRED_IN_FUTURE"));
}

}  // namespace
}  // namespace mosbat::casefile::domain
