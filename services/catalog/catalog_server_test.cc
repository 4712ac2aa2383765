// The whole service in this process, called over gRPC.
#include "services/catalog/catalog_server.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"

#include "common/auth/authenticator.h"
#include "common/auth/local_identity.h"
#include "common/base/ids.h"
#include "common/crypto/keyring.h"
#include "common/observe/metrics.h"
#include "common/rpc/status_conversion.h"
#include "common/testing/backends.h"
#include "common/testing/fakes.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.grpc.pb.h"
#include "services/catalog/store/migrations.h"
#include "services/catalog/store/service_type_store.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::IsOk;

constexpr char kOwner[] = "deputyships/prevention";

class CatalogServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto schema = rpc::SchemaOf("catalog", Migrations());
    auto backend = rpc::Backend::Open(environment_, {.service = "catalog", .schema = schema, .says_position = true},
                                      testing::SqliteMemory().Open(schema));
    ASSERT_THAT(backend, IsOk());
    backend_ = *std::move(backend);
    auto role = NewCatalogRole(*backend_);
    ASSERT_THAT(role, IsOk());
    ASSERT_THAT(backend_->Start(*std::move(role)), IsOk());
    stub_ = v1::CatalogService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", backend_->port()), grpc::InsecureChannelCredentials()));
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(grpc::Status (v1::CatalogService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                                Response*),
                               const auth::Principal& caller, const Request& request, const std::string& after = "") {
    grpc::ClientContext context;
    if (!after.empty()) context.AddMetadata("mosbat-after", after);
    context.AddMetadata("authorization",
                        absl::StrCat("Bearer ", identity_->Token(caller, clock_.Now(), absl::Hours(1))));
    Response response;
    const absl::Status status = rpc::FromGrpcStatus((stub_.get()->*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::ServiceType> Register() {
    v1::RegisterServiceTypeRequest request;
    request.set_service_type_id("vision-screening");
    request.mutable_service_type()->mutable_title()->set_fa("غربالگری بینایی");
    request.mutable_service_type()->set_owner(kOwner);
    request.mutable_service_type()->set_rests_on("subGuidelines/vision-screening/revisions/1");
    return Ask(&v1::CatalogService::Stub::RegisterServiceType, testing::Deputy(kOwner, "mina"), request);
  }

  absl::StatusOr<v1::ServiceType> Get(const std::string& name) {
    v1::GetServiceTypeRequest request;
    request.set_name(name);
    return Ask(&v1::CatalogService::Stub::GetServiceType, testing::As(access::v1::AGENCY, "an agency"), request);
  }

  absl::StatusOr<v1::ServiceType> Activate(const auth::Principal& caller, const std::string& name) {
    v1::ActivateServiceTypeRequest request;
    request.set_name(name);
    return Ask(&v1::CatalogService::Stub::ActivateServiceType, caller, request);
  }

  testing::FakeClock clock_;
  testing::SequentialIds ids_;
  std::unique_ptr<auth::LocalIdentity> identity_ = auth::LocalIdentity::ForTesting();
  std::unique_ptr<auth::Authenticator> authenticator_ =
      auth::NewJwtAuthenticator({.jwks_json = identity_->jwks_json()}, clock_).value();
  std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  observe::Metrics metrics_;
  rpc::Channels channels_;
  const rpc::Environment environment_{.real_clock = clock_,
                                      .business_clock = clock_,
                                      .ids = ids_,
                                      .authenticator = *authenticator_,
                                      .keyring = *keyring_,
                                      .metrics = metrics_,
                                      .channels = channels_,
                                      .service_token = [] { return std::string(); },
                                      .replica = "one"};
  std::unique_ptr<rpc::Backend> backend_;
  std::unique_ptr<v1::CatalogService::Stub> stub_;
};

TEST_F(CatalogServerTest, TypeIsKnownToTheNextCall) {
  const absl::StatusOr<v1::ServiceType> registered = Register();
  ASSERT_THAT(registered, IsOk());
  const absl::StatusOr<v1::ServiceType> read = Get(registered->name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), registered->SerializeAsString());
}

TEST_F(CatalogServerTest, ValidatedTypeIsNeitherStoredNorInMemory) {
  v1::RegisterServiceTypeRequest request;
  request.set_service_type_id("vision-screening");
  request.mutable_service_type()->mutable_title()->set_fa("غربالگری بینایی");
  request.mutable_service_type()->set_owner(kOwner);
  request.set_validate_only(true);
  const absl::StatusOr<v1::ServiceType> would_be =
      Ask(&v1::CatalogService::Stub::RegisterServiceType, testing::Deputy(kOwner, "mina"), request);
  ASSERT_THAT(would_be, IsOk());
  EXPECT_EQ(would_be->state(), v1::ServiceType::PROPOSED);
  EXPECT_THAT(Get(would_be->name()), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
  EXPECT_THAT(Register(), IsOk());
}

TEST_F(CatalogServerTest, UnknownTypeIsNotFoundAndAMalformedNameIsSaid) {
  EXPECT_THAT(Get("serviceTypes/none"), FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
  EXPECT_THAT(Get("vision-screening"), FailsWith(StatusCode::kInvalidArgument, "NAME_INVALID"));
}

TEST_F(CatalogServerTest, OnlyTheOwnerDeputyshipRegistersItsTypes) {
  v1::RegisterServiceTypeRequest request;
  request.set_service_type_id("vision-screening");
  request.mutable_service_type()->mutable_title()->set_fa("غربالگری بینایی");
  request.mutable_service_type()->set_owner(kOwner);
  const auto ask = [&](const auth::Principal& caller) {
    return Ask(&v1::CatalogService::Stub::RegisterServiceType, caller, request);
  };
  EXPECT_THAT(ask(testing::Deputy("deputyships/social", "reza")),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(ask(testing::As(access::v1::AUDITOR, "an auditor")),
              FailsWith(StatusCode::kPermissionDenied, "ACCESS_DENIED"));
}

// Nobody listens where guideline should be.
TEST_F(CatalogServerTest, ActivationWithoutGuidelineIsUnavailable) {
  const absl::StatusOr<v1::ServiceType> registered = Register();
  ASSERT_THAT(registered, IsOk());
  EXPECT_THAT(Activate(testing::Deputy(kOwner, "mina"), registered->name()),
              FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(CatalogServerTest, DeputyshipIsNotToldWhichTypesThereAre) {
  EXPECT_THAT(Activate(testing::Deputy(kOwner, "mina"), "serviceTypes/none"),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Activate(testing::Steering(), "serviceTypes/none"),
              FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_NOT_FOUND"));
}

// Another replica has written: this one's memory may be behind, but not for a caller that names the write's position.
TEST_F(CatalogServerTest, CallerThatNamesAPositionIsAnsweredFromTheStore) {
  const absl::StatusOr<v1::ServiceType> registered = Register();
  ASSERT_THAT(registered, IsOk());
  ASSERT_THAT(backend_->database().Transact([&](db::Session& session) -> absl::Status {
    v1::ServiceType changed = *registered;
    changed.mutable_title()->set_fa("غربالگری شنوایی");
    return ServiceTypeStore().Replace(session, changed).status();
  }),
              IsOk());
  const auth::Principal agency = testing::As(access::v1::AGENCY, "an agency");
  v1::GetServiceTypeRequest get;
  get.set_name(registered->name());
  v1::ListServiceTypesRequest list;
  list.set_text("شنوایی");
  const auto stub_get = &v1::CatalogService::Stub::GetServiceType;
  const auto stub_list = &v1::CatalogService::Stub::ListServiceTypes;
  EXPECT_EQ(Ask(stub_get, agency, get)->title().fa(), "غربالگری بینایی");
  EXPECT_EQ(Ask(stub_list, agency, list)->service_types_size(), 0);
  const std::string after = "catalog@0198:1";
  EXPECT_EQ(Ask(stub_get, agency, get, after)->title().fa(), "غربالگری شنوایی");
  EXPECT_EQ(Ask(stub_list, agency, list, after)->service_types_size(), 1);
}

TEST_F(CatalogServerTest, ChecksAndRollbackAreServed) {
  const absl::StatusOr<v1::ServiceType> registered = Register();
  ASSERT_THAT(registered, IsOk());
  const auth::Principal agency = testing::As(access::v1::AGENCY, "an agency");
  v1::CheckServiceTypeRequest check;
  check.set_name(registered->name());
  check.mutable_terms()->mutable_eligibility()->mutable_rule()->mutable_schema();
  const absl::StatusOr<v1::CheckServiceTypeResponse> checked =
      Ask(&v1::CatalogService::Stub::CheckServiceType, agency, check);
  ASSERT_THAT(checked, IsOk());
  EXPECT_EQ(checked->verdict().outcome(), v1::Verdict::COMPATIBLE);

  v1::CheckEligibilityRequest eligibility;
  eligibility.set_name(registered->name());
  eligibility.mutable_facts();
  EXPECT_THAT(Ask(&v1::CatalogService::Stub::CheckEligibility, agency, eligibility),
              FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));

  v1::RollbackServiceTypeRequest rollback;
  rollback.set_name(registered->name());
  rollback.set_revision(registered->name() + "/revisions/1");
  rollback.set_reason("a mistake");
  const auto method = &v1::CatalogService::Stub::RollbackServiceType;
  EXPECT_THAT(Ask(method, agency, rollback), FailsWith(StatusCode::kPermissionDenied, "ACCESS_DENIED"));
  EXPECT_THAT(Ask(method, testing::Deputy("deputyships/other", "sara"), rollback),
              FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Ask(method, testing::Deputy(kOwner, "mina"), rollback),
              FailsWith(StatusCode::kNotFound, "SERVICE_TYPE_REVISION_NOT_FOUND"));
}

}  // namespace
}  // namespace mosbat::catalog
