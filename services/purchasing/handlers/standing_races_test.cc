// A claim that is made, or let go on, while something that it rests on ends: whichever commits first, the
// claim is HELD in the end. On MariaDB each interleaving is forced. SQLite has one writer at a time: there the two only
// race.

#include <atomic>
#include <functional>
#include <ostream>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/testing/backends.h"
#include "services/purchasing/testing/world.h"

namespace mosbat::purchasing {
namespace {

using ::testing::IsEmpty;
using testing::IsOk;

// Something that happens once, for another thread to wait for.
class Moment {
 public:
  void Come() {
    come_ = true;
    come_.notify_all();
  }
  void Await() const { come_.wait(false); }

 private:
  std::atomic<bool> come_ = false;
};

// What ends, by the event that says so.
struct End {
  std::string name;
  feed::v1::Event event;
};

std::ostream& operator<<(std::ostream& out, const End& end) { return out << end.name; }

std::vector<End> Ends() {
  return {{"Centre", rpc::NewEvent("Told", kCentre, EndedOn(kDay))},
          {"Type", rpc::NewEvent("Told", kScreening, RetiredType(kDay - 1))},
          {"SubGuideline", rpc::NewEvent("Told", kSubGuideline, WithdrawnOn(kDay))},
          {"Directive", rpc::NewEvent("Told", kDirective, RepealedOn(kDay))}};
}

class StandingRaces : public ::testing::TestWithParam<std::tuple<testing::Backend, End>> {
 protected:
  using Step = std::function<absl::Status(db::Session& session)>;

  void SetUp() override {
    ASSERT_THAT(world_.CreateTariff("t", 100), IsOk());
    ASSERT_THAT(world_.Allocate(1'000'000), IsOk());
  }
  void TearDown() override { EXPECT_THAT(world_.Disagreements(), IsEmpty()); }

  Step Hearing(const feed::v1::Event& event) {
    return [this, event](db::Session& session) {
      return world_.own_work.Run(session, "intake",
                                 [&](const Transaction& t) { return world_.intake.Apply(t, event); });
    };
  }
  Step Ending() { return Hearing(std::get<End>(GetParam()).event); }
  Step Delivering(const std::string& id) {
    const casefile::v1::Delivery delivery = DeliveryOf(id);
    return Hearing(rpc::NewEvent("Told", delivery.name(), delivery));
  }
  // A reviewer's call.
  Step Calling(std::function<absl::Status(rpc::Call& call)> handler) {
    return [this, handler = std::move(handler)](db::Session& session) {
      const rpc::CallContext context{
          .caller = Reviewer(), .now = world_.calls.clock().Now(), .deadline = absl::InfiniteFuture()};
      rpc::Call call(context, world_.calls.ids());
      call.BeginRun(session);
      return handler(call);
    };
  }
  Step Releasing(const std::string& id) {
    v1::ReviewClaimRequest request;
    request.set_name("claims/" + id);
    request.set_outcome(v1::ReviewClaimRequest::RELEASE);
    request.set_reason("all right");
    return Calling([this, request](rpc::Call& call) { return world_.claims.Review(call, request).status(); });
  }
  Step Approving(const std::string& month) {
    v1::ApproveClaimsRequest request;
    request.set_centre(kCentre);
    request.set_month(month);
    return Calling([this, request](rpc::Call& call) { return world_.claims.Approve(call, request).status(); });
  }
  void HoldForReview(const std::string& id) {
    ASSERT_THAT(world_.Hear(DeliveryOf(id)), IsOk());
    ASSERT_THAT(world_.Review(id, v1::ReviewClaimRequest::HOLD), IsOk());
  }

  // As a follower or a client does it: what lost its race is tried again.
  void Commit(const Step& step) {
    absl::Status status;
    do {
      status = world_.calls.database().Transact([&](db::Session& session) { return step(session); });
    } while (absl::IsAborted(status));
    EXPECT_THAT(status, IsOk());
  }

  // `end` looks before `go_on` has committed, and commits after it.
  void EndLooksFirst(const Step& go_on, const Step& end) {
    Moment looked;
    Moment done;
    std::thread other([&] {
      Commit([&](db::Session& session) -> absl::Status {
        MOSBAT_RETURN_IF_ERROR(go_on(session));
        done.Come();
        if (forced_) looked.Await();
        return absl::OkStatus();
      });
    });
    Commit([&](db::Session& session) -> absl::Status {
      MOSBAT_RETURN_IF_ERROR(TakeSnapshot(session));
      looked.Come();
      if (forced_) done.Await();
      return end(session);
    });
    other.join();
  }
  // `go_on` looks before `end` has committed, and commits after it.
  void EndCommitsFirst(const Step& go_on, const Step& end) {
    Moment looked;
    Moment ended;
    std::thread other([&] {
      Commit([&](db::Session& session) -> absl::Status {
        MOSBAT_RETURN_IF_ERROR(TakeSnapshot(session));
        looked.Come();
        if (forced_) ended.Await();
        return go_on(session);
      });
    });
    if (forced_) looked.Await();
    Commit(end);
    ended.Come();
    other.join();
  }
  static absl::Status TakeSnapshot(db::Session& session) {
    return session.Query("SELECT COUNT(*) FROM claims").status();
  }

  const testing::Backend& backend_ = std::get<testing::Backend>(GetParam());
  const bool forced_ = backend_.name == "MariaDb";
  World world_{backend_};
};

TEST_P(StandingRaces, EndFindsTheClaimThatWasNotCommittedWhenItLooked) {
  EndLooksFirst(Delivering("a"), Ending());
  EXPECT_EQ(world_.StateOf("a"), "HELD / RULE_ENDED");
}

TEST_P(StandingRaces, ClaimThatLookedBeforeTheEndWasCommittedIsHeld) {
  EndCommitsFirst(Delivering("a"), Ending());
  EXPECT_EQ(world_.StateOf("a"), "HELD / RULE_ENDED");
}

TEST_P(StandingRaces, EndFindsTheClaimThatAReviewerWasReleasing) {
  HoldForReview("a");
  EndLooksFirst(Releasing("a"), Ending());
  EXPECT_EQ(world_.StateOf("a"), "HELD / RULE_ENDED");
}

TEST_P(StandingRaces, ReviewerWhoLookedBeforeTheEndWasCommittedReleasesNothing) {
  HoldForReview("a");
  EndCommitsFirst(Releasing("a"), Ending());
  EXPECT_EQ(world_.StateOf("a"), "HELD / RULE_ENDED");
}

TEST_P(StandingRaces, ApprovalAndEndMeetAtTheClaim) {
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  EndLooksFirst(Approving("1405-01"), Ending());
  EXPECT_EQ(world_.StateOf("a"), "HELD / RULE_ENDED");
}

TEST_P(StandingRaces, ApprovalThatLookedBeforeTheEndWasCommittedApprovesNothing) {
  ASSERT_THAT(world_.Hear(DeliveryOf("a")), IsOk());
  EndCommitsFirst(Approving("1405-01"), Ending());
  EXPECT_EQ(world_.StateOf("a"), "HELD / RULE_ENDED");
}

INSTANTIATE_TEST_SUITE_P(AllBackends, StandingRaces,
                         ::testing::Combine(::testing::ValuesIn(testing::AllBackends()), ::testing::ValuesIn(Ends())),
                         [](const ::testing::TestParamInfo<StandingRaces::ParamType>& param) {
                           return std::get<testing::Backend>(param.param).name + std::get<End>(param.param).name;
                         });

}  // namespace
}  // namespace mosbat::purchasing
