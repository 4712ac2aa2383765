#include "clients/mosbatctl/client.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "common/auth/authenticator.h"
#include "common/rpc/status_conversion.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_folder.h"
#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"

namespace mosbat::ctl {
namespace {

namespace gv = guideline::v1;

using ::mosbat::testing::FailsWith;
using ::mosbat::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::SizeIs;

struct Seen {
  std::string method;
  std::string authorization;
  std::string language;
  std::string after;
  std::string body;
};

// Answers every call with the next of `answers`, then OK with a directive; keeps what it saw.
class Answerer final : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    return new Answer(*this, *context);
  }

  std::deque<absl::Status> answers;
  std::string position;
  std::vector<Seen> seen;

 private:
  class Answer final : public grpc::ServerGenericBidiReactor {
   public:
    Answer(Answerer& owner, grpc::GenericCallbackServerContext& context) : owner_(owner), context_(context) {
      StartRead(&buffer_);
    }
    void OnReadDone(bool) override {
      grpc::Slice slice;
      buffer_.DumpToSingleSlice(&slice);
      owner_.seen.push_back({.method = context_.method(),
                             .authorization = Metadata("authorization"),
                             .language = Metadata("accept-language"),
                             .after = Metadata("mosbat-after"),
                             .body = std::string(reinterpret_cast<const char*>(slice.begin()), slice.size())});
      absl::Status status;
      if (!owner_.answers.empty()) {
        status = owner_.answers.front();
        owner_.answers.pop_front();
      }
      if (!owner_.position.empty()) context_.AddTrailingMetadata("mosbat-position", owner_.position);
      if (!status.ok()) {
        Finish(rpc::ToGrpcStatus(status, {}));
        return;
      }
      gv::Directive directive;
      directive.set_name("directives/one");
      const grpc::Slice answer(directive.SerializeAsString());
      buffer_ = grpc::ByteBuffer(&answer, 1);
      StartWriteAndFinish(&buffer_, grpc::WriteOptions(), grpc::Status::OK);
    }
    void OnDone() override { delete this; }

   private:
    std::string Metadata(const char* key) {
      const auto found = context_.client_metadata().find(key);
      return found == context_.client_metadata().end() ? "" : std::string(found->second.data(), found->second.size());
    }

    Answerer& owner_;
    grpc::GenericCallbackServerContext& context_;
    grpc::ByteBuffer buffer_;
  };
};

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
    context_.address = absl::StrCat("127.0.0.1:", port);
    context_.tokens = {{"steering", "s"}, {"deputyship:prevention", "d"}};
  }
  ~ClientTest() override { server_->Shutdown(); }

  std::unique_ptr<Client> Open(ClientOptions options = {}) { return *Client::Open(context_, std::move(options)); }

  static absl::Status Fault(absl::StatusCode code, const char* reason) {
    return MakeError(code, reason, {.en = "No.", .fa = "نه."});
  }

  Answerer service_;
  std::unique_ptr<grpc::Server> server_;
  Context context_;
};

gv::GetDirectiveRequest GetOne() {
  gv::GetDirectiveRequest request;
  request.set_name("directives/one");
  return request;
}

TEST_F(ClientTest, CallsTheMethodOfTheRequestInTheCallersName) {
  const auto directive = Open()->Call<gv::Directive>("deputyship:prevention", GetOne());
  ASSERT_THAT(directive, IsOk());
  EXPECT_EQ(directive->name(), "directives/one");
  ASSERT_THAT(service_.seen, SizeIs(1));
  EXPECT_EQ(service_.seen[0].method, "/mosbat.guideline.v1.GuidelineService/GetDirective");
  EXPECT_EQ(service_.seen[0].authorization, "Bearer d");
  EXPECT_EQ(service_.seen[0].language, "fa");
}

TEST_F(ClientTest, ACallerWithoutATokenIsRefusedHere) {
  EXPECT_THAT(Open()->Call<gv::Directive>("finance", GetOne()),
              FailsWith(absl::StatusCode::kFailedPrecondition, "TOKEN_MISSING"));
  EXPECT_THAT(service_.seen, SizeIs(0));
}

TEST_F(ClientTest, ALocalIdentityMakesATokenForAnybody) {
  const ::mosbat::testing::TempFolder folder;
  context_.identity_file = folder.path() + "/identity.jwk";
  const auto identity = auth::LocalIdentity::LoadOrCreate(context_.identity_file);
  ASSERT_THAT(identity, IsOk());
  ASSERT_THAT(Open()->Call<gv::Directive>("county:provinces/30/counties/3001@mina", GetOne()), IsOk());

  const SystemClock clock;
  const auto authenticator = auth::NewJwtAuthenticator({.jwks_json = (*identity)->jwks_json()}, clock);
  const auto caller = (*authenticator)->Authenticate(service_.seen[0].authorization);
  ASSERT_THAT(caller, IsOk());
  EXPECT_EQ(caller->id, "mina");
  EXPECT_EQ(caller->scope.area, "provinces/30/counties/3001");
}

TEST_F(ClientTest, TriesAgainWhatMayPassAndAWriteWithTheSameRequestId) {
  service_.answers = {Fault(absl::StatusCode::kUnavailable, "COPY_BEHIND"),
                      Fault(absl::StatusCode::kAborted, "LOST_RACE")};
  gv::IssueDirectiveRequest issue;
  issue.set_name("directives/one");
  ASSERT_THAT(Open()->Call<gv::Directive>("steering", issue), IsOk());

  ASSERT_THAT(service_.seen, SizeIs(3));
  gv::IssueDirectiveRequest sent;
  ASSERT_TRUE(sent.ParseFromString(service_.seen[0].body));
  EXPECT_TRUE(IsUuid(sent.request_id()));
  EXPECT_EQ(service_.seen[1].body, service_.seen[0].body);
  EXPECT_EQ(service_.seen[2].body, service_.seen[0].body);
}

TEST_F(ClientTest, KeepsTheRequestIdThatTheCallerGave) {
  gv::IssueDirectiveRequest issue;
  issue.set_name("directives/one");
  issue.set_request_id("0197a5a0-0000-7000-8000-000000000000");
  ASSERT_THAT(Open()->Call<gv::Directive>("steering", issue), IsOk());
  EXPECT_EQ(service_.seen[0].body, issue.SerializeAsString());
}

TEST_F(ClientTest, ARefusalIsNotTriedAgain) {
  for (const auto& [code, reason] : {std::pair(absl::StatusCode::kAborted, "STALE_ETAG"),
                                     std::pair(absl::StatusCode::kFailedPrecondition, "DIRECTIVE_NOT_DRAFT")}) {
    service_.seen.clear();
    service_.answers = {Fault(code, reason)};
    EXPECT_THAT(Open()->Call<gv::Directive>("steering", GetOne()), FailsWith(code, reason));
    EXPECT_THAT(service_.seen, SizeIs(1));
  }
}

TEST_F(ClientTest, OnlyADeputyshipIsKeptOutByAnOwner) {
  context_.tokens["centre-manager:centres/a"] = "m";
  casefile::v1::CheckReadinessRequest request;
  request.set_centre("centres/b");
  request.set_service_type("serviceTypes/vision");
  for (const auto& [caller, calls] :
       {std::pair("deputyship:prevention", 2U), std::pair("centre-manager:centres/a", 1U)}) {
    service_.seen.clear();
    service_.answers = {Fault(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE")};
    EXPECT_THAT(Open()->Call<casefile::v1::CheckReadinessResponse>(caller, request),
                FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
    EXPECT_THAT(service_.seen, SizeIs(calls)) << "who owns the type is asked for, or not";
  }
}

TEST_F(ClientTest, GivesUpWhenItsPatienceEnds) {
  service_.answers = std::deque<absl::Status>(20, Fault(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
  EXPECT_THAT(Open({.patience = absl::ZeroDuration()})->Call<gv::Directive>("steering", GetOne()),
              FailsWith(absl::StatusCode::kUnavailable, "COPY_BEHIND"));
  EXPECT_THAT(service_.seen, SizeIs(1));
}

TEST_F(ClientTest, NextCallsSayHowFarTheLastWriteWasInEachFeed) {
  const std::unique_ptr<Client> client = Open();
  for (const char* const position : {"catalog@f:7", "guideline@g:3", "catalog@f:5"}) {
    service_.position = position;
    ASSERT_THAT(client->Call<gv::Directive>("steering", GetOne()), IsOk());
  }
  ASSERT_THAT(client->Call<gv::Directive>("deputyship:prevention", GetOne()), IsOk());

  std::vector<std::string> after;
  for (const Seen& seen : service_.seen) after.push_back(seen.after);
  EXPECT_THAT(after, ElementsAre("", "catalog@f:7", "catalog@f:7,guideline@g:3", "catalog@f:7,guideline@g:3"));
}

TEST_F(ClientTest, NobodyThereIsSaidWithTheAddress) {
  server_->Shutdown();
  const auto answer = Open({.patience = absl::ZeroDuration()})->Call<gv::Directive>("steering", GetOne());
  EXPECT_THAT(answer, FailsWith(absl::StatusCode::kUnavailable, "SUITE_UNREACHABLE"));
  EXPECT_THAT(MetadataOf(answer.status()),
              ElementsAre(std::pair<std::string, std::string>("address", context_.address)));
}

TEST_F(ClientTest, TheUsualCallerIsOneThatMayAndThatTheContextHas) {
  EXPECT_EQ(Open()->UsualCaller(**FindMethod("GetDirective")), "steering");
  EXPECT_EQ(Open()->UsualCaller(**FindMethod("CreateSubGuideline")), "deputyship:prevention");
}

}  // namespace
}  // namespace mosbat::ctl
