// One service follows another: what callers of the copy get to see.
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "grpcpp/create_channel.h"

#include "common/rpc/counter_fixture.h"
#include "mosbat/feed/v1/feed.grpc.pb.h"

namespace mosbat::rpc {
namespace {

using testing::FailsWith;
using testing::IsOk;

constexpr CopiedKind kCounters[] = {{.missing = "COUNTER_NOT_FOUND", .feed = "counter"}};

class CopiesTest : public CounterFixture {
 protected:
  void SetUp() override {
    StartBackend(256, testing::SqliteMemory());
    const std::vector<db::MigrationSet> schema = SchemaOf("counter", CounterMigrations());
    auto copier = Backend::Open(world_.environment("copier"), {.service = "copier", .schema = schema},
                                testing::SqliteMemory().Open(schema));
    ASSERT_THAT(copier, IsOk());
    copier_ = *std::move(copier);
    copier_->Follow("counter", [this](db::Session& session, const feed::v1::Event& event) -> absl::Status {
      v1::Counter counter;
      if (!event.payload().UnpackTo(&counter)) return absl::OkStatus();
      return table_.Insert(session, counter).status();
    });
    auto role = std::make_unique<CounterRole>(*copier_, kCounters);
    copy_ = role.get();
    ASSERT_THAT(copier_->Start(std::move(role)), IsOk());
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", copier_->port()), grpc::InsecureChannelCredentials());
  }

  // As the copy has it.
  absl::StatusOr<v1::Counter> GetCopy(const std::string& name, const Sent& sent = {}) {
    grpc::ClientContext context;
    Prepare(context, sent);
    v1::GetCounterRequest request;
    request.set_name(name);
    v1::Counter counter;
    const grpc::Status status = v1::CounterService::NewStub(channel_)->GetCounter(&context, request, &counter);
    if (!status.ok()) return FromGrpcStatus(status);
    return counter;
  }

  const db::MessageTable<v1::Counter> table_{"counters"};
  std::unique_ptr<Backend> copier_;
  CounterRole* copy_ = nullptr;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(CopiesTest, CallerIsServedOnlyAfterWhatItSaw) {
  copier_->StartFollowing();
  for (int i = 0; i < 20; ++i) {
    const std::string name = absl::StrCat("c", i);
    ASSERT_THAT(Raise(RequestOf(name)), IsOk());
    Sent sent;
    sent.after = position_;
    EXPECT_THAT(GetCopy(name, sent), IsOk()) << i;
  }
  EXPECT_EQ(copy_->reads, 20);

  grpc::ClientContext context;
  Prepare(context, Sent{});
  feed::v1::GetPositionResponse position;
  ASSERT_THAT(FromGrpcStatus(feed::v1::FeedService::NewStub(channel_)->GetPosition(&context, {}, &position)), IsOk());
  ASSERT_EQ(position.copies_size(), 1);
  EXPECT_EQ(position.copies(0).feed(), "counter");
  EXPECT_EQ(position.copies(0).seq(), 20);
  EXPECT_TRUE(position.copies(0).has_heard_time());
  EXPECT_EQ(position.copies(0).refused(), "");
}

// The copy follows only once it was found to lack what is there.
TEST_F(CopiesTest, WhatIsOnItsWayIsLookedForAgain) {
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  absl::Notification looked;
  copy_->on_read = [&] {
    if (!looked.HasBeenNotified()) looked.Notify();
  };
  std::thread follow([&] {
    looked.WaitForNotification();
    copier_->StartFollowing();
  });
  EXPECT_THAT(GetCopy("c"), IsOk());
  EXPECT_EQ(copy_->reads, 2);
  follow.join();
}

TEST_F(CopiesTest, WhatTheOwnerHasNotEitherIsNotFound) {
  copier_->StartFollowing();
  EXPECT_THAT(GetCopy("none"), FailsWith(absl::StatusCode::kNotFound, "COUNTER_NOT_FOUND"));
  EXPECT_EQ(copy_->reads, 2);
  EXPECT_THAT(GetCopy("none", From(testing::As(access::v1::COUNTY, "k", kCounty))),
              FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

TEST_F(CopiesTest, WithoutItsOwnerNothingIsSaidToBeMissing) {
  copier_->StartFollowing();
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  ASSERT_THAT(GetCopy("c"), IsOk());
  backend_->Drain(absl::Now());
  EXPECT_THAT(GetCopy("none"), FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  EXPECT_THAT(GetCopy("c"), IsOk()) << "what is known needs nobody";
}

TEST_F(CopiesTest, CopyThatStaysBehindSaysSo) {
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  EXPECT_THAT(GetCopy("c"), FailsWith(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
}

}  // namespace
}  // namespace mosbat::rpc
