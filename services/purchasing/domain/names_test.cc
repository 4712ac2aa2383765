#include "services/purchasing/domain/names.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"

namespace mosbat::purchasing::domain {
namespace {

using testing::FailsWith;
using testing::IsOk;

TEST(CreditNameTest, IsReadAsItIsWritten) {
  const absl::StatusOr<CreditName> name = CreditName::Parse("name", "credits/30-1405");
  ASSERT_THAT(name, IsOk());
  EXPECT_EQ(name->province, "provinces/30");
  EXPECT_EQ(name->fiscal_year, 1405);
  EXPECT_EQ(name->str(), "credits/30-1405");
}

TEST(CreditNameTest, OtherFormsAreRefused) {
  for (const char* name : {"credits/30", "credits/1405", "credits/30-405", "credits/30-year", "credit/30-1405"}) {
    EXPECT_THAT(CreditName::Parse("name", name), FailsWith(absl::StatusCode::kInvalidArgument, "NAME_INVALID")) << name;
  }
}

TEST(CreditNameTest, FiscalYearTurnsOnTheFirstOfFarvardin) {
  EXPECT_EQ(CreditName::Of("provinces/30/counties/3001", absl::CivilDay(2026, 3, 20)).str(), "credits/30-1404");
  EXPECT_EQ(CreditName::Of("provinces/30/counties/3001", absl::CivilDay(2026, 3, 21)).str(), "credits/30-1405");
}

TEST(NamesTest, FollowFromWhatTheyBelongTo) {
  EXPECT_EQ(SubGuidelineOf("subGuidelines/vision/revisions/2"), "subGuidelines/vision");
  EXPECT_EQ(ClaimNameOf("deliveries/0197"), "claims/0197");
  EXPECT_EQ(StatementNameOf("centres/mehr-karaj", "1405-01"), "statements/mehr-karaj-1405-01");
  EXPECT_EQ(ProvinceOf("provinces/30/counties/3001"), "provinces/30");
}

TEST(LastDayOfTest, KnowsTheMonth) { EXPECT_EQ(*LastDayOf("month", "1405-01"), absl::CivilDay(2026, 4, 20)); }

TEST(LastDayOfTest, OtherFormsAreRefused) {
  for (const char* month : {"", "1405", "1405-13", "1405-1", "۱۴۰۵-۰۱"}) {
    EXPECT_THAT(LastDayOf("month", month), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID")) << month;
  }
}

}  // namespace
}  // namespace mosbat::purchasing::domain
