// Every sentence of database.h, on every store.
#include <limits>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/db/database.h"
#include "common/testing/backends.h"
#include "common/testing/status_matchers.h"

namespace mosbat::db {
namespace {

using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;

const std::vector<Migration>& Tables() {
  static const auto* const tables = new std::vector<Migration>{
      {.name = "0001_things",
       .sql = "CREATE TABLE IF NOT EXISTS things (name VARCHAR(63) NOT NULL PRIMARY KEY, number BIGINT, text "
              "VARCHAR(255), "
              "body LONGBLOB)"},
  };
  return *tables;
}

constexpr char kInsert[] = "INSERT INTO things (name, number, text, body) VALUES (?, ?, ?, ?)";

class DatabaseConformance : public ::testing::TestWithParam<testing::Backend> {
 protected:
  absl::Status Insert(const std::string& name, int64_t number = 0) {
    return database_->Transact([&](Session& session) {
      return session.Execute(kInsert, {name, number, nullptr, nullptr}).status();
    });
  }

  absl::StatusOr<std::vector<Row>> Query(absl::string_view sql, std::initializer_list<Value> values = {}) {
    std::vector<Row> rows;
    MOSBAT_RETURN_IF_ERROR(database_->Read([&](Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(rows, session.Query(sql, values));
      return absl::OkStatus();
    }));
    return rows;
  }

  int64_t Count() { return Query("SELECT COUNT(*) FROM things")->front().Int(0); }

  int64_t Retries() {
    int64_t sum = 0;
    for (const auto& [code, times] : database_->counts().retries) sum += times;
    return sum;
  }

  std::unique_ptr<Database> database_ = GetParam().Open({{"test", &Tables()}});
};

INSTANTIATE_TEST_SUITE_P(AllBackends, DatabaseConformance, ::testing::ValuesIn(testing::AllBackends()),
                         testing::BackendName);

TEST_P(DatabaseConformance, WhatAnOkBodyWroteIsThere) {
  ASSERT_THAT(Insert("a"), IsOk());

  EXPECT_EQ(Count(), 1);
  EXPECT_GE(database_->counts().transactions, 1);
}

TEST_P(DatabaseConformance, WhatAFailedBodyWroteIsNotThereAndItsStatusComesBack) {
  const absl::Status status = database_->Transact([&](Session& session) -> absl::Status {
    MOSBAT_RETURN_IF_ERROR(session.Execute(kInsert, {"a", 1, nullptr, nullptr}).status());
    return absl::OutOfRangeError("no");
  });

  EXPECT_THAT(status, HasCode(absl::StatusCode::kOutOfRange));
  EXPECT_EQ(Count(), 0);
}

TEST_P(DatabaseConformance, AReadReturnsTheStatusOfItsBody) {
  EXPECT_THAT(database_->Read([](Session&) { return absl::NotFoundError("no"); }),
              HasCode(absl::StatusCode::kNotFound));
}

TEST_P(DatabaseConformance, ABodyOfReadMayNotWrite) {
  const auto write = [](Session& session) { return session.Execute(kInsert, {"a", 1, nullptr, nullptr}).status(); };

  EXPECT_THAT(database_->Read(write), HasCode(absl::StatusCode::kInternal));
  EXPECT_EQ(Count(), 0);
  EXPECT_THAT(database_->Transact(write), IsOk()) << "the connection must write again";
}

TEST_P(DatabaseConformance, ATransactionSeesItsOwnWrites) {
  const absl::Status status = database_->Transact([](Session& session) -> absl::Status {
    MOSBAT_RETURN_IF_ERROR(session.Execute(kInsert, {"a", 7, nullptr, nullptr}).status());
    MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query("SELECT number FROM things WHERE name = ?", {"a"}));
    EXPECT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows.front().Int(0), 7);
    return absl::OkStatus();
  });

  EXPECT_THAT(status, IsOk());
}

TEST_P(DatabaseConformance, AUniqueViolationUndoesItsStatementOnly) {
  ASSERT_THAT(Insert("taken"), IsOk());

  const absl::Status status = database_->Transact([](Session& session) -> absl::Status {
    MOSBAT_RETURN_IF_ERROR(session.Execute(kInsert, {"before", 1, nullptr, nullptr}).status());
    const absl::Status taken = session.Execute(kInsert, {"taken", 1, nullptr, nullptr}).status();
    EXPECT_THAT(taken, HasCode(absl::StatusCode::kAlreadyExists));
    EXPECT_TRUE(IsUniqueViolation(taken));
    return session.Execute(kInsert, {"after", 1, nullptr, nullptr}).status();
  });

  EXPECT_THAT(status, IsOk());
  EXPECT_EQ(Count(), 3);
}

TEST_P(DatabaseConformance, ABodyThatReturnsAUniqueViolationRunsAgainAndMayLookFirst) {
  ASSERT_THAT(Insert("taken"), IsOk());
  int runs = 0;

  const absl::Status status = database_->Transact([&](Session& session) -> absl::Status {
    const bool first_run = ++runs == 1;
    return session.Execute(kInsert, {first_run ? "taken" : "free", 1, nullptr, nullptr}).status();
  });

  EXPECT_THAT(status, IsOk());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Retries(), 1);
  EXPECT_EQ(Count(), 2);
}

TEST_P(DatabaseConformance, ABodyThatAlwaysReturnsAUniqueViolationHasLostTheRace) {
  ASSERT_THAT(Insert("taken"), IsOk());

  EXPECT_THAT(Insert("taken"), FailsWith(absl::StatusCode::kAborted, "LOST_RACE"));
}

TEST_P(DatabaseConformance, AfterAnotherFailureTheTransactionIsLostWhateverTheBodyReturns) {
  const absl::Status status = database_->Transact([](Session& session) -> absl::Status {
    MOSBAT_RETURN_IF_ERROR(session.Execute(kInsert, {"a", 1, nullptr, nullptr}).status());
    EXPECT_THAT(session.Query("SELECT * FROM nowhere"), HasCode(absl::StatusCode::kInternal));
    EXPECT_THAT(session.Execute(kInsert, {"b", 1, nullptr, nullptr}), HasCode(absl::StatusCode::kInternal));
    return absl::OkStatus();
  });

  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInternal, ""));
  EXPECT_EQ(Count(), 0);
}

TEST_P(DatabaseConformance, ABodyThatBeginsAfterItsDeadlineDoesNotStart) {
  const absl::Time past = absl::UnixEpoch();
  bool started = false;
  const auto body = [&](Session&) {
    started = true;
    return absl::OkStatus();
  };

  EXPECT_THAT(database_->Transact(body, past), HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(database_->Read(body, past), HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_FALSE(started);
}

TEST_P(DatabaseConformance, AStatementOfAReadThatRunsPastTheDeadlineIsEnded) {
  ASSERT_THAT(database_->Transact([](Session& session) -> absl::Status {
    for (int i = 0; i < 100; ++i) {
      MOSBAT_RETURN_IF_ERROR(session.Execute(kInsert, {std::to_string(i), i, nullptr, nullptr}).status());
    }
    return absl::OkStatus();
  }),
              IsOk());
  constexpr char kTenBillionRows[] =
      "SELECT COUNT(*) FROM things a, things b, things c, things d, things e "
      "WHERE a.number + b.number + c.number + d.number + e.number = 7";

  EXPECT_THAT(database_->Read([&](Session& session) { return session.Query(kTenBillionRows).status(); },
                              absl::Now() + absl::Milliseconds(50)),
              HasCode(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(Count(), 100);
}

TEST_P(DatabaseConformance, ABodyMayNotControlTheTransaction) {
  for (const char* const sql : {"COMMIT", " rollback", "BEGIN", "SAVEPOINT x", "START TRANSACTION", "End"}) {
    EXPECT_THAT(database_->Transact([&](Session& session) { return session.Execute(sql).status(); }),
                HasCode(absl::StatusCode::kInternal))
        << sql;
  }
  EXPECT_THAT(Insert("a"), IsOk());
}

TEST_P(DatabaseConformance, AnUpdateCountsTheRowsThatItMatched) {
  ASSERT_THAT(Insert("a", 5), IsOk());
  ASSERT_THAT(Insert("b", 5), IsOk());

  const absl::Status status = database_->Transact([](Session& session) -> absl::Status {
    EXPECT_EQ(*session.Execute("UPDATE things SET number = ?", {5}), 2);
    EXPECT_EQ(*session.Execute("UPDATE things SET number = ? WHERE name = ? AND number = ?", {6, "a", 4}), 0);
    EXPECT_EQ(*session.Execute("DELETE FROM things WHERE name = ?", {"a"}), 1);
    return absl::OkStatus();
  });

  EXPECT_THAT(status, IsOk());
}

TEST_P(DatabaseConformance, DigitsStayText) {
  ASSERT_THAT(database_->Transact([](Session& session) {
    return session.Execute(kInsert, {"0012345678", nullptr, "0012345678", Bytes{"007"}}).status();
  }),
              IsOk());

  const auto rows = Query("SELECT name, text, body FROM things WHERE name = ?", {"0012345678"});
  ASSERT_THAT(rows, IsOk());
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().Text(0), "0012345678");
  EXPECT_EQ(rows->front().Text(1), "0012345678");
  EXPECT_EQ(rows->front().Bytes(2), "007");
}

TEST_P(DatabaseConformance, KeysThatDifferInCaseAreDifferentAndOrderIsThatOfBytes) {
  for (const char* const name : {"home-visit", "Home-Visit", "home_visit", "آب", "z"}) {
    ASSERT_THAT(Insert(name), IsOk());
  }

  const auto rows = Query("SELECT name FROM things ORDER BY name");
  ASSERT_THAT(rows, IsOk());
  std::vector<std::string> names;
  for (const Row& row : *rows) names.push_back(row.Text(0));
  EXPECT_THAT(names, ::testing::ElementsAre("Home-Visit", "home-visit", "home_visit", "z", "آب"));
  EXPECT_TRUE(Query("SELECT name FROM things WHERE name = ?", {"HOME-VISIT"})->empty());
}

TEST_P(DatabaseConformance, TextAndBytesComeBackAsTheyWere) {
  const std::string persian = "مثبت زندگی، خانه‌به‌خانه ۱۲۳ 🏠";
  const std::string zeros("\0a\0\xff\xfe\0", 6);
  std::string large(3 << 20, 'x');
  for (size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 131);
  ASSERT_THAT(database_->Transact([&](Session& session) -> absl::Status {
    MOSBAT_RETURN_IF_ERROR(session.Execute(kInsert, {"a", nullptr, persian, Bytes{zeros}}).status());
    MOSBAT_RETURN_IF_ERROR(session.Execute(kInsert, {"b", nullptr, "", Bytes{large}}).status());
    return session.Execute(kInsert, {"c", nullptr, nullptr, Bytes{""}}).status();
  }),
              IsOk());

  const auto rows = Query("SELECT text, body FROM things ORDER BY name");
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ(rows->at(0).Text(0), persian);
  EXPECT_EQ(rows->at(0).Bytes(1), zeros);
  EXPECT_EQ(rows->at(1).Text(0), "");
  EXPECT_TRUE(rows->at(1).Bytes(1) == large);
  EXPECT_TRUE(rows->at(2).IsNull(0));
  EXPECT_EQ(rows->at(2).Bytes(1), "");
}

TEST_P(DatabaseConformance, NumbersComeBackAsTheyWereAndSumsAreNumbers) {
  ASSERT_THAT(Insert("a", std::numeric_limits<int64_t>::max()), IsOk());
  ASSERT_THAT(Insert("b", std::numeric_limits<int64_t>::min()), IsOk());

  const auto rows = Query("SELECT MAX(number), MIN(number), SUM(number), COUNT(*), MAX(body) FROM things");
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ(rows->front().Int(0), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(rows->front().Int(1), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(rows->front().Int(2), -1);
  EXPECT_EQ(rows->front().Int(3), 2);
  EXPECT_TRUE(rows->front().IsNull(4));
}

TEST_P(DatabaseConformance, ANumberThatDoesNotFitIsAnErrorNotAnotherNumber) {
  ASSERT_THAT(Insert("a", std::numeric_limits<int64_t>::max()), IsOk());
  ASSERT_THAT(Insert("b", std::numeric_limits<int64_t>::max()), IsOk());

  EXPECT_THAT(Query("SELECT SUM(number) FROM things"), HasCode(absl::StatusCode::kInternal));
}

TEST_P(DatabaseConformance, ParametersNeedNotBeColumns) {
  ASSERT_THAT(Insert("a"), IsOk());
  ASSERT_THAT(Insert("b"), IsOk());

  EXPECT_EQ(Query("SELECT name FROM things ORDER BY name LIMIT ?", {1})->size(), 1u);
  EXPECT_EQ(Query("SELECT name || 'x' FROM things WHERE name > ? ORDER BY name", {""})->back().Text(0), "bx");
}

TEST_P(DatabaseConformance, AWrongNumberOfValuesIsRefused) {
  EXPECT_THAT(Query("SELECT name FROM things WHERE name = ?"), HasCode(absl::StatusCode::kInternal));
  EXPECT_THAT(Query("SELECT name FROM things", {"a"}), HasCode(absl::StatusCode::kInternal));
  EXPECT_EQ(Count(), 0);
}

TEST_P(DatabaseConformance, ManyDifferentStatementsKeepWorking) {
  ASSERT_THAT(Insert("a", 1), IsOk());
  const absl::Status status = database_->Read([](Session& session) -> absl::Status {
    for (int i = 0; i < 400; ++i) {
      const std::string sql = "SELECT number + " + std::to_string(i) + " FROM things WHERE name = ?";
      MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query(sql, {"a"}));
      EXPECT_EQ(rows.front().Int(0), i + 1);
    }
    return absl::OkStatus();
  });

  EXPECT_THAT(status, IsOk());
}

TEST_P(DatabaseConformance, ReadInsideABodyEndsTheProcess) {
  if (GetParam().name == "SqliteFile") GTEST_SKIP() << "a death test's process would lack the writer's thread";
  const auto nested = [&](Session&) { return database_->Read([](Session&) { return absl::OkStatus(); }); };

  EXPECT_DEATH((void)database_->Transact(nested), "inside a body of the same database");
}

}  // namespace
}  // namespace mosbat::db
