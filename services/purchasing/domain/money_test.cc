#include "services/purchasing/domain/money.h"

#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/testing/status_matchers.h"

namespace mosbat::purchasing::domain {
namespace {

using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;

TEST(AmountInTest, BoundsAreAllowedAndWhatLiesBeyondIsNot) {
  EXPECT_THAT(AmountIn("amount", InRials(1), 1, 10), IsOk());
  EXPECT_THAT(AmountIn("amount", InRials(10), 1, 10), IsOk());
  EXPECT_THAT(AmountIn("amount", InRials(0), 1, 10), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(AmountIn("amount", InRials(11), 1, 10), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(AmountInTest, NamesTheFieldInBothLanguages) {
  const absl::Status status = AmountIn("tariff.amount", InRials(11), 1, 10).status();
  EXPECT_EQ(FaultsOf(status, Language::kEnglish).at(0).first, "tariff.amount.amount");
  EXPECT_THAT(FaultsOf(status, Language::kPersian).at(0).second, ::testing::HasSubstr("مبلغ باید از ۱ تا ۱۰ ریال"));
}

TEST(AmountInTest, NewRialIsRefused) {
  common::v1::Rials rials = InRials(5);
  rials.set_currency_version(2);
  EXPECT_THAT(AmountIn("amount", rials, 1, 10), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST(AddToTest, TotalStopsAtTheLargestAmount) {
  common::v1::Rials total = InRials(kMostRials - 1);
  EXPECT_THAT(AddTo(total, 1), IsOk());
  EXPECT_THAT(AddTo(total, 1), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(AddTo(total, std::numeric_limits<int64_t>::max()), HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_EQ(total.amount(), kMostRials);
}

}  // namespace
}  // namespace mosbat::purchasing::domain
