// A write whose commit or its answer is lost: its request_id tells what became of it.
#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "common/db/store_errors.h"
#include "common/rpc/counter_fixture.h"

namespace mosbat::rpc {
namespace {

using testing::FailsWith;
using testing::IsOk;
using ::testing::SizeIs;
using ::testing::StartsWith;

// What the answer to a commit may meet.
enum class Fate { kArrives, kAnswerIsLost, kCommitIsLost };

// A store that loses what it is told to lose by the transaction itself.
class UnreliableStore final : public db::Database {
 public:
  UnreliableStore(std::unique_ptr<db::Database> database, std::atomic<Fate>& next)
      : database_(std::move(database)), next_(next) {}

  absl::Status Read(Body body, absl::Time deadline) override { return database_->Read(body, deadline); }
  absl::Status Transact(Body body, absl::Time deadline) override {
    Fate fate = Fate::kArrives;
    const absl::Status status = database_->Transact(
        [&](db::Session& session) {
          const absl::Status ran = body(session);
          fate = next_.exchange(Fate::kArrives);
          return fate == Fate::kCommitIsLost ? absl::CancelledError("lost") : ran;
        },
        deadline);
    return fate == Fate::kArrives ? status : db::errors::OutcomeUnknown("lost");
  }
  int useful_threads() const override { return database_->useful_threads(); }
  db::DatabaseCounts counts() const override { return database_->counts(); }

 private:
  const std::unique_ptr<db::Database> database_;
  std::atomic<Fate>& next_;
};

class UnknownOutcomeTest : public CounterFixture {
 protected:
  void SetUp() override {
    CounterFixture::StartBackend(256, {.name = "Unreliable", .Open = [this](const std::vector<db::MigrationSet>& sets) {
                                         return std::make_unique<UnreliableStore>(testing::SqliteMemory().Open(sets),
                                                                                  next_);
                                       }});
  }
  // Of the first run of the handler.
  void Lose(Fate fate) {
    role_->on_raise = [this, fate] { next_ = std::exchange(first_, false) ? fate : Fate::kArrives; };
  }

  std::atomic<Fate> next_ = Fate::kArrives;
  bool first_ = true;
};

TEST_F(UnknownOutcomeTest, CommitThatIsFoundToHaveTakenPlaceIsFollowedByWhatComesAfterIt) {
  Lose(Fate::kAnswerIsLost);
  const auto raised = Raise(RequestOf("c", kRequestId));
  ASSERT_THAT(raised, IsOk());
  EXPECT_EQ(raised->value(), 1);
  EXPECT_EQ(role_->runs, 1);
  EXPECT_EQ(role_->after_commits, 1);
  EXPECT_THAT(position_, StartsWith("counter@"));
}

TEST_F(UnknownOutcomeTest, CommitThatDidNotTakePlaceIsDoneOnce) {
  Lose(Fate::kCommitIsLost);
  const auto raised = Raise(RequestOf("c", kRequestId));
  ASSERT_THAT(raised, IsOk());
  EXPECT_EQ(raised->value(), 1);
  EXPECT_EQ(role_->runs, 2);
  EXPECT_EQ(role_->after_commits, 1);
  EXPECT_THAT(Entries(), SizeIs(1));
}

TEST_F(UnknownOutcomeTest, WithoutARequestIdItStaysUnknown) {
  Lose(Fate::kAnswerIsLost);
  EXPECT_THAT(Raise(RequestOf("c")), FailsWith(absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN"));
  EXPECT_EQ(role_->runs, 1);
  EXPECT_EQ(role_->after_commits, 0);
}

}  // namespace
}  // namespace mosbat::rpc
