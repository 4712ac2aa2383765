#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/store/claim_store.h"
#include "services/purchasing/store/statement_store.h"
#include "services/purchasing/store/tariff_store.h"
#include "services/purchasing/testing/store_conformance.h"

namespace mosbat::purchasing {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

class ClaimStoreConformance : public PurchasingStoreConformance {
 protected:
  v1::Claim Put(const v1::Claim& claim) {
    const auto stored = Write([&](db::Session& session) { return store_.Put(session, claim); });
    EXPECT_THAT(stored, IsOk());
    return stored.value_or(v1::Claim());
  }
  template <typename List>
  std::vector<std::string> Names(List list) {
    return NamesOf(Read(list));
  }
  std::vector<std::string> Listed(const ClaimFilter& filter, const std::string& after = "", int limit = 10) {
    return Names([&](db::Session& session) { return store_.List(session, filter, after, limit); });
  }

  const ClaimStore store_{*keyring_};
};

TEST_P(ClaimStoreConformance, CauseHasOneClaim) {
  Put(ClaimIn(v1::Claim::PENDING, "a"));
  EXPECT_TRUE(db::IsUniqueViolation(
      Write([&](db::Session& session) { return store_.Put(session, ClaimIn(v1::Claim::HELD, "a")); }).status()));
}

TEST_P(ClaimStoreConformance, SecondWriterOfOneVersionIsAborted) {
  const v1::Claim stored = Put(ClaimIn(v1::Claim::PENDING, "a"));
  Put(stored);
  EXPECT_THAT(Write([&](db::Session& session) { return store_.Put(session, stored); }),
              FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(ClaimStoreConformance, ReadsWhatWasPut) {
  const v1::Claim stored = Put(ClaimIn(v1::Claim::PENDING, "a"));
  const auto read = Read([&](db::Session& session) { return store_.Get(session, "claims/a"); });
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), stored.SerializeAsString());
  EXPECT_THAT(Read([&](db::Session& session) { return store_.Get(session, "claims/b"); }),
              FailsWith(absl::StatusCode::kNotFound, "CLAIM_NOT_FOUND"));
  EXPECT_TRUE(*Read([&](db::Session& session) { return store_.Exists(session, "claims/a"); }));
  EXPECT_FALSE(*Read([&](db::Session& session) { return store_.Exists(session, "claims/b"); }));
}

TEST_P(ClaimStoreConformance, ListNarrowsByAreaAndByWhatIsAsked) {
  Put(ClaimIn(v1::Claim::PENDING, "a"));
  Put(HeldFor(v1::Claim::NO_CREDIT, "b"));
  v1::Claim elsewhere = ClaimIn(v1::Claim::PENDING, "c", absl::CivilDay(2026, 4, 25));
  elsewhere.set_county("provinces/3/counties/301");
  elsewhere.set_centre("centres/other");
  Put(elsewhere);
  EXPECT_THAT(Listed({}), ElementsAre("claims/a", "claims/b", "claims/c"));
  EXPECT_THAT(Listed({}, "claims/a", 1), ElementsAre("claims/b"));
  EXPECT_THAT(Listed({.visibility = {.area = "provinces/3"}}), ElementsAre("claims/c"));
  EXPECT_THAT(Listed({.visibility = {.area = "provinces/30"}}), ElementsAre("claims/a", "claims/b"));
  EXPECT_THAT(Listed({.visibility = {.area = kCounty}}), ElementsAre("claims/a", "claims/b"));
  EXPECT_THAT(Listed({.visibility = {.area = "centres/other"}}), ElementsAre("claims/c"));
  EXPECT_THAT(Listed({.visibility = {.area = "provinces/30"}, .centre = "centres/other"}), ElementsAre());
  EXPECT_THAT(Listed({.month = "1405-02"}), ElementsAre("claims/c"));
  EXPECT_THAT(Listed({.state = v1::Claim::HELD}), ElementsAre("claims/b"));
  EXPECT_THAT(Listed({.hold_reason = v1::Claim::NO_CREDIT}), ElementsAre("claims/b"));
  EXPECT_THAT(Listed({.statement = "statements/s"}), ElementsAre());
}

TEST_P(ClaimStoreConformance, WaitingAreByDayAndNameAsFarAsTheMoneyGoes) {
  Put(HeldFor(v1::Claim::NO_CREDIT, "a", kDay + 1, 100));
  Put(HeldFor(v1::Claim::NO_CREDIT, "c", kDay, 200));
  Put(HeldFor(v1::Claim::NO_CREDIT, "b", kDay, 300));
  Put(HeldFor(v1::Claim::REVIEW, "d", kDay, 1));
  const auto waiting = [&](int64_t money, int limit) {
    return Names([&](db::Session& session) { return store_.ListWaiting(session, kCredit, money, limit); });
  };
  EXPECT_THAT(waiting(600, 10), ElementsAre("claims/b", "claims/c", "claims/a"));
  EXPECT_THAT(waiting(599, 10), ElementsAre("claims/b", "claims/c"));
  EXPECT_THAT(waiting(600, 1), ElementsAre("claims/b"));
  // The first one does not fit: that a later one would changes nothing.
  EXPECT_THAT(waiting(299, 10), ElementsAre());
  EXPECT_EQ(*Read([&](db::Session& session) { return store_.SumWaiting(session, kCredit); }), 600);
  EXPECT_EQ(*Read([&](db::Session& session) { return store_.SumWaiting(session, "credits/12-1405"); }), 0);
}

TEST_P(ClaimStoreConformance, UnpricedAreThoseOfTheTypeFromADayOn) {
  Put(HeldFor(v1::Claim::NO_TARIFF, "b", kDay));
  Put(HeldFor(v1::Claim::NO_TARIFF, "a", kDay + 1));
  Put(HeldFor(v1::Claim::NO_TARIFF, "early", kDay - 1));
  Put(HeldFor(v1::Claim::NO_CREDIT, "priced", kDay));
  EXPECT_THAT(Names([&](db::Session& session) {
                return store_.ListUnpriced(session, kScreening, v1::Tariff::DELIVERY, kDay, 10);
              }),
              ElementsAre("claims/b", "claims/a"));
  EXPECT_THAT(Names([&](db::Session& session) {
                return store_.ListUnpriced(session, kScreening, v1::Tariff::VISIT, kDay, 10);
              }),
              ElementsAre());
}

TEST_P(ClaimStoreConformance, PriceableHaveATariffAllTheSame) {
  Put(HeldFor(v1::Claim::NO_TARIFF, "a", kDay));
  Put(HeldFor(v1::Claim::NO_TARIFF, "early", kDay - 1));
  const auto priceable = [&] { return Names([&](db::Session& session) { return store_.ListPriceable(session, 10); }); };
  EXPECT_THAT(priceable(), ElementsAre());
  const TariffStore tariffs;
  for (const auto& [id, day] : {std::pair("t1", kDay), std::pair("t2", kDay + 1), std::pair("t3", kDay + 2)}) {
    ASSERT_THAT(Write([&](db::Session& session) { return tariffs.Insert(session, TariffOf(id, 100, day)); }), IsOk());
  }
  EXPECT_THAT(priceable(), ElementsAre("claims/a"));
  Put(HeldFor(v1::Claim::NO_TARIFF, "0-later", kDay + 1));
  EXPECT_THAT(priceable(), ElementsAre("claims/a", "claims/0-later")) << "by day";
}

TEST_P(ClaimStoreConformance, UnstatedAreWhatWouldGoOnToAStatement) {
  Put(ClaimIn(v1::Claim::PENDING, "a"));
  Put(HeldFor(v1::Claim::NO_CREDIT, "b"));
  Put(HeldFor(v1::Claim::NO_TARIFF, "c"));
  Put(HeldFor(v1::Claim::REVIEW, "d"));
  Put(HeldFor(v1::Claim::RULE_ENDED, "e"));
  Put(ClaimIn(v1::Claim::APPROVED, "f"));
  Put(ClaimIn(v1::Claim::STATED, "g"));
  Put(ClaimIn(v1::Claim::PENDING, "early", kDay - 1));
  const auto unstated = [&](const UnstatedFilter& filter) {
    return Names([&](db::Session& session) { return store_.ListUnstated(session, filter, "", 10); });
  };
  EXPECT_THAT(unstated({.centre = kCentre}),
              ElementsAre("claims/a", "claims/b", "claims/c", "claims/early", "claims/f"));
  EXPECT_THAT(unstated({.service_type = kScreening, .from = kDay}),
              ElementsAre("claims/a", "claims/b", "claims/c", "claims/f"));
  EXPECT_THAT(unstated({.sub_guideline = kSubGuideline, .from = kDay}),
              ElementsAre("claims/a", "claims/b", "claims/c", "claims/f"));
  EXPECT_THAT(unstated({.from = kDay}), ElementsAre("claims/a", "claims/b", "claims/c", "claims/f"));
  EXPECT_THAT(unstated({.centre = "centres/other"}), ElementsAre());
  EXPECT_THAT(unstated({.sub_guideline = "subGuidelines/other"}), ElementsAre());
}

TEST_P(ClaimStoreConformance, WhatPeopleWroteIsSealed) {
  v1::Claim claim = ClaimIn(v1::Claim::OBJECTED, "a");
  claim.set_review_reason("Mrs Ahmadi was not at home");
  claim.set_objection("Mr Karimi was there");
  Put(claim);
  const auto bodies = Read([&](db::Session& session) { return session.Query("SELECT body FROM claims"); });
  ASSERT_THAT(bodies, IsOk());
  ASSERT_EQ(bodies->size(), 1U);
  EXPECT_THAT(bodies->front().Bytes(0), ::testing::Not(::testing::HasSubstr("Ahmadi")));
  EXPECT_THAT(bodies->front().Bytes(0), ::testing::Not(::testing::HasSubstr("Karimi")));
  EXPECT_EQ(Read([&](db::Session& session) { return store_.Get(session, "claims/a"); })->objection(),
            claim.objection());
}

TEST_P(ClaimStoreConformance, ToStateAreTheMonthsApprovedOnesAndLateOnesOfClosedMonths) {
  const absl::CivilDay second_month(2026, 4, 25);
  Put(ClaimIn(v1::Claim::APPROVED, "late", kDay));
  Put(ClaimIn(v1::Claim::APPROVED, "a", second_month));
  Put(ClaimIn(v1::Claim::PENDING, "b", second_month));
  const auto to_state = [&](const std::string& month) {
    return Names([&](db::Session& session) { return store_.ListToState(session, kCentre, month, 10); });
  };
  EXPECT_THAT(to_state("1405-01"), ElementsAre("claims/late"));
  EXPECT_THAT(to_state("1405-02"), ElementsAre("claims/a"));

  const StatementStore statements;
  auto statement =
      Write([&](db::Session& session) { return statements.Put(session, StatementIn(v1::Statement::OPEN)); });
  ASSERT_THAT(statement, IsOk());
  EXPECT_THAT(to_state("1405-02"), ElementsAre("claims/a"));
  statement->set_state(v1::Statement::CLOSED);
  ASSERT_THAT(Write([&](db::Session& session) { return statements.Put(session, *statement); }), IsOk());
  EXPECT_THAT(to_state("1405-02"), ElementsAre("claims/a", "claims/late"));
}

TEST_P(ClaimStoreConformance, StatedAreTheUnpaidOnesOfAStatement) {
  v1::Claim stated = ClaimIn(v1::Claim::STATED, "a");
  stated.set_statement("statements/s");
  Put(stated);
  v1::Claim paid = ClaimIn(v1::Claim::PAID, "b");
  paid.set_statement("statements/s");
  Put(paid);
  EXPECT_THAT(Names([&](db::Session& session) { return store_.ListStated(session, "statements/s", 10); }),
              ElementsAre("claims/a"));
}

TEST_P(ClaimStoreConformance, SumsAndPendingAreOfTheCentreAndMonth) {
  Put(ClaimIn(v1::Claim::PENDING, "p1", kDay, 1));
  Put(ClaimIn(v1::Claim::PENDING, "p2", kDay, 2));
  Put(HeldFor(v1::Claim::NO_CREDIT, "h", kDay, 10));
  Put(ClaimIn(v1::Claim::REJECTED, "r", kDay, 100));
  Put(ClaimIn(v1::Claim::OBJECTED, "o", kDay, 200));
  Put(ClaimIn(v1::Claim::APPROVED, "a", kDay, 1000));
  Put(ClaimIn(v1::Claim::PENDING, "other-month", absl::CivilDay(2026, 4, 25), 5));
  const auto sums = Read([&](db::Session& session) { return store_.Sums(session, kCentre, "1405-01"); });
  ASSERT_THAT(sums, IsOk());
  EXPECT_EQ(sums->pending.count(), 2);
  EXPECT_EQ(sums->pending.amount().amount(), 3);
  EXPECT_EQ(sums->held.amount().amount(), 10);
  EXPECT_EQ(sums->rejected.count(), 2);
  EXPECT_EQ(sums->rejected.amount().amount(), 300);
  EXPECT_EQ(*Read([&](db::Session& session) { return store_.CountPending(session, kCentre, "1405-01"); }), 2);
  EXPECT_THAT(Names([&](db::Session& session) { return store_.ListPending(session, kCentre, "1405-01", 10); }),
              ElementsAre("claims/p1", "claims/p2"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, ClaimStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::purchasing
