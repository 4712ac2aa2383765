// The whole service in this process, called over gRPC.
#include "services/catalog/catalog_server.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/iran/tehran_day.h"
#include "common/rpc/status_conversion.h"
#include "common/testing/backend_world.h"
#include "common/testing/backends.h"
#include "common/testing/fakes.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"
#include "mosbat/catalog/v1/catalog_service.grpc.pb.h"
#include "mosbat/guideline/v1/deputyship.pb.h"
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
    auto backend =
        rpc::Backend::Open(world_.environment(), {.service = "catalog", .schema = schema, .says_position = true},
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
    context.AddMetadata("authorization", world_.Authorization(caller));
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
  testing::BackendWorld world_{clock_};
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

TEST_F(CatalogServerTest, ValidatedTypeIsRefusedByItsPaths) {
  v1::RegisterServiceTypeRequest request;
  request.set_service_type_id("vision-screening");
  request.mutable_service_type()->mutable_title()->set_fa("غربالگری بینایی");
  request.mutable_service_type()->set_owner(kOwner);
  request.mutable_service_type()->set_level(9);
  request.set_validate_only(true);
  const absl::Status refused =
      Ask(&v1::CatalogService::Stub::RegisterServiceType, testing::Deputy(kOwner, "mina"), request).status();
  EXPECT_THAT(refused, FailsWith(StatusCode::kInvalidArgument, "FIELD_INVALID"));
  ASSERT_EQ(FaultsOf(refused, Language::kEnglish).size(), 1U);
  EXPECT_EQ(FaultsOf(refused, Language::kEnglish)[0].first, "service_type.level");

  request.mutable_service_type()->set_level(1);
  request.mutable_service_type()->set_rests_on("subGuidelines/vision-screening/revisions/1");
  EXPECT_THAT(Ask(&v1::CatalogService::Stub::RegisterServiceType, testing::Deputy(kOwner, "mina"), request),
              FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"))
      << "a dry run asks too";
}

// What a client takes of metadata is bounded: an error that holds too much of the request would be none to it.
TEST_F(CatalogServerTest, LongNameIsToldShort) {
  v1::CheckEligibilityRequest request;
  request.set_name("serviceTypes/none");
  (*request.mutable_facts()->mutable_fields())[std::string(1'000'000, 'a')].set_bool_value(true);
  const absl::Status refused =
      Ask(&v1::CatalogService::Stub::CheckEligibility, testing::As(access::v1::PUBLIC, "somebody"), request).status();
  EXPECT_THAT(refused, FailsWith(StatusCode::kInvalidArgument, "FACT_UNKNOWN"));
  ASSERT_EQ(FaultsOf(refused, Language::kEnglish).size(), 1u);
  EXPECT_LE(FaultsOf(refused, Language::kEnglish)[0].first.size(), 255u);
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

// In guideline's place a backend that has a feed and nothing else.
TEST_F(CatalogServerTest, SuccessorThatGuidelinesFeedNamesKeepsTheType) {
  ASSERT_THAT(Register(), IsOk());
  const auto schema = rpc::SchemaOf("guideline", Migrations());
  auto guideline = rpc::Backend::Open(world_.environment(), {.service = "guideline", .schema = schema},
                                      testing::SqliteMemory().Open(schema));
  ASSERT_THAT(guideline, IsOk());
  ASSERT_THAT((*guideline)->Start(std::make_unique<rpc::Role>()), IsOk());
  world_.channels().SetAddress("guideline", absl::StrCat("127.0.0.1:", (*guideline)->port()));
  guideline::v1::Deputyship ended;
  ended.set_name(kOwner);
  *ended.mutable_valid_until() = iran::ToDate(iran::TehranDay(clock_.Now()));
  ended.set_successor("deputyships/wellbeing");
  ended.set_etag(EtagOf(1));
  ASSERT_THAT((*guideline)->database().Transact([&](db::Session& session) {
    return (*guideline)->outbox().Append(session, {rpc::NewEvent("DeputyshipUpdated", kOwner, ended)}, clock_.Now());
  }),
              IsOk());
  (*guideline)->sequencer().Wake();
  backend_->StartFollowing();

  const auto feed_id = (*guideline)->outbox().FeedId((*guideline)->database());
  ASSERT_THAT(feed_id, IsOk());
  v1::UpdateServiceTypeRequest request;
  request.mutable_service_type()->set_name("serviceTypes/vision-screening");
  request.mutable_service_type()->mutable_title()->set_fa("غربالگری");
  const auto update = [&](const std::string& deputyship) {
    absl::Status status;
    do {
      status = Ask(&v1::CatalogService::Stub::UpdateServiceType, testing::Deputy(deputyship, "mina"), request,
                   absl::StrCat("guideline@", *feed_id, ":1"))
                   .status();
    } while (ReasonOf(status) == "COPY_BEHIND");
    return status;
  };
  EXPECT_THAT(update(kOwner), FailsWith(StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(update("deputyships/wellbeing"), IsOk());
  backend_->StopFollowing();
  (*guideline)->EndStreams();
}

// Nobody listens where guideline should be.
TEST_F(CatalogServerTest, ActivationWithoutGuidelineIsUnavailable) {
  absl::StatusOr<v1::ServiceType> registered = Register();
  ASSERT_THAT(registered, IsOk());
  registered->set_rests_on("subGuidelines/vision-screening/revisions/1");
  const auto store = [&](db::Session& session) { return ServiceTypeStore().Replace(session, *registered).status(); };
  ASSERT_THAT(backend_->database().Transact(store), IsOk());
  EXPECT_THAT(Activate(testing::Deputy(kOwner, "mina"), registered->name()),
              FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

// Nor where registry should be.
TEST_F(CatalogServerTest, EntrustmentToACountyWithoutRegistryIsUnavailable) {
  const absl::StatusOr<v1::ServiceType> registered = Register();
  ASSERT_THAT(registered, IsOk());
  v1::ProposeEntrustmentRequest request;
  request.mutable_entrustment()->set_service_type(registered->name());
  request.mutable_entrustment()->mutable_area()->set_county("provinces/30/counties/3001");
  *request.mutable_entrustment()->mutable_start_date() = iran::ToDate(iran::TehranDay(clock_.Now()));
  EXPECT_THAT(Ask(&v1::CatalogService::Stub::ProposeEntrustment, testing::Deputy(kOwner, "mina"), request),
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
