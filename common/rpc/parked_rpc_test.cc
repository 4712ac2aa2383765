// Parked events over real gRPC: who may see and skip them, and what is on record of it.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "common/base/status_macros.h"
#include "common/feed/parked_events.h"
#include "common/rpc/counter_fixture.h"
#include "common/testing/status_matchers.h"
#include "mosbat/feed/v1/parked.grpc.pb.h"

namespace mosbat::rpc {
namespace {

using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::SizeIs;

class ParkedRpcTest : public CounterFixture {
 protected:
  void SetUp() override {
    StartBackend(256, testing::SqliteMemory());
    parked_ = feed::v1::ParkedEventService::NewStub(*world_.channels().To("counter"));
    feed::v1::Event event;
    event.set_type("ServiceTypeActivated");
    event.set_subject("serviceTypes/vision");
    ASSERT_THAT(backend_->database().Transact([&](db::Session& session) -> absl::Status {
      const feed::ParkedEvents parked(world_.keyring());
      for (const int64_t seq : {4, 7}) {
        event.set_seq(seq);
        MOSBAT_RETURN_IF_ERROR(parked.Park(session, "catalog", event, "NOT_SEEN_YET", "not yet"));
      }
      return absl::OkStatus();
    }),
                IsOk());
  }

  static auth::Principal Operator() { return testing::As(access::v1::OPERATOR, "parvin"); }

  absl::StatusOr<feed::v1::ListParkedEventsResponse> List(const auth::Principal& caller) {
    grpc::ClientContext context;
    Prepare(context, From(caller));
    feed::v1::ListParkedEventsRequest request;
    request.set_feed("catalog");
    feed::v1::ListParkedEventsResponse response;
    const grpc::Status status = parked_->ListParkedEvents(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  static feed::v1::SkipParkedEventRequest SkipOf(int64_t seq) {
    feed::v1::SkipParkedEventRequest request;
    request.set_feed("catalog");
    request.set_seq(seq);
    request.set_reason("the type was withdrawn");
    request.set_request_id(kRequestId);
    return request;
  }

  absl::StatusOr<feed::v1::ParkedEvent> Skip(const feed::v1::SkipParkedEventRequest& request,
                                             const auth::Principal& caller = Operator()) {
    grpc::ClientContext context;
    Prepare(context, From(caller));
    feed::v1::ParkedEvent skipped;
    const grpc::Status status = parked_->SkipParkedEvent(&context, request, &skipped);
    if (!status.ok()) return FromGrpcStatus(status);
    return skipped;
  }

  std::unique_ptr<feed::v1::ParkedEventService::Stub> parked_;
};

TEST_F(ParkedRpcTest, OnlyOperatorsOfTheWholeCountrySeeAndSkip) {
  auth::Principal local = Operator();
  local.scope.area = kCounty;
  EXPECT_THAT(List(testing::Steering()), FailsWith(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED"));
  EXPECT_THAT(Skip(SkipOf(4), testing::Steering()), FailsWith(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED"));
  EXPECT_THAT(List(local), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Skip(SkipOf(4), local), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  const auto listed = List(Operator());
  ASSERT_THAT(listed, IsOk());
  ASSERT_EQ(listed->parked_events_size(), 1);
  EXPECT_EQ(listed->parked_events(0).seq(), 4);
  EXPECT_EQ(listed->parked_events(0).waiting(), 1);
}

TEST_F(ParkedRpcTest, SkippingIsDoneOnceAndOnRecord) {
  for (int i = 0; i < 2; ++i) {
    const auto skipped = Skip(SkipOf(4));
    ASSERT_THAT(skipped, IsOk());
    EXPECT_EQ(skipped->type(), "ServiceTypeActivated");
  }
  EXPECT_EQ(List(Operator())->parked_events(0).seq(), 7);
  const auto entries = Entries();
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].actor(), "parvin");
  EXPECT_EQ(entries[0].subject(), "feeds/catalog/events/4");
  EXPECT_EQ(entries[0].method(), "mosbat.feed.v1.ParkedEventService/SkipParkedEvent");
}

TEST_F(ParkedRpcTest, DryRunShowsAndKeepsIt) {
  feed::v1::SkipParkedEventRequest request = SkipOf(4);
  request.set_validate_only(true);
  ASSERT_THAT(Skip(request), IsOk());
  EXPECT_EQ(List(Operator())->parked_events(0).seq(), 4);
  ASSERT_THAT(Entries(), SizeIs(1));
  EXPECT_TRUE(Entries()[0].validate_only());
}

TEST_F(ParkedRpcTest, RefusedSkipChangesNothing) {
  EXPECT_THAT(Skip(SkipOf(7)), FailsWith(absl::StatusCode::kFailedPrecondition, "EARLIER_EVENT_PARKED"));
  EXPECT_THAT(Skip(SkipOf(5)), FailsWith(absl::StatusCode::kNotFound, "PARKED_EVENT_NOT_FOUND"));
  feed::v1::SkipParkedEventRequest request = SkipOf(4);
  request.set_reason(" ");
  EXPECT_THAT(Skip(request), FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  EXPECT_EQ(List(Operator())->parked_events(0).waiting(), 1);
  EXPECT_THAT(Entries(), IsEmpty());
}

}  // namespace
}  // namespace mosbat::rpc
