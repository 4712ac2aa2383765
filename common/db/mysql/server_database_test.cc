// What is the own of a server: connections that are lost between statements, before and at COMMIT; its pool; its
// session.
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/db/database.h"
#include "common/db/migration.h"
#include "common/db/mysql/cutting_proxy.h"
#include "common/db/open.h"
#include "common/testing/mariadb_server.h"
#include "common/testing/status_matchers.h"

namespace mosbat::db::mysql {
namespace {

using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;
using testing::MariaDbServer;

const std::vector<Migration> kTables = {
    {.name = "0001_deliveries",
     .sql = "CREATE TABLE IF NOT EXISTS deliveries (name VARCHAR(20) NOT NULL PRIMARY KEY, request_id VARCHAR(63) NOT "
            "NULL)"},
    {.name = "0002_deliveries_request",
     .sql = "CREATE UNIQUE INDEX IF NOT EXISTS deliveries_request ON deliveries (request_id)"},
};

class ServerDatabaseTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!MariaDbServer::IsInstalled()) std::printf("SKIPPED: ServerDatabaseTest, because mariadbd is not installed\n");
  }

  void SetUp() override {
    if (!MariaDbServer::IsInstalled()) GTEST_SKIP() << "mariadbd is not installed";
    static int number = 0;
    prefix_ = absl::StrCat("lost", ++number);
    database_ = OpenAt(MariaDbServer::Shared().Address(prefix_), /*create=*/true);
    ASSERT_THAT(Migrate(*database_, {{"test", &kTables}}), IsOk());
  }

  static std::unique_ptr<Database> OpenAt(const std::string& address, bool create = false, int connections = 4) {
    auto opened = Open({.address = address, .service = "x", .connections = connections, .create = create});
    EXPECT_THAT(opened, IsOk());
    return *std::move(opened);
  }

  std::unique_ptr<Database> OpenThrough(const CuttingProxy& proxy) {
    return OpenAt(absl::StrCat("mysql://root@127.0.0.1:", proxy.port(), "/", prefix_));
  }

  // As services do it: the row of a request is looked for first, so a retry never makes a second one.
  static absl::Status Deliver(Session& session, const std::string& request_id) {
    MOSBAT_ASSIGN_OR_RETURN(const auto rows,
                            session.Query("SELECT name FROM deliveries WHERE request_id = ?", {request_id}));
    if (!rows.empty()) return absl::OkStatus();
    return session.Execute("INSERT INTO deliveries (name, request_id) VALUES (?, ?)", {request_id, request_id})
        .status();
  }

  static int64_t ConnectionOf(Session& session) { return session.Query("SELECT CONNECTION_ID()")->front().Int(0); }

  // From a connection of its own.
  void Kill(int64_t connection) {
    const std::unique_ptr<Database> other = OpenAt(MariaDbServer::Shared().Address(prefix_));
    EXPECT_THAT(
        other->Transact([&](Session& session) { return session.Execute(absl::StrCat("KILL ", connection)).status(); }),
        IsOk());
  }

  int64_t Count() {
    int64_t count = -1;
    EXPECT_THAT(database_->Read([&](Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query("SELECT COUNT(*) FROM deliveries"));
      count = rows.front().Int(0);
      return absl::OkStatus();
    }),
                IsOk());
    return count;
  }

  std::string prefix_;
  std::unique_ptr<Database> database_;
};

TEST_F(ServerDatabaseTest, KilledBetweenStatementsTheBodyRunsAgainAndItsRowIsThereOnce) {
  int runs = 0;

  const absl::Status status = database_->Transact([&](Session& session) -> absl::Status {
    MOSBAT_RETURN_IF_ERROR(
        session.Execute("INSERT INTO deliveries (name, request_id) VALUES (?, ?)", {"a", "request"}).status());
    if (++runs == 1) Kill(ConnectionOf(session));
    return session.Execute("UPDATE deliveries SET name = ? WHERE name = ?", {"b", "a"}).status();
  });

  EXPECT_THAT(status, IsOk());
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Count(), 1);
  EXPECT_EQ(database_->counts().retries.size(), 1u);
}

// The library's own commit() says nothing here, with nothing stored.
TEST_F(ServerDatabaseTest, KilledBeforeCommitIsNeverTakenForCommitted) {
  const absl::Status status = database_->Transact([&](Session& session) -> absl::Status {
    MOSBAT_RETURN_IF_ERROR(Deliver(session, "request"));
    Kill(ConnectionOf(session));
    return absl::OkStatus();
  });

  EXPECT_THAT(status, FailsWith(absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN"));
  EXPECT_TRUE(IsOutcomeUnknown(status));
  EXPECT_EQ(Count(), 0);

  EXPECT_THAT(database_->Transact([](Session& session) { return Deliver(session, "request"); }), IsOk());
  EXPECT_EQ(Count(), 1);
}

TEST_F(ServerDatabaseTest, CutAfterCommitTheOutcomeIsUnknownAndARetryMakesNoSecondRow) {
  CuttingProxy proxy(MariaDbServer::Shared().socket());
  const std::unique_ptr<Database> through = OpenThrough(proxy);
  proxy.CutNext(CuttingProxy::Cut::kAfterCommit);
  int runs = 0;
  const auto deliver = [&](Session& session) {
    ++runs;
    return Deliver(session, "request");
  };

  const absl::Status status = through->Transact(deliver);

  EXPECT_TRUE(IsOutcomeUnknown(status)) << status;
  EXPECT_EQ(runs, 1) << "the store itself may not run it again";
  EXPECT_EQ(Count(), 1) << "it was committed";
  EXPECT_THAT(through->Transact(deliver), IsOk());
  EXPECT_EQ(Count(), 1);
}

TEST_F(ServerDatabaseTest, CutBeforeCommitTheOutcomeIsUnknownAndARetryMakesTheRow) {
  CuttingProxy proxy(MariaDbServer::Shared().socket());
  const std::unique_ptr<Database> through = OpenThrough(proxy);
  proxy.CutNext(CuttingProxy::Cut::kBeforeCommit);
  const auto deliver = [](Session& session) { return Deliver(session, "request"); };

  EXPECT_TRUE(IsOutcomeUnknown(through->Transact(deliver)));
  EXPECT_EQ(Count(), 0);
  EXPECT_THAT(through->Transact(deliver), IsOk());
  EXPECT_EQ(Count(), 1);
}

TEST_F(ServerDatabaseTest, IdleConnectionsThatDiedAreReplacedUnnoticed) {
  for (int i = 0; i < 3; ++i) {
    int64_t connection = 0;
    ASSERT_THAT(database_->Read([&](Session& session) {
      connection = ConnectionOf(session);
      return absl::OkStatus();
    }),
                IsOk());
    Kill(connection);

    EXPECT_THAT(i % 2 == 0 ? database_->Transact([](Session& session) { return Deliver(session, "request"); })
                           : database_->Read([](Session&) { return absl::OkStatus(); }),
                IsOk());
  }
  EXPECT_EQ(Count(), 1);
}

TEST_F(ServerDatabaseTest, AServerThatIsGoneIsUnavailable) {
  auto proxy = std::make_unique<CuttingProxy>(MariaDbServer::Shared().socket());
  const std::unique_ptr<Database> through = OpenThrough(*proxy);
  proxy.reset();

  EXPECT_THAT(through->Read([](Session&) { return absl::OkStatus(); }),
              FailsWith(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(through->Transact([](Session&) { return absl::OkStatus(); }),
              FailsWith(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
}

TEST_F(ServerDatabaseTest, ACallWaitsForAConnectionUntilItsDeadlineAndNoLonger) {
  const std::unique_ptr<Database> single = OpenAt(MariaDbServer::Shared().Address(prefix_), false, /*connections=*/1);
  EXPECT_EQ(single->useful_threads(), 1);

  EXPECT_THAT(single->Read([&](Session&) {
    absl::Status other;
    std::thread([&] {
      other = single->Read([](Session&) { return absl::OkStatus(); }, absl::Now() + absl::Milliseconds(20));
    }).join();
    EXPECT_THAT(other, HasCode(absl::StatusCode::kDeadlineExceeded));
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(single->Read([](Session&) { return absl::OkStatus(); }), IsOk());
}

TEST_F(ServerDatabaseTest, TheSessionIsSetAsTheSchemesNeedIt) {
  EXPECT_THAT(database_->Transact(
                  [](Session& session) -> absl::Status {
                    MOSBAT_ASSIGN_OR_RETURN(
                        const auto rows,
                        session.Query("SELECT @@tx_isolation, @@innodb_snapshot_isolation, @@innodb_lock_wait_timeout, "
                                      "@@wsrep_sync_wait, @@collation_connection, @@max_statement_time > 0"));
                    const Row& row = rows.front();
                    EXPECT_EQ(row.Text(0), "REPEATABLE-READ");
                    EXPECT_EQ(row.Int(1), 1);
                    EXPECT_EQ(row.Int(2), 3);
                    EXPECT_EQ(row.Int(3), 1);
                    EXPECT_EQ(row.Text(4), "utf8mb4_bin");
                    EXPECT_EQ(row.Int(5), 1);
                    return absl::OkStatus();
                  },
                  absl::Now() + absl::Seconds(30)),
              IsOk());
}

TEST_F(ServerDatabaseTest, TextThatIsTooLongIsRefusedNotCut) {
  EXPECT_THAT(database_->Transact([](Session& session) { return Deliver(session, std::string(40, 'x')); }),
              HasCode(absl::StatusCode::kInternal));
  EXPECT_EQ(Count(), 0);
}

}  // namespace
}  // namespace mosbat::db::mysql
