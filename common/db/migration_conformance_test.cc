// Schema changes on every store.
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/db/migration.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"

namespace mosbat::db {
namespace {

using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;

const Migration kFirst = {.name = "0001_first",
                          .sql = "CREATE TABLE IF NOT EXISTS first (name VARCHAR(63) NOT NULL PRIMARY KEY)"};
const Migration kSecond = {
    .name = "0002_second",
    .sql = "CREATE TABLE IF NOT EXISTS second (name VARCHAR(63) NOT NULL PRIMARY KEY, n BIGINT)"};
const Migration kIndex = {.name = "0003_second_n", .sql = "CREATE INDEX IF NOT EXISTS second_n ON second (n)"};
const Migration kBroken = {.name = "0002_broken", .sql = "CREATE TABLE IF NOT EXISTS broken (name VARCHAR(63)"};

const std::vector<Migration> kOne = {kFirst};
const std::vector<Migration> kAll = {kFirst, kSecond, kIndex};
const std::vector<Migration> kWithBroken = {kFirst, kBroken};
const std::vector<Migration> kNone;

class MigrationConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  absl::Status Do(absl::string_view sql, std::initializer_list<Value> values = {}) {
    return database_->Transact([&](Session& session) { return session.Execute(sql, values).status(); });
  }

  int64_t Count(absl::string_view sql) {
    int64_t count = -1;
    EXPECT_THAT(database_->Read([&](Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query(sql));
      count = rows.front().Int(0);
      return absl::OkStatus();
    }),
                IsOk());
    return count;
  }

  std::unique_ptr<Database> database_ = GetParam().Open({});
};

INSTANTIATE_TEST_SUITE_P(AllBackends, MigrationConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

TEST_P(MigrationConformance, AppliesWhatIsMissingAndCountsIt) {
  EXPECT_THAT(Migrate(*database_, {{"test", &kOne}}), IsOk());
  const absl::StatusOr<int> applied = Migrate(*database_, {{"test", &kAll}});

  ASSERT_THAT(applied, IsOk());
  EXPECT_EQ(*applied, 2);
  EXPECT_THAT(Do("INSERT INTO second (name, n) VALUES (?, ?)", {"a", 1}), IsOk());
  EXPECT_THAT(RequireMigrated(*database_, {{"test", &kAll}}), IsOk());
}

TEST_P(MigrationConformance, RunningAgainChangesNothing) {
  ASSERT_THAT(Migrate(*database_, {{"test", &kAll}}), IsOk());
  ASSERT_THAT(Do("INSERT INTO first (name) VALUES (?)", {"kept"}), IsOk());

  const absl::StatusOr<int> applied = Migrate(*database_, {{"test", &kAll}});

  ASSERT_THAT(applied, IsOk());
  EXPECT_EQ(*applied, 0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM first"), 1);
}

TEST_P(MigrationConformance, AChangeWhoseRecordWasLostIsAppliedAgain) {
  ASSERT_THAT(Migrate(*database_, {{"test", &kAll}}), IsOk());
  ASSERT_THAT(Do("DELETE FROM schema_migrations WHERE name <> ?", {kFirst.name}), IsOk());

  EXPECT_THAT(RequireMigrated(*database_, {{"test", &kAll}}),
              FailsWith(absl::StatusCode::kFailedPrecondition, "SCHEMA_OLD"));
  EXPECT_THAT(Migrate(*database_, {{"test", &kAll}}), IsOk());
  EXPECT_EQ(Count("SELECT COUNT(*) FROM schema_migrations"), 3);
}

TEST_P(MigrationConformance, ADatabaseWithoutItsTablesIsOld) {
  EXPECT_THAT(RequireMigrated(*database_, {{"test", &kOne}}),
              FailsWith(absl::StatusCode::kFailedPrecondition, "SCHEMA_OLD"));
}

TEST_P(MigrationConformance, AnUnknownMigrationOfTheOwnerIsNewer) {
  ASSERT_THAT(Migrate(*database_, {{"test", &kAll}}), IsOk());

  EXPECT_THAT(RequireMigrated(*database_, {{"test", &kOne}}),
              FailsWith(absl::StatusCode::kFailedPrecondition, "SCHEMA_NEWER"));
  EXPECT_THAT(Migrate(*database_, {{"test", &kOne}}), FailsWith(absl::StatusCode::kFailedPrecondition, "SCHEMA_NEWER"));
}

TEST_P(MigrationConformance, OwnersShareADatabaseWithoutKnowingEachOther) {
  ASSERT_THAT(Migrate(*database_, {{"feed", &kOne}}), IsOk());

  const absl::StatusOr<int> applied = Migrate(*database_, {{"test", &kAll}});

  ASSERT_THAT(applied, IsOk());
  EXPECT_EQ(*applied, 3);
  EXPECT_THAT(RequireMigrated(*database_, {{"feed", &kOne}, {"test", &kAll}}), IsOk());
  EXPECT_THAT(RequireMigrated(*database_, {{"other", &kNone}}), IsOk());
}

TEST_P(MigrationConformance, AFailedMigrationKeepsTheEarlierOnesAndTheLeaseIsFree) {
  EXPECT_THAT(Migrate(*database_, {{"test", &kWithBroken}}), HasCode(absl::StatusCode::kInternal));

  EXPECT_THAT(RequireMigrated(*database_, {{"test", &kOne}}), IsOk());
  EXPECT_EQ(Count("SELECT COUNT(*) FROM schema_leases"), 0);
  EXPECT_THAT(Migrate(*database_, {{"test", &kAll}}), IsOk());
}

TEST_P(MigrationConformance, TheLeaseOfAProcessThatDiedExpires) {
  ASSERT_THAT(Migrate(*database_, {{"test", &kOne}}), IsOk());
  ASSERT_THAT(Do("INSERT INTO schema_leases (name, holder, expires_at_us) VALUES (?, ?, ?)", {"migrate", "dead", 1}),
              IsOk());

  EXPECT_THAT(Migrate(*database_, {{"test", &kAll}}), IsOk());
}

TEST_P(MigrationConformance, TwoAtOnceApplyEachChangeOnce) {
  std::vector<std::thread> threads;
  std::vector<absl::StatusOr<int>> applied(3, 0);
  for (auto& count : applied) {
    threads.emplace_back([&] { count = Migrate(*database_, {{"test", &kAll}}); });
  }
  for (std::thread& thread : threads) thread.join();

  int sum = 0;
  for (const auto& count : applied) {
    ASSERT_THAT(count, IsOk());
    sum += *count;
  }
  EXPECT_EQ(sum, 3);
}

}  // namespace
}  // namespace mosbat::db
