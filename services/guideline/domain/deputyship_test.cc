#include "services/guideline/domain/deputyship.h"

#include <functional>
#include <string>

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"

#include "common/testing/fakes.h"
#include "common/testing/status_matchers.h"
#include "services/guideline/testing/sample_texts.h"

namespace mosbat::guideline::domain {
namespace {

using guideline::testing::Date;
using guideline::testing::SampleDeputyship;
using mosbat::testing::FailsWith;
using mosbat::testing::IsOk;

const absl::CivilDay kToday(2026, 3, 21);

absl::Time Now() { return mosbat::testing::FakeClock().Now(); }

TEST(NewDeputyshipTest, SaysWhatIsWrong) {
  struct Case {
    std::string label;
    std::function<void(v1::Deputyship&)> change;
    std::string reason;
  };
  const Case cases[] = {
      {"no title", [](auto& d) { d.clear_title(); }, "FIELD_REQUIRED"},
      {"ends on the day it begins",
       [](auto& d) {
         *d.mutable_valid_from() = Date(2026, 3, 21);
         *d.mutable_valid_until() = Date(2026, 3, 21);
       },
       "DATES_OUT_OF_ORDER"},
      {"successor that is no deputyship",
       [](auto& d) {
         *d.mutable_valid_until() = Date(2026, 3, 21);
         d.set_successor("directives/two");
       },
       "NAME_INVALID"},
      {"successor of one that never ends", [](auto& d) { d.set_successor("deputyships/prevention"); }, "FIELD_INVALID"},
  };
  for (const Case& one : cases) {
    v1::Deputyship deputyship = SampleDeputyship();
    one.change(deputyship);
    EXPECT_THAT(NewDeputyship(deputyship, "deputyships/rehabilitation", Now()),
                FailsWith(absl::StatusCode::kInvalidArgument, one.reason))
        << one.label;
  }
}

TEST(EditDeputyshipTest, EndsItWithASuccessor) {
  const absl::StatusOr<v1::Deputyship> deputyship =
      NewDeputyship(SampleDeputyship(), "deputyships/rehabilitation", Now());
  ASSERT_THAT(deputyship, IsOk());
  v1::UpdateDeputyshipRequest request;
  *request.mutable_deputyship()->mutable_valid_until() = Date(2026, 9, 23);
  request.mutable_deputyship()->set_successor("deputyships/health");

  const absl::StatusOr<v1::Deputyship> edited = Edit(*deputyship, request, Now());
  ASSERT_THAT(edited, IsOk());
  EXPECT_EQ(edited->successor(), "deputyships/health");
  EXPECT_EQ(edited->title().en(), "Rehabilitation");
}

TEST(RequireValidTest, ADeputyshipIsThereFromItsFirstDayToTheDayBeforeItsEnd) {
  v1::Deputyship deputyship = SampleDeputyship();
  EXPECT_THAT(RequireValid(deputyship, kToday), IsOk()) << "no dates are known";
  *deputyship.mutable_valid_from() = Date(2026, 3, 20);
  *deputyship.mutable_valid_until() = Date(2026, 3, 22);

  const auto not_valid = FailsWith(absl::StatusCode::kFailedPrecondition, "DEPUTYSHIP_NOT_VALID");
  EXPECT_THAT(RequireValid(deputyship, kToday - 2), not_valid);
  EXPECT_THAT(RequireValid(deputyship, kToday - 1), IsOk());
  EXPECT_THAT(RequireValid(deputyship, kToday), IsOk());
  EXPECT_THAT(RequireValid(deputyship, kToday + 1), not_valid);
}

}  // namespace
}  // namespace mosbat::guideline::domain
