// What is SQLite's own: transactions that commit together, and what becomes of them when the disk is full.
#include "common/db/sqlite/file_database.h"

#include <sqlite3.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"

namespace mosbat::db::sqlite {
namespace {

using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;

absl::Status Insert(Session& session, const std::string& name, const std::string& body = "") {
  return session.Execute("INSERT INTO things (name, body) VALUES (?, ?)", {name, Bytes{body}}).status();
}

absl::StatusOr<int64_t> CountOf(Session& session, const std::string& name) {
  MOSBAT_ASSIGN_OR_RETURN(const auto rows, session.Query("SELECT COUNT(*) FROM things WHERE name = ?", {name}));
  return rows.front().Int(0);
}

class FileDatabaseTest : public ::testing::Test {
 protected:
  using Body = std::function<absl::Status(Session&)>;

  FileDatabaseTest() {
    EXPECT_THAT(database_->Transact(
                    [](Session& session) {
                      return session
                          .Execute("CREATE TABLE things (name VARCHAR(63) NOT NULL PRIMARY KEY, body LONGBLOB)")
                          .status();
                    },
                    absl::InfiniteFuture()),
                IsOk());
  }

  std::unique_ptr<FileDatabase> Open(bool create) {
    auto opened = FileDatabase::Open(path_, create);
    EXPECT_THAT(opened, IsOk());
    return *std::move(opened);
  }

  absl::Status Transact(const Body& body, absl::Time deadline = absl::InfiniteFuture()) {
    return database_->Transact(body, deadline);
  }

  int64_t Count(const std::string& name) {
    int64_t count = -1;
    EXPECT_THAT(database_->Read(
                    [&](Session& session) -> absl::Status {
                      MOSBAT_ASSIGN_OR_RETURN(count, CountOf(session, name));
                      return absl::OkStatus();
                    },
                    absl::InfiniteFuture()),
                IsOk());
    return count;
  }

  // Runs `bodies` as one group, in their order: the writer is kept busy until all of them wait.
  std::vector<absl::Status> AsOneGroup(const std::vector<std::pair<Body, absl::Time>>& bodies) {
    std::promise<void> busy;
    std::promise<void> go_on;
    std::thread first([&] {
      EXPECT_THAT(Transact([&](Session&) {
                    busy.set_value();
                    go_on.get_future().wait();
                    return absl::OkStatus();
                  }),
                  IsOk());
    });
    busy.get_future().wait();
    std::vector<absl::Status> statuses(bodies.size());
    std::vector<std::thread> threads;
    for (size_t i = 0; i < bodies.size(); ++i) {
      threads.emplace_back([&, i] { statuses[i] = Transact(bodies[i].first, bodies[i].second); });
      while (database_->waiting() <= i) std::this_thread::yield();
    }
    go_on.set_value();
    for (std::thread& thread : threads) thread.join();
    first.join();
    return statuses;
  }

  std::vector<absl::Status> AsOneGroup(const std::vector<Body>& bodies) {
    std::vector<std::pair<Body, absl::Time>> timed;
    for (const Body& body : bodies) timed.emplace_back(body, absl::InfiniteFuture());
    return AsOneGroup(timed);
  }

  // From now on the file may grow by a few pages only.
  void FillDisk() {
    EXPECT_THAT(Transact([](Session& session) -> absl::Status {
                  MOSBAT_ASSIGN_OR_RETURN(const auto pages, session.Query("PRAGMA page_count"));
                  return session.Query("PRAGMA max_page_count = " + std::to_string(pages.front().Int(0) + 4)).status();
                }),
                IsOk());
  }

  const testing::TempFolder folder_;
  const std::string path_ = folder_.path() + "/test.db";
  std::unique_ptr<FileDatabase> database_ = Open(/*create=*/true);
  const std::string large_ = std::string(1 << 20, 'x');
};

TEST_F(FileDatabaseTest, WaitingTransactionsCommitTogether) {
  int64_t seen_by_neighbour = -1;
  int64_t seen_by_reader = -1;

  const auto statuses = AsOneGroup({
      [](Session& session) { return Insert(session, "first"); },
      [&](Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(seen_by_neighbour, CountOf(session, "first"));
        std::thread([&] { seen_by_reader = Count("first"); }).join();
        return Insert(session, "second");
      },
  });

  EXPECT_THAT(statuses, ::testing::Each(IsOk()));
  EXPECT_EQ(seen_by_neighbour, 1);
  EXPECT_EQ(seen_by_reader, 0) << "it must not be committed yet";
  EXPECT_EQ(Count("first"), 1);
}

TEST_F(FileDatabaseTest, AFailingBodyLeavesItsNeighboursCommitted) {
  const auto statuses = AsOneGroup({
      [](Session& session) { return Insert(session, "before"); },
      [](Session& session) -> absl::Status {
        MOSBAT_RETURN_IF_ERROR(Insert(session, "undone"));
        return absl::CancelledError("no");
      },
      [](Session& session) { return Insert(session, "after"); },
  });

  EXPECT_THAT(statuses, ::testing::ElementsAre(IsOk(), HasCode(absl::StatusCode::kCancelled), IsOk()));
  EXPECT_EQ(Count("before"), 1);
  EXPECT_EQ(Count("undone"), 0);
  EXPECT_EQ(Count("after"), 1);
}

TEST_F(FileDatabaseTest, WhenTheWholeGroupIsLostTheOthersRunAgain) {
  FillDisk();
  std::atomic<int> runs = 0;

  const auto statuses = AsOneGroup({
      [&](Session& session) {
        ++runs;
        return Insert(session, "before");
      },
      [&](Session& session) { return Insert(session, "large", large_); },
      [](Session& session) { return Insert(session, "after"); },
  });

  EXPECT_THAT(statuses,
              ::testing::ElementsAre(IsOk(), FailsWith(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"), IsOk()));
  EXPECT_EQ(runs, 2) << "the full disk must have taken the group with it, else this test shows nothing";
  EXPECT_EQ(Count("before"), 1);
  EXPECT_EQ(Count("large"), 0);
  EXPECT_EQ(Count("after"), 1);
}

TEST_F(FileDatabaseTest, AFailureThatRestedOnALostNeighbourIsDecidedAgain) {
  FillDisk();
  int runs = 0;

  const auto statuses = AsOneGroup({
      [&](Session& session) {
        return ++runs == 1 ? Insert(session, "place") : absl::CancelledError("second thoughts");
      },
      [](Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(const int64_t taken, CountOf(session, "place"));
        return taken == 0 ? Insert(session, "place") : absl::FailedPreconditionError("taken");
      },
      [&](Session& session) { return Insert(session, "large", large_); },
  });

  EXPECT_THAT(statuses, ::testing::ElementsAre(HasCode(absl::StatusCode::kCancelled), IsOk(),
                                               HasCode(absl::StatusCode::kUnavailable)));
  EXPECT_EQ(Count("place"), 1);
}

TEST_F(FileDatabaseTest, ASwallowedFullDiskDoesNotCommit) {
  FillDisk();

  EXPECT_THAT(Transact([&](Session& session) {
                EXPECT_THAT(Insert(session, "large", large_), HasCode(absl::StatusCode::kUnavailable));
                return absl::OkStatus();
              }),
              HasCode(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Transact([](Session& session) { return Insert(session, "small"); }), IsOk());
}

TEST_F(FileDatabaseTest, ABodyWhoseDeadlinePassedInTheQueueDoesNotStart) {
  const absl::Time soon = absl::Now() + absl::Milliseconds(20);
  bool started = false;

  const auto statuses = AsOneGroup({
      {[&](Session& session) {
         while (absl::Now() <= soon) std::this_thread::yield();
         return Insert(session, "first");
       },
       absl::InfiniteFuture()},
      {[&](Session&) {
         started = true;
         return absl::OkStatus();
       },
       soon},
  });

  EXPECT_THAT(statuses, ::testing::ElementsAre(IsOk(), HasCode(absl::StatusCode::kDeadlineExceeded)));
  EXPECT_FALSE(started);
  EXPECT_EQ(Count("first"), 1);
}

TEST_F(FileDatabaseTest, WhatWasAcknowledgedIsThereAfterReopening) {
  ASSERT_THAT(Transact([](Session& session) { return Insert(session, "kept"); }), IsOk());

  database_.reset();
  database_ = Open(/*create=*/false);

  EXPECT_EQ(Count("kept"), 1);
}

TEST_F(FileDatabaseTest, EveryCommitIsSyncedToTheLog) {
  std::string synchronous;
  std::string journal;
  ASSERT_THAT(Transact([&](Session& session) -> absl::Status {
                MOSBAT_ASSIGN_OR_RETURN(const auto level, session.Query("PRAGMA synchronous"));
                synchronous = std::to_string(level.front().Int(0));
                MOSBAT_ASSIGN_OR_RETURN(const auto mode, session.Query("PRAGMA journal_mode"));
                journal = mode.front().Text(0);
                return absl::OkStatus();
              }),
              IsOk());

  EXPECT_EQ(synchronous, "2") << "FULL";
  EXPECT_EQ(journal, "wal");
}

TEST_F(FileDatabaseTest, AFileThatIsNotThereIsNotMade) {
  EXPECT_THAT(FileDatabase::Open(folder_.path() + "/other.db", /*create=*/false),
              FailsWith(absl::StatusCode::kFailedPrecondition, "DATABASE_MISSING"));
}

}  // namespace
}  // namespace mosbat::db::sqlite
