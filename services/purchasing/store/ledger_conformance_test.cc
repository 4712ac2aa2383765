#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/store/ledger.h"
#include "services/purchasing/testing/store_conformance.h"

namespace mosbat::purchasing {
namespace {

using testing::HasCode;
using testing::IsOk;

const absl::Time kNow = absl::FromUnixSeconds(1'775'000'000);

class LedgerConformance : public PurchasingStoreConformance {
 protected:
  absl::Status Post(const std::string& resource, int64_t version, int64_t amount, absl::Time now = kNow) {
    return Write([&](db::Session& session) {
      return ledger_.Post(session,
                          {.resource = resource,
                           .etag = EtagOf(version),
                           .from = AccountName(kCredit, Account::kAvailable),
                           .to = AccountName(kCentre, Account::kPayable),
                           .amount = amount},
                          now);
    });
  }
  int64_t Balance(const std::string& account) {
    const auto balance = Read([&](db::Session& session) { return ledger_.Balance(session, account); });
    EXPECT_THAT(balance, IsOk());
    return balance.value_or(-1);
  }

  const Ledger ledger_{};
};

TEST_P(LedgerConformance, BothSidesOfAMovementAreWritten) {
  ASSERT_THAT(Post("claims/a", 1, 700), IsOk());
  ASSERT_THAT(Post("claims/b", 1, 50), IsOk());
  EXPECT_EQ(Balance("credits/30-1405/available"), -750);
  EXPECT_EQ(Balance("centres/mehr-karaj/payable"), 750);
  EXPECT_EQ(Balance("centres/mehr-karaj/paid"), 0);
}

TEST_P(LedgerConformance, OneVersionMovesMoneyOnce) {
  ASSERT_THAT(Post("claims/a", 1, 700), IsOk());
  EXPECT_TRUE(db::IsUniqueViolation(Post("claims/a", 1, 700)));
  EXPECT_THAT(Post("claims/a", 2, 700), IsOk());
}

TEST_P(LedgerConformance, AmountIsPositive) {
  EXPECT_THAT(Post("claims/a", 1, 0), HasCode(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Post("claims/a", 1, -5), HasCode(absl::StatusCode::kInvalidArgument));
}

TEST_P(LedgerConformance, ListsWhatAResourceCausedAndNoOther) {
  ASSERT_THAT(Post("claims/a", 10, 2, kNow + absl::Seconds(1)), IsOk());
  ASSERT_THAT(Post("claims/a", 9, 1), IsOk());
  ASSERT_THAT(Post("claims/ab", 1, 3), IsOk());
  ASSERT_THAT(Post("claims/a-b", 1, 4), IsOk());
  const auto postings = Read([&](db::Session& session) { return ledger_.ListOf(session, "claims/a"); });
  ASSERT_THAT(postings, IsOk());
  std::vector<std::pair<std::string, int64_t>> seen;
  for (const v1::Posting& posting : *postings) seen.emplace_back(posting.movement(), posting.amount().amount());
  EXPECT_THAT(seen, ::testing::ElementsAre(std::pair("claims/a@9", -1), std::pair("claims/a@9", 1),
                                           std::pair("claims/a@10", -2), std::pair("claims/a@10", 2)));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, LedgerConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::purchasing
