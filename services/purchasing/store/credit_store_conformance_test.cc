#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/store/credit_store.h"
#include "services/purchasing/testing/store_conformance.h"

namespace mosbat::purchasing {
namespace {

using testing::FailsWith;
using testing::IsOk;

const absl::Time kNow = absl::FromUnixSeconds(1'775'000'000);

class CreditStoreConformance : public PurchasingStoreConformance {
 protected:
  CreditStoreConformance() {
    EXPECT_THAT(Write([&](db::Session& session) { return store_.Ensure(session, name_); }), IsOk());
  }

  // A movement that must not fail; what its guard said.
  template <typename Move>
  bool Moves(Move move) {
    const absl::StatusOr<bool> moved = Write(move);
    EXPECT_THAT(moved, IsOk());
    return moved.ok() && *moved;
  }
  bool Allocate(int64_t amount) {
    return Moves([&](db::Session& session) { return store_.Allocate(session, kCredit, amount, kNow); });
  }
  bool Adjust(int64_t change) {
    return Moves([&](db::Session& session) { return store_.Adjust(session, kCredit, change); });
  }
  bool Spend(int64_t amount) {
    return Moves([&](db::Session& session) { return store_.Spend(session, kCredit, amount); });
  }
  bool Reserve(int64_t amount) {
    return Moves([&](db::Session& session) { return store_.Reserve(session, kCredit, amount); });
  }
  bool StartWaiting() {
    return Moves([&](db::Session& session) { return store_.StartWaiting(session, kCredit); });
  }
  v1::Credit Stored() {
    const auto credit = Read([&](db::Session& session) { return store_.Get(session, kCredit); });
    EXPECT_THAT(credit, IsOk());
    return credit.value_or(v1::Credit());
  }

  const domain::CreditName name_{.province = "provinces/30", .fiscal_year = 1405};
  const CreditStore store_{*keyring_};
};

TEST_P(CreditStoreConformance, EnsureMakesAnEmptyRowOnce) {
  ASSERT_THAT(Write([&](db::Session& session) { return store_.Ensure(session, name_); }), IsOk());
  const v1::Credit credit = Stored();
  EXPECT_EQ(credit.name(), kCredit);
  EXPECT_EQ(credit.province(), "provinces/30");
  EXPECT_EQ(credit.fiscal_year(), 1405);
  EXPECT_EQ(credit.allocated().amount(), 0);
  EXPECT_FALSE(credit.has_allocate_time());
}

TEST_P(CreditStoreConformance, MissingOneIsNotFound) {
  EXPECT_THAT(Read([&](db::Session& session) { return store_.Get(session, "credits/30-1406"); }),
              FailsWith(absl::StatusCode::kNotFound, "CREDIT_NOT_FOUND"));
}

TEST_P(CreditStoreConformance, IsAllocatedOnce) {
  EXPECT_TRUE(Allocate(1000));
  EXPECT_FALSE(Allocate(2000));
  EXPECT_EQ(Stored().allocated().amount(), 1000);
  EXPECT_EQ(ToMicros(Stored().allocate_time()), absl::ToUnixMicros(kNow));
}

TEST_P(CreditStoreConformance, NothingIsSpentBeyondWhatIsFree) {
  ASSERT_TRUE(Allocate(1000));
  EXPECT_TRUE(Spend(600));
  EXPECT_FALSE(Spend(401));
  EXPECT_TRUE(Spend(400));
  EXPECT_FALSE(Spend(1));
  EXPECT_EQ(Stored().spent().amount(), 1000);
  EXPECT_EQ(Stored().free().amount(), 0);
}

TEST_P(CreditStoreConformance, WhatIsReservedIsNotFree) {
  ASSERT_TRUE(Allocate(1000));
  EXPECT_TRUE(Reserve(300));
  EXPECT_FALSE(Reserve(701));
  EXPECT_FALSE(Spend(701));
  EXPECT_TRUE(Spend(700));
  EXPECT_TRUE(Moves([&](db::Session& session) { return store_.Unreserve(session, kCredit, 300); }));
  EXPECT_FALSE(Moves([&](db::Session& session) { return store_.Unreserve(session, kCredit, 1); }));
  EXPECT_EQ(Stored().free().amount(), 300);
}

TEST_P(CreditStoreConformance, AdjustmentStaysBetweenWhatIsInUseAndTheLargestAmount) {
  EXPECT_FALSE(Adjust(10)) << "never allocated";
  ASSERT_TRUE(Allocate(1000));
  ASSERT_TRUE(Spend(400));
  ASSERT_TRUE(Reserve(100));
  EXPECT_FALSE(Adjust(-501));
  EXPECT_TRUE(Adjust(-500));
  EXPECT_FALSE(Adjust(domain::kMostRials));
  EXPECT_TRUE(Adjust(domain::kMostRials - 500));
  EXPECT_EQ(Stored().allocated().amount(), domain::kMostRials);
}

TEST_P(CreditStoreConformance, NothingOvertakesWhoWaits) {
  ASSERT_TRUE(Allocate(1000));
  ASSERT_TRUE(StartWaiting());
  EXPECT_FALSE(Spend(1));
  EXPECT_FALSE(Reserve(1));
  EXPECT_TRUE(Moves([&](db::Session& session) { return store_.StopWaiting(session, kCredit); }));
  EXPECT_FALSE(Moves([&](db::Session& session) { return store_.StopWaiting(session, kCredit); }));
  EXPECT_TRUE(Spend(1));
}

TEST_P(CreditStoreConformance, SpendsForThoseWhoWaitAndNoMore) {
  ASSERT_TRUE(Allocate(1000));
  ASSERT_TRUE(StartWaiting());
  ASSERT_TRUE(StartWaiting());
  v1::Credit read = Stored();
  const auto spend = [&](int64_t amount, int64_t count) {
    return Moves([&](db::Session& session) { return store_.SpendForWaiting(session, read, amount, count); });
  };
  EXPECT_FALSE(spend(100, 3));
  EXPECT_FALSE(spend(1001, 2));
  ASSERT_TRUE(StartWaiting());
  EXPECT_FALSE(spend(1000, 2)) << "the one that came may be the first";
  EXPECT_TRUE(Moves([&](db::Session& session) { return store_.StopWaiting(session, kCredit); }));
  read = Stored();
  EXPECT_TRUE(spend(1000, 2));
  EXPECT_EQ(Stored().waiting_count(), 0);
  EXPECT_EQ(Stored().spent().amount(), 1000);
}

TEST_P(CreditStoreConformance, GivesBackAtMostWhatWasSpent) {
  ASSERT_TRUE(Allocate(1000));
  ASSERT_TRUE(Spend(300));
  const auto give_back = [&](int64_t amount) {
    return Moves([&](db::Session& session) { return store_.GiveBack(session, kCredit, amount); });
  };
  EXPECT_FALSE(give_back(301));
  EXPECT_TRUE(give_back(300));
  EXPECT_EQ(Stored().spent().amount(), 0);
}

TEST_P(CreditStoreConformance, EveryMovementIsANewVersion) {
  ASSERT_TRUE(Allocate(1000));
  const int64_t before = RowVersionOf(Stored().etag());
  ASSERT_TRUE(Spend(300));
  EXPECT_EQ(RowVersionOf(Stored().etag()), before + 1);
}

TEST_P(CreditStoreConformance, ListNarrowsByProvinceAndYear) {
  for (const auto& [province, year] : {std::pair("provinces/30", 1406), std::pair("provinces/12", 1405)}) {
    ASSERT_THAT(Write([&](db::Session& session) {
                  return store_.Ensure(session, {.province = province, .fiscal_year = year});
                }),
                IsOk());
  }
  const auto names = [&](const CreditFilter& filter, const std::string& after, int limit) {
    return NamesOf(Read([&](db::Session& session) { return store_.List(session, filter, after, limit); }));
  };
  EXPECT_THAT(names({}, "", 10), ::testing::ElementsAre("credits/12-1405", "credits/30-1405", "credits/30-1406"));
  EXPECT_THAT(names({}, "credits/12-1405", 1), ::testing::ElementsAre("credits/30-1405"));
  EXPECT_THAT(names({.province = "provinces/30"}, "", 10),
              ::testing::ElementsAre("credits/30-1405", "credits/30-1406"));
  EXPECT_THAT(names({.province = "provinces/30", .fiscal_year = 1406}, "", 10),
              ::testing::ElementsAre("credits/30-1406"));
  EXPECT_THAT(names({.visibility = {.area = "provinces/12"}}, "", 10), ::testing::ElementsAre("credits/12-1405"));
  EXPECT_THAT(names({.visibility = {.area = "provinces/12"}, .province = "provinces/30"}, "", 10),
              ::testing::ElementsAre());
}

TEST_P(CreditStoreConformance, ReleasableIsWhereClaimsWaitAlthoughMoneyIsFree) {
  const auto releasable = [&] {
    const auto names = Read([&](db::Session& session) { return store_.ListReleasable(session, 10); });
    EXPECT_THAT(names, IsOk());
    return names.value_or(std::vector<std::string>{"failed"});
  };
  ASSERT_TRUE(StartWaiting());
  EXPECT_THAT(releasable(), ::testing::IsEmpty());
  ASSERT_TRUE(Allocate(1));
  EXPECT_THAT(releasable(), ::testing::ElementsAre(kCredit));
}

TEST_P(CreditStoreConformance, ExpiredAreTheActiveCommitmentsWhoseTimeHasPassed) {
  const auto insert = [&](const std::string& id, v1::Commitment::State state, absl::Duration expires_in) {
    v1::Commitment commitment;
    commitment.set_name(std::string(kCredit) + "/commitments/" + id);
    commitment.set_state(state);
    if (expires_in != absl::InfiniteDuration()) {
      *commitment.mutable_expire_time() = ToTimestamp(kNow + expires_in);
    }
    ASSERT_THAT(Write([&](db::Session& session) { return store_.InsertCommitment(session, commitment); }), IsOk());
  };
  insert("passed", v1::Commitment::ACTIVE, absl::ZeroDuration());
  insert("later", v1::Commitment::ACTIVE, absl::Seconds(1));
  insert("never", v1::Commitment::ACTIVE, absl::InfiniteDuration());
  insert("released", v1::Commitment::RELEASED, absl::ZeroDuration());
  EXPECT_THAT(NamesOf(Read([&](db::Session& session) { return store_.ListExpired(session, kNow, 10); })),
              ::testing::ElementsAre("credits/30-1405/commitments/passed"));
}

TEST_P(CreditStoreConformance, SubjectOfACommitmentIsSealed) {
  v1::Commitment commitment;
  commitment.set_name("credits/30-1405/commitments/c");
  commitment.set_state(v1::Commitment::ACTIVE);
  commitment.set_subject("the case of Mrs Ahmadi");
  ASSERT_THAT(Write([&](db::Session& session) { return store_.InsertCommitment(session, commitment); }), IsOk());
  const auto bodies = Read([&](db::Session& session) { return session.Query("SELECT body FROM commitments"); });
  ASSERT_THAT(bodies, IsOk());
  ASSERT_EQ(bodies->size(), 1U);
  EXPECT_THAT(bodies->front().Bytes(0), ::testing::Not(::testing::HasSubstr("Ahmadi")));
  EXPECT_EQ(Read([&](db::Session& session) { return store_.GetCommitment(session, commitment.name()); })->subject(),
            commitment.subject());
}

TEST_P(CreditStoreConformance, SecondWriterOfOneCommitmentIsAborted) {
  v1::Commitment commitment;
  commitment.set_name("credits/30-1405/commitments/c");
  commitment.set_state(v1::Commitment::ACTIVE);
  const auto stored = Write([&](db::Session& session) { return store_.InsertCommitment(session, commitment); });
  ASSERT_THAT(stored, IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return store_.ReplaceCommitment(session, *stored); }), IsOk());
  EXPECT_THAT(Write([&](db::Session& session) { return store_.ReplaceCommitment(session, *stored); }),
              FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(
      Read([&](db::Session& session) { return store_.GetCommitment(session, "credits/30-1405/commitments/d"); }),
      FailsWith(absl::StatusCode::kNotFound, "COMMITMENT_NOT_FOUND"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, CreditStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::purchasing
