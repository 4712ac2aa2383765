// What concurrent transactions may not do to each other, on every store.
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/db/database.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"

namespace mosbat::db {
namespace {

using testing::HasCode;
using testing::IsOk;

const std::vector<Migration>& Tables() {
  static const auto* const tables = new std::vector<Migration>{
      {.name = "0001_counters",
       .sql = "CREATE TABLE IF NOT EXISTS counters (name VARCHAR(63) NOT NULL PRIMARY KEY, value BIGINT NOT NULL)"},
      {.name = "0002_duties",
       .sql = "CREATE TABLE IF NOT EXISTS duties (worker VARCHAR(63) NOT NULL PRIMARY KEY, on_duty BIGINT NOT NULL)"},
  };
  return *tables;
}

void InThreads(int count, const std::function<void(int thread)>& work) {
  std::vector<std::thread> threads;
  threads.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}

class RacesConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  absl::Status Do(absl::string_view sql, std::initializer_list<Value> values) {
    return database_->Transact([&](Session& session) { return session.Execute(sql, values).status(); });
  }

  int64_t Number(absl::string_view sql) {
    int64_t number = -1;
    const absl::Status status = database_->Read([&](Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query(sql));
      number = rows.front().Int(0);
      return absl::OkStatus();
    });
    EXPECT_THAT(status, IsOk());
    return number;
  }

  std::unique_ptr<Database> database_ = GetParam().Open({{"test", &Tables()}});
};

INSTANTIATE_TEST_SUITE_P(AllBackends, RacesConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

TEST_P(RacesConformance, NoIncrementOfManyThreadsIsLost) {
  constexpr int kThreads = 20;
  constexpr int kEach = 10;
  ASSERT_THAT(Do("INSERT INTO counters (name, value) VALUES (?, ?)", {"hits", 0}), IsOk());
  std::atomic<int64_t> done = 0;

  InThreads(kThreads, [&](int) {
    for (int i = 0; i < kEach; ++i) {
      const absl::Status status = Do("UPDATE counters SET value = value + 1 WHERE name = ?", {"hits"});
      if (status.ok()) ++done;
      EXPECT_TRUE(status.ok() || status.code() == absl::StatusCode::kAborted) << status;
    }
  });

  EXPECT_EQ(Number("SELECT value FROM counters"), done);
  EXPECT_GE(done, kThreads * kEach * 9 / 10) << "nearly every one gets through in its tries";
}

TEST_P(RacesConformance, NoUpdateDecidedOnAPlainReadIsLost) {
  constexpr int kThreads = 8;
  constexpr int kEach = 10;
  ASSERT_THAT(Do("INSERT INTO counters (name, value) VALUES (?, ?)", {"hits", 0}), IsOk());
  std::atomic<int64_t> done = 0;

  InThreads(kThreads, [&](int) {
    for (int i = 0; i < kEach; ++i) {
      const absl::Status status = database_->Transact([](Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query("SELECT value FROM counters WHERE name = ?", {"hits"}));
        const int64_t next = rows.front().Int(0) + 1;
        return session.Execute("UPDATE counters SET value = ? WHERE name = ?", {next, "hits"}).status();
      });
      if (status.ok()) ++done;
      EXPECT_TRUE(status.ok() || status.code() == absl::StatusCode::kAborted) << status;
    }
  });

  EXPECT_EQ(Number("SELECT value FROM counters"), done);
}

// Two on duty, each may leave if another stays. Reading is not enough: the row that was read is rewritten.
TEST_P(RacesConformance, ARewrittenRowGuardsAgainstWriteSkew) {
  for (int round = 0; round < 20; ++round) {
    const std::string a = absl::StrCat("a", round);
    const std::string b = absl::StrCat("b", round);
    for (const std::string& worker : {a, b}) {
      ASSERT_THAT(Do("INSERT INTO duties (worker, on_duty) VALUES (?, ?)", {worker, 1}), IsOk());
    }
    const auto leave = [&](const std::string& worker, const std::string& other) {
      return database_->Transact([&](Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query("SELECT on_duty FROM duties WHERE worker = ?", {other}));
        if (rows.front().Int(0) == 0) return absl::FailedPreconditionError("nobody would be left");
        MOSBAT_ASSIGN_OR_RETURN(
            const int64_t kept,
            session.Execute("UPDATE duties SET on_duty = on_duty + 1 WHERE worker = ? AND on_duty > 0", {other}));
        if (kept == 0) return absl::FailedPreconditionError("nobody would be left");
        return session.Execute("UPDATE duties SET on_duty = ? WHERE worker = ?", {0, worker}).status();
      });
    };
    InThreads(2, [&](int thread) {
      const absl::Status status = thread == 0 ? leave(a, b) : leave(b, a);
      EXPECT_TRUE(status.ok() || status.code() == absl::StatusCode::kFailedPrecondition) << status;
    });
    EXPECT_EQ(
        Number(absl::StrCat("SELECT COUNT(*) FROM duties WHERE on_duty > 0 AND worker IN ('", a, "', '", b, "')")), 1);
  }
}

TEST_P(RacesConformance, AUniqueKeyHasOneWinnerAndTheOthersFindItsRow) {
  constexpr int kThreads = 8;
  for (int round = 0; round < 10; ++round) {
    const std::string name = absl::StrCat("round", round);
    std::atomic<int> winners = 0;
    InThreads(kThreads, [&](int thread) {
      bool won = false;
      const absl::Status status = database_->Transact([&](Session& session) -> absl::Status {
        won = false;
        MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query("SELECT value FROM counters WHERE name = ?", {name}));
        if (!rows.empty()) return absl::OkStatus();
        won = true;
        return session.Execute("INSERT INTO counters (name, value) VALUES (?, ?)", {name, thread}).status();
      });
      EXPECT_THAT(status, IsOk());
      if (won) ++winners;
    });
    EXPECT_EQ(winners, 1) << name;
  }
}

TEST_P(RacesConformance, AReadKeepsItsSnapshotWhileOthersWrite) {
  if (GetParam().name == "SqliteMemory") GTEST_SKIP() << "one connection: nothing is written during a read";
  ASSERT_THAT(Do("INSERT INTO counters (name, value) VALUES (?, ?)", {"hits", 1}), IsOk());

  const absl::Status status = database_->Read([&](Session& session) -> absl::Status {
    const auto value = [&] { return session.Query("SELECT value FROM counters")->front().Int(0); };
    EXPECT_EQ(value(), 1);
    std::thread([&] { EXPECT_THAT(Do("UPDATE counters SET value = ?", {2}), IsOk()); }).join();
    EXPECT_EQ(value(), 1);
    return absl::OkStatus();
  });

  EXPECT_THAT(status, IsOk());
  EXPECT_EQ(Number("SELECT value FROM counters"), 2);
}

TEST_P(RacesConformance, ANeighboursFailureHurtsNobody) {
  constexpr int kThreads = 16;
  InThreads(kThreads, [&](int thread) {
    const absl::Status status = database_->Transact([&](Session& session) -> absl::Status {
      MOSBAT_RETURN_IF_ERROR(
          session.Execute("INSERT INTO counters (name, value) VALUES (?, ?)", {absl::StrCat("thread", thread), thread})
              .status());
      return thread % 2 == 0 ? absl::OkStatus() : absl::CancelledError("odd");
    });
    EXPECT_THAT(status, HasCode(thread % 2 == 0 ? absl::StatusCode::kOk : absl::StatusCode::kCancelled));
  });

  EXPECT_EQ(Number("SELECT COUNT(*) FROM counters"), kThreads / 2);
  EXPECT_EQ(Number("SELECT SUM(value) FROM counters"), 0 + 2 + 4 + 6 + 8 + 10 + 12 + 14);
}

}  // namespace
}  // namespace mosbat::db
