// The trial clock's one method, behind a real server, on every store.
#include "absl/time/clock.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"

#include "common/base/timestamps.h"
#include "common/rpc/backend.h"
#include "common/rpc/metadata.h"
#include "common/rpc/status_conversion.h"
#include "common/testing/backend_world.h"
#include "common/testing/backends.h"
#include "common/testing/fakes.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "services/suite/clock_rpc.h"
#include "services/suite/migrations.h"
#include "services/suite/trial_store.h"

namespace mosbat::suite {
namespace {

using testing::FailsWith;
using testing::IsOk;

constexpr absl::Duration kDay = absl::Hours(24);
constexpr char kRequestId[] = "01970000-0000-7000-8000-00000000abcd";

class ClockTest : public ::testing::TestWithParam<testing::Backend> {
 protected:
  void SetUp() override {
    const std::vector<db::MigrationSet> schema = rpc::SchemaOf("guideline", Migrations());
    auto backend =
        rpc::Backend::Open(world_.environment(), {.service = "guideline", .schema = schema}, GetParam().Open(schema));
    ASSERT_THAT(backend, IsOk());
    backend_ = *std::move(backend);
    rpc_ = std::make_unique<ClockRpc>(backend_->runner(), world_.metrics(), clock_);
    backend_->AddService(*rpc_);
    ASSERT_THAT(backend_->Start(std::make_unique<rpc::Role>()), IsOk());
    stub_ = trial::v1::ClockService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", backend_->port()), grpc::InsecureChannelCredentials()));
  }

  // What the answer says the time is.
  absl::StatusOr<absl::Time> Advance(const trial::v1::AdvanceRequest& request) {
    grpc::ClientContext context;
    context.AddMetadata(rpc::kAuthorizationKey, world_.Authorization(testing::As(access::v1::OPERATOR, "o")));
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    trial::v1::AdvanceResponse response;
    const grpc::Status status = stub_->Advance(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return ToTime(response.now());
  }
  absl::StatusOr<absl::Time> AdvanceBy(int days, const std::string& request_id = "") {
    trial::v1::AdvanceRequest request;
    request.set_days(days);
    request.set_request_id(request_id);
    return Advance(request);
  }
  absl::StatusOr<absl::Time> AdvanceTo(absl::Time until) {
    trial::v1::AdvanceRequest request;
    *request.mutable_until() = ToTimestamp(until);
    return Advance(request);
  }

  // What another call has stored, and this process has not yet taken up.
  void StoreOffset(absl::Duration offset) {
    ASSERT_THAT(backend_->database().Transact([&](db::Session& session) -> absl::Status {
      const absl::StatusOr<absl::Duration> stored = ClockOffset(session);
      return stored.ok() ? MoveClockOffset(session, *stored, offset) : stored.status();
    }),
                IsOk());
  }

  testing::FakeClock real_;
  TrialClock clock_{real_};
  testing::BackendWorld world_{real_, clock_};
  std::unique_ptr<ClockRpc> rpc_;
  std::unique_ptr<rpc::Backend> backend_;
  std::unique_ptr<trial::v1::ClockService::Stub> stub_;
};

TEST_P(ClockTest, AdvancesByDaysAndToAMoment) {
  const absl::Time start = real_.Now();
  EXPECT_EQ(*AdvanceBy(3), start + 3 * kDay);
  EXPECT_EQ(clock_.Now(), start + 3 * kDay);
  EXPECT_EQ(*AdvanceTo(start + 10 * kDay), start + 10 * kDay);
  EXPECT_EQ(clock_.Now(), start + 10 * kDay);
  EXPECT_EQ(*AdvanceBy(0), start + 10 * kDay);
}

TEST_P(ClockTest, NeverGoesBack) {
  const absl::Time start = real_.Now();
  for (const absl::Time until : {start, start - absl::Seconds(1), start + 3661 * kDay}) {
    EXPECT_THAT(AdvanceTo(until), FailsWith(absl::StatusCode::kInvalidArgument, "CLOCK_WOULD_GO_BACK"));
  }
  EXPECT_THAT(AdvanceBy(-1), FailsWith(absl::StatusCode::kInvalidArgument, "CLOCK_WOULD_GO_BACK"));
}

TEST_P(ClockTest, SameRequestMovesTheClockOnce) {
  const absl::Time start = real_.Now();
  EXPECT_EQ(*AdvanceBy(3, kRequestId), start + 3 * kDay);
  EXPECT_EQ(*AdvanceBy(3, kRequestId), start + 3 * kDay);
  EXPECT_EQ(clock_.Now(), start + 3 * kDay);
}

TEST_P(ClockTest, IsReadWithoutATrace) {
  ASSERT_THAT(AdvanceBy(3), IsOk());
  const auto rows = [&](const char* table) {
    int64_t count = 0;
    EXPECT_THAT(backend_->database().Read([&](db::Session& session) -> absl::Status {
      const auto found = session.Query(absl::StrCat("SELECT COUNT(*) FROM ", table), {});
      if (found.ok()) count = found->front().Int(0);
      return found.status();
    }),
                IsOk());
    return count;
  };
  ASSERT_EQ(rows("audit_entries"), 1);
  const int64_t requests = rows("request_results");
  trial::v1::AdvanceRequest request;
  request.set_validate_only(true);
  request.set_request_id(kRequestId);
  EXPECT_EQ(*Advance(request), real_.Now() + 3 * kDay);
  request.set_days(5);
  EXPECT_EQ(*Advance(request), real_.Now() + 8 * kDay);
  EXPECT_EQ(clock_.Now(), real_.Now() + 3 * kDay);
  EXPECT_EQ(rows("audit_entries"), 1);
  EXPECT_EQ(rows("request_results"), requests);
}

// Two calls at once: the other has stored how far it moved, and this process does not know it yet.
TEST_P(ClockTest, MovesToTheMomentWhateverAnotherCallHasJustStored) {
  const absl::Time start = real_.Now();
  StoreOffset(4 * kDay);
  EXPECT_EQ(*AdvanceTo(start + 10 * kDay), start + 10 * kDay);
  EXPECT_EQ(clock_.Now(), start + 10 * kDay);
  StoreOffset(12 * kDay);
  EXPECT_THAT(AdvanceTo(start + 11 * kDay), FailsWith(absl::StatusCode::kInvalidArgument, "CLOCK_WOULD_GO_BACK"));
  EXPECT_EQ(*AdvanceBy(1), start + 13 * kDay);
}

TEST_P(ClockTest, OffsetThatHasMovedSinceItWasReadIsNotOverwritten) {
  StoreOffset(2 * kDay);
  const absl::Status stale =
      backend_->database().Transact([](db::Session& session) { return MoveClockOffset(session, kDay, 3 * kDay); });
  EXPECT_EQ(stale.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(*AdvanceBy(0), real_.Now() + 2 * kDay);
}

INSTANTIATE_TEST_SUITE_P(AllBackends, ClockTest, ::testing::ValuesIn(testing::AllBackends()), testing::BackendName);

}  // namespace
}  // namespace mosbat::suite
