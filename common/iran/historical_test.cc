#include "common/iran/historical.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/iran/jalali.h"
#include "common/testing/status_matchers.h"

namespace mosbat::iran {
namespace {

using absl::StatusCode;
using ::mosbat::testing::FailsWith;
using ::testing::_;
using ::testing::ElementsAre;
using ::testing::FieldsAre;

constexpr absl::CivilDay kToday(2026, 5, 10);

absl::StatusOr<bool> On(absl::CivilDay day, bool said, access::v1::Role role = access::v1::STEERING) {
  return IsHistorical("start_date", day, {.said_historical = said, .role = role, .today = kToday});
}

TEST(HistoricalTest, ADayBeforeTodayMustBeSaidToBeSo) {
  EXPECT_THAT(On(kToday - 1, false), FailsWith(StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID"));
  EXPECT_THAT(FaultsOf(On(kToday - 1, false).status(), Language::kEnglish), ElementsAre(FieldsAre("start_date", _)));
  EXPECT_TRUE(On(kToday - 1, true).value());
}

TEST(HistoricalTest, TheFirstDayThatIsAllowedIsNamed) {
  const absl::Status refused = On(kToday - 1, false).status();
  EXPECT_THAT(WordsOf(refused, Language::kEnglish), ::testing::HasSubstr("take 2026-05-10 or a later date"));
  EXPECT_THAT(WordsOf(refused, Language::kPersian),
              ::testing::HasSubstr(JalaliInWords(kToday, Language::kPersian) + " یا پس از آن"));
}

TEST(HistoricalTest, SaidButNotNeededMarksNothing) {
  EXPECT_FALSE(On(kToday, true).value());
  EXPECT_FALSE(On(kToday + 1, true).value());
  EXPECT_FALSE(On(kToday, false, access::v1::COUNTY).value());
}

TEST(HistoricalTest, OnlySteeringMaySayIt) {
  for (const absl::CivilDay day : {kToday - 1, kToday, kToday + 1}) {
    EXPECT_THAT(On(day, true, access::v1::DEPUTYSHIP),
                FailsWith(StatusCode::kPermissionDenied, "HISTORICAL_NOT_ALLOWED"));
  }
}

TEST(HistoricalTest, ADayBeforeTodayOfAnotherRoleIsFirstNotSaid) {
  EXPECT_THAT(On(kToday - 1, false, access::v1::COUNTY),
              FailsWith(StatusCode::kInvalidArgument, "HISTORICAL_NOT_SAID"));
}

}  // namespace
}  // namespace mosbat::iran
