// A write whose commit or its answer is lost, or whose twin is faster: its request_id tells what became of it.
#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/time/clock.h"

#include "common/db/store_errors.h"
#include "common/rpc/counter_fixture.h"

namespace mosbat::rpc {
namespace {

using testing::FailsWith;
using testing::IsOk;
using ::testing::SizeIs;
using ::testing::StartsWith;

// What a commit or its answer may meet.
enum class Fate { kArrives, kAnswerIsLost, kCommitIsLost, kTwinIsFaster };

// A store that loses what it is told to lose by the transaction itself, or lets `twin` win a race against it.
class UnreliableStore final : public db::Database {
 public:
  UnreliableStore(std::unique_ptr<db::Database> database, std::atomic<Fate>& next, const std::function<void()>& twin)
      : database_(std::move(database)), next_(next), twin_(twin) {}

  absl::Status Read(Body body, absl::Time deadline) override { return database_->Read(body, deadline); }
  absl::Status Transact(Body body, absl::Time deadline) override {
    Fate fate = Fate::kArrives;
    const absl::Status status = database_->Transact(
        [&](db::Session& session) {
          const absl::Status ran = body(session);
          fate = next_.exchange(Fate::kArrives);
          return fate == Fate::kArrives || fate == Fate::kAnswerIsLost ? ran : absl::CancelledError("lost");
        },
        deadline);
    if (fate == Fate::kTwinIsFaster) {
      twin_();
      return database_->Transact(body, deadline);
    }
    return fate == Fate::kArrives ? status : db::errors::OutcomeUnknown("lost");
  }
  int useful_threads() const override { return database_->useful_threads(); }
  db::DatabaseCounts counts() const override { return database_->counts(); }

 private:
  const std::unique_ptr<db::Database> database_;
  std::atomic<Fate>& next_;
  const std::function<void()>& twin_;
};

class UnknownOutcomeTest : public CounterFixture {
 protected:
  void SetUp() override { Start({.service = "counter", .says_position = true}); }
  void Start(BackendOptions options) {
    StartBackend(std::move(options), {.name = "Unreliable", .Open = [this](const std::vector<db::MigrationSet>& sets) {
                                        return std::make_unique<UnreliableStore>(testing::SqliteMemory().Open(sets),
                                                                                 next_, twin_);
                                      }});
  }
  // The fates of the first runs of the handler.
  void Lose(std::vector<Fate> fates) {
    role_->on_raise = [this, fates = std::move(fates)] {
      const auto run = static_cast<size_t>(role_->runs) - 1;
      next_ = run < fates.size() ? fates[run] : Fate::kArrives;
    };
  }

  std::atomic<Fate> next_ = Fate::kArrives;
  // The same request once more.
  const std::function<void()> twin_ = [this] { EXPECT_THAT(Raise(RequestOf("c", kRequestId)), IsOk()); };
};

TEST_F(UnknownOutcomeTest, CommitThatIsFoundToHaveTakenPlaceIsFollowedByWhatComesAfterIt) {
  Lose({Fate::kAnswerIsLost});
  const auto raised = Raise(RequestOf("c", kRequestId));
  ASSERT_THAT(raised, IsOk());
  EXPECT_EQ(raised->value(), 1);
  EXPECT_EQ(role_->runs, 1);
  EXPECT_EQ(role_->after_commits, 1);
  EXPECT_THAT(position_, StartsWith("counter@"));
}

TEST_F(UnknownOutcomeTest, CommitThatDidNotTakePlaceIsDoneOnce) {
  Lose({Fate::kCommitIsLost});
  const auto raised = Raise(RequestOf("c", kRequestId));
  ASSERT_THAT(raised, IsOk());
  EXPECT_EQ(raised->value(), 1);
  EXPECT_EQ(role_->runs, 2);
  EXPECT_EQ(role_->after_commits, 1);
  EXPECT_THAT(Entries(), SizeIs(1));
}

TEST_F(UnknownOutcomeTest, RunThatLostToItsTwinLeavesNothingToBeDone) {
  Lose({Fate::kTwinIsFaster});
  const auto raised = Raise(RequestOf("c", kRequestId));
  ASSERT_THAT(raised, IsOk());
  EXPECT_EQ(raised->value(), 1);
  EXPECT_EQ(role_->runs, 2) << "the run that lost, and the twin's";
  EXPECT_EQ(role_->after_commits, 1) << "the twin's";
}

TEST_F(UnknownOutcomeTest, RunThatLostToItsTwinAfterALostCommitLeavesNothingEither) {
  Lose({Fate::kCommitIsLost, Fate::kTwinIsFaster});
  ASSERT_THAT(Raise(RequestOf("c", kRequestId)), IsOk());
  EXPECT_EQ(role_->runs, 3);
  EXPECT_EQ(role_->after_commits, 1) << "the twin's";
}

TEST_F(UnknownOutcomeTest, WithoutARequestIdItStaysUnknown) {
  Lose({Fate::kAnswerIsLost});
  EXPECT_THAT(Raise(RequestOf("c")), FailsWith(absl::StatusCode::kUnavailable, "OUTCOME_UNKNOWN"));
  EXPECT_EQ(role_->runs, 1);
  EXPECT_EQ(role_->after_commits, 0);
}

// Its answers say no position, and its sequencer numbers nothing but what it is woken for.
class UnknownOutcomeWakesTest : public UnknownOutcomeTest {
 protected:
  void SetUp() override { Start({.service = "counter", .sequencer_looks_every = absl::Hours(1)}); }
};

TEST_F(UnknownOutcomeWakesTest, SequencerIsWokenForACommitThatIsFoundToHaveTakenPlace) {
  Lose({Fate::kAnswerIsLost});
  ASSERT_THAT(Raise(RequestOf("c", kRequestId)), IsOk());
  EXPECT_EQ(backend_->sequencer().WaitAbove(0, absl::Now() + absl::Seconds(30)), 1);
}

}  // namespace
}  // namespace mosbat::rpc
