#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/purchasing/store/statement_store.h"
#include "services/purchasing/testing/store_conformance.h"

namespace mosbat::purchasing {
namespace {

using ::testing::ElementsAre;
using testing::FailsWith;
using testing::IsOk;

class StatementStoreConformance : public PurchasingStoreConformance {
 protected:
  absl::StatusOr<v1::Statement> Put(const v1::Statement& statement) {
    return Write([&](db::Session& session) { return store_.Put(session, statement); });
  }
  std::vector<std::string> ToSettle(int limit) {
    return Read([&](db::Session& session) { return store_.ListToSettle(session, limit); })
        .value_or(std::vector<std::string>{"failed"});
  }

  const StatementStore store_;
};

TEST_P(StatementStoreConformance, CentreAndMonthHaveOne) {
  ASSERT_THAT(Put(StatementIn(v1::Statement::OPEN)), IsOk());
  EXPECT_TRUE(db::IsUniqueViolation(Put(StatementIn(v1::Statement::OPEN)).status()));
  v1::Statement other_name = StatementIn(v1::Statement::OPEN);
  other_name.set_name("statements/other");
  EXPECT_TRUE(db::IsUniqueViolation(Put(other_name).status()));
}

TEST_P(StatementStoreConformance, SecondWriterOfOneVersionIsAborted) {
  const auto stored = Put(StatementIn(v1::Statement::OPEN));
  ASSERT_THAT(stored, IsOk());
  EXPECT_THAT(Put(*stored), IsOk());
  EXPECT_THAT(Put(*stored), FailsWith(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_P(StatementStoreConformance, MissingOneIsNotFound) {
  EXPECT_THAT(Read([&](db::Session& session) { return store_.Get(session, "statements/none"); }),
              FailsWith(absl::StatusCode::kNotFound, "STATEMENT_NOT_FOUND"));
  const auto found = Read([&](db::Session& session) { return store_.Find(session, "statements/none"); });
  ASSERT_THAT(found, IsOk());
  EXPECT_FALSE(found->has_value());
}

TEST_P(StatementStoreConformance, ListNarrowsByAreaAndByWhatIsAsked) {
  ASSERT_THAT(Put(StatementIn(v1::Statement::PAID, "1405-01")), IsOk());
  ASSERT_THAT(Put(StatementIn(v1::Statement::OPEN, "1405-02")), IsOk());
  const auto names = [&](const StatementFilter& filter, const std::string& after = "") {
    return NamesOf(Read([&](db::Session& session) { return store_.List(session, filter, after, 10); }));
  };
  const std::string first = "statements/mehr-karaj-1405-01";
  const std::string second = "statements/mehr-karaj-1405-02";
  EXPECT_THAT(names({}), ElementsAre(first, second));
  EXPECT_THAT(names({}, first), ElementsAre(second));
  EXPECT_THAT(names({.visibility = {.area = "provinces/30"}, .state = v1::Statement::PAID}), ElementsAre(first));
  EXPECT_THAT(names({.month = "1405-02"}), ElementsAre(second));
  EXPECT_THAT(names({.visibility = {.area = "provinces/3"}}), ElementsAre());
  EXPECT_THAT(names({.centre = "centres/other"}), ElementsAre());
}

TEST_P(StatementStoreConformance, ToSettleAreThoseAddedAndNotRemoved) {
  for (const char* name : {"statements/b", "statements/a", "statements/c"}) {
    ASSERT_THAT(Write([&](db::Session& session) { return store_.AddToSettle(session, name); }), IsOk());
  }
  ASSERT_THAT(Write([&](db::Session& session) { return store_.RemoveToSettle(session, "statements/c"); }), IsOk());
  EXPECT_THAT(ToSettle(10), ElementsAre("statements/a", "statements/b"));
  EXPECT_THAT(ToSettle(1), ElementsAre("statements/a"));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, StatementStoreConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

}  // namespace
}  // namespace mosbat::purchasing
