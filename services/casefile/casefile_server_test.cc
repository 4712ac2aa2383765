// The whole service in this process, called over gRPC, with nobody where the owners of its copies should be.
#include "services/casefile/casefile_server.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/rpc/status_conversion.h"
#include "common/testing/backend_world.h"
#include "common/testing/backends.h"
#include "common/testing/fakes.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "mosbat/casefile/v1/care_service.grpc.pb.h"
#include "mosbat/casefile/v1/case_file_service.grpc.pb.h"
#include "services/casefile/examples.h"
#include "services/casefile/store/migrations.h"
#include "services/casefile/store/registry_copies.h"

namespace mosbat::casefile {
namespace {

using ::testing::Contains;
using testing::FailsWith;
using testing::IsOk;
using ::testing::Pair;

constexpr char kElsewhere[] = "centres/elsewhere";
constexpr char kRequestId[] = "01970000-0000-7000-8000-00000000abcd";

class CasefileServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto schema = rpc::SchemaOf("casefile", Migrations());
    auto backend = rpc::Backend::Open(world_.environment(), {.service = "casefile", .schema = schema},
                                      testing::SqliteMemory().Open(schema));
    ASSERT_THAT(backend, IsOk());
    backend_ = *std::move(backend);
    auto role = NewCasefileRole(*backend_);
    ASSERT_THAT(role, IsOk());
    ASSERT_THAT(backend_->Start(*std::move(role)), IsOk());
    channel_ = grpc::CreateChannel(absl::StrCat("127.0.0.1:", backend_->port()), grpc::InsecureChannelCredentials());
    ASSERT_THAT(backend_->database().Transact([](db::Session& session) {
      return RegistryCopies(PlaceStore()).Apply(session, examples::EventOf(examples::Centre(1)));
    }),
                IsOk());
  }

  template <typename Stub, typename Request, typename Response>
  absl::Status Ask(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const Request& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization",
                        world_.Authorization(testing::As(access::v1::CENTRE_MANAGER, "m", examples::kCentre)));
    Response response;
    return rpc::FromGrpcStatus((stub.*method)(&context, request, &response));
  }
  absl::Status CheckReadiness(const std::string& centre, const std::string& type) {
    v1::CheckReadinessRequest request;
    request.set_centre(centre);
    request.set_service_type(type);
    return Ask(*v1::CareService::NewStub(channel_), &v1::CareService::Stub::CheckReadiness, request);
  }

  testing::FakeClock clock_;
  testing::BackendWorld world_{clock_};
  std::unique_ptr<rpc::Backend> backend_;
  std::shared_ptr<grpc::Channel> channel_;
};

// The owner was to be asked, and which.
MATCHER_P(AsksInVain, owner, "") {
  return ::testing::ExplainMatchResult(FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"), arg,
                                       result_listener) &&
         ::testing::ExplainMatchResult(Contains(Pair("service", owner)), MetadataOf(arg), result_listener);
}

TEST_F(CasefileServerTest, CentreThatIsNotKnownIsAskedForAtTheRegistry) {
  v1::OpenCaseFileRequest open;
  open.set_request_id(kRequestId);
  *open.mutable_case_file() = examples::Household(1);
  open.mutable_case_file()->set_centre(kElsewhere);
  EXPECT_THAT(Ask(*v1::CaseFileService::NewStub(channel_), &v1::CaseFileService::Stub::OpenCaseFile, open),
              AsksInVain("registry"));
  v1::ListWaitlistRequest list;
  list.set_parent(kElsewhere);
  EXPECT_THAT(Ask(*v1::CaseFileService::NewStub(channel_), &v1::CaseFileService::Stub::ListWaitlist, list),
              AsksInVain("registry"));
  v1::RequestServiceRequest request;
  request.set_request_id(kRequestId);
  request.mutable_service_request()->set_centre(kElsewhere);
  request.mutable_service_request()->set_service_type(examples::kType);
  EXPECT_THAT(Ask(*v1::CareService::NewStub(channel_), &v1::CareService::Stub::RequestService, request),
              AsksInVain("registry"));
  EXPECT_THAT(CheckReadiness(kElsewhere, examples::kType), AsksInVain("registry"));
}

TEST_F(CasefileServerTest, TypeThatIsNotKnownIsAskedForAtTheCatalog) {
  EXPECT_THAT(CheckReadiness(examples::kCentre, "serviceTypes/new"), AsksInVain("catalog"));
}

}  // namespace
}  // namespace mosbat::casefile
