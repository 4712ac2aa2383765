#include "services/catalog/clients/grpc_guideline_client.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "common/iran/tehran_day.h"
#include "common/testing/status_matchers.h"
#include "mosbat/guideline/v1/guideline_service.grpc.pb.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;

constexpr char kText[] = "subGuidelines/vision-screening/revisions/1";

// Knows one text and the directive of one day, and says nothing about sub-guidelines until it is let go.
class StubGuideline final : public guideline::v1::GuidelineService::Service {
 public:
  grpc::Status GetSubGuidelineRevision(grpc::ServerContext* context,
                                       const guideline::v1::GetSubGuidelineRevisionRequest* request,
                                       guideline::v1::SubGuidelineRevision* response) override {
    const auto token = context->client_metadata().find("authorization");
    if (token == context->client_metadata().end() || token->second != "Bearer of-the-caller") {
      return grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "");
    }
    if (request->name() != kText) return grpc::Status(grpc::StatusCode::NOT_FOUND, "");
    response->set_name(request->name());
    return grpc::Status::OK;
  }

  grpc::Status ResolveDirective(grpc::ServerContext*, const guideline::v1::ResolveDirectiveRequest* request,
                                guideline::v1::Directive* response) override {
    response->set_name(absl::StrCat("directives/of-", absl::FormatCivilTime(iran::StoredDay(request->date()))));
    return grpc::Status::OK;
  }

  grpc::Status GetSubGuideline(grpc::ServerContext*, const guideline::v1::GetSubGuidelineRequest*,
                               guideline::v1::SubGuideline*) override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return released_; });
    return grpc::Status::OK;
  }

  void Release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool released_ = false;
};

class GrpcGuidelineClientTest : public ::testing::Test {
 protected:
  ~GrpcGuidelineClientTest() override { Stop(); }

  void Start() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&guideline_);
    server_ = builder.BuildAndStart();
    channels_.SetAddress("guideline", absl::StrCat("127.0.0.1:", port));
  }

  void Stop() {
    guideline_.Release();
    if (server_ != nullptr) server_->Shutdown();
    server_.reset();
  }

  static rpc::CallContext CallWithin(absl::Duration left) {
    return {.authorization = "Bearer of-the-caller", .deadline = absl::Now() + left};
  }

  StubGuideline guideline_;
  std::unique_ptr<grpc::Server> server_;
  rpc::Channels channels_;
  GrpcGuidelineClient client_{channels_};
};

TEST_F(GrpcGuidelineClientTest, AsksWithTheCallersToken) {
  Start();
  const auto text = client_.GetSubGuidelineRevision(CallWithin(absl::Seconds(30)), kText);
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(text->name(), kText);
}

TEST_F(GrpcGuidelineClientTest, AsksForTheDirectiveOfTheDay) {
  Start();
  const auto directive = client_.ResolveDirective(CallWithin(absl::Seconds(30)), absl::CivilDay(2026, 3, 21));
  ASSERT_THAT(directive, IsOk());
  EXPECT_EQ(directive->name(), "directives/of-2026-03-21");
}

TEST_F(GrpcGuidelineClientTest, WhatGuidelineDoesNotHaveIsNotFound) {
  Start();
  EXPECT_THAT(client_.GetSubGuidelineRevision(CallWithin(absl::Seconds(30)), "subGuidelines/none/revisions/1"),
              HasCode(StatusCode::kNotFound));
}

TEST_F(GrpcGuidelineClientTest, GuidelineWithoutAnAddressIsUnavailable) {
  EXPECT_THAT(client_.GetSubGuidelineRevision(CallWithin(absl::Seconds(30)), kText),
              FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(GrpcGuidelineClientTest, GuidelineThatIsDownIsUnavailable) {
  Start();
  Stop();
  EXPECT_THAT(client_.GetSubGuidelineRevision(CallWithin(absl::Seconds(30)), kText),
              FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(GrpcGuidelineClientTest, GuidelineThatDoesNotAnswerIsUnavailableBeforeTheDeadline) {
  Start();
  const rpc::CallContext call = CallWithin(absl::Milliseconds(300));
  EXPECT_THAT(client_.GetSubGuideline(call, "subGuidelines/vision-screening"),
              FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
  EXPECT_LT(absl::Now(), call.deadline);
}

}  // namespace
}  // namespace mosbat::catalog
