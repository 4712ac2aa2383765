#include "services/catalog/clients/grpc_registry_client.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "common/testing/status_matchers.h"
#include "mosbat/registry/v1/centre_service.grpc.pb.h"
#include "mosbat/registry/v1/division_service.grpc.pb.h"

namespace mosbat::catalog {
namespace {

using absl::StatusCode;
using testing::FailsWith;
using testing::HasCode;
using testing::IsOk;

bool IsOfTheCaller(const grpc::ServerContext& context) {
  const auto token = context.client_metadata().find("authorization");
  return token != context.client_metadata().end() && token->second == "Bearer of-the-caller";
}

// Knows two provinces, the counties of one of them, and a centre.
class StubDivisions final : public registry::v1::DivisionService::Service {
 public:
  grpc::Status ListProvinces(grpc::ServerContext* context, const registry::v1::ListProvincesRequest*,
                             registry::v1::ListProvincesResponse* response) override {
    if (!IsOfTheCaller(*context)) return grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "");
    for (const char* name : {"provinces/23", "provinces/30"}) response->add_provinces()->set_name(name);
    return grpc::Status::OK;
  }
  grpc::Status ListCounties(grpc::ServerContext*, const registry::v1::ListCountiesRequest* request,
                            registry::v1::ListCountiesResponse* response) override {
    if (request->parent() != "provinces/30") return grpc::Status(grpc::StatusCode::NOT_FOUND, "");
    for (const char* code : {"3001", "3002"}) {
      response->add_counties()->set_name(absl::StrCat("provinces/30/counties/", code));
    }
    return grpc::Status::OK;
  }
};

class StubCentres final : public registry::v1::CentreService::Service {
 public:
  grpc::Status GetCentre(grpc::ServerContext*, const registry::v1::GetCentreRequest* request,
                         registry::v1::Centre* response) override {
    if (request->name() != "centres/1") return grpc::Status(grpc::StatusCode::NOT_FOUND, "");
    response->set_name(request->name());
    return grpc::Status::OK;
  }
};

class GrpcRegistryClientTest : public ::testing::Test {
 protected:
  ~GrpcRegistryClientTest() override {
    if (server_ != nullptr) server_->Shutdown();
  }

  void Start() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&divisions_);
    builder.RegisterService(&centres_);
    server_ = builder.BuildAndStart();
    channels_.SetAddress("registry", absl::StrCat("127.0.0.1:", port));
  }

  const rpc::CallContext call_ = {.authorization = "Bearer of-the-caller", .deadline = absl::Now() + absl::Seconds(30)};
  StubDivisions divisions_;
  StubCentres centres_;
  std::unique_ptr<grpc::Server> server_;
  rpc::Channels channels_;
  GrpcRegistryClient client_{channels_};
};

TEST_F(GrpcRegistryClientTest, FindsAPlaceWithTheCallersToken) {
  Start();
  const auto province = client_.GetProvince(call_, "provinces/30");
  ASSERT_THAT(province, IsOk());
  EXPECT_EQ(province->name(), "provinces/30");
  const auto county = client_.GetCounty(call_, "provinces/30/counties/3002");
  ASSERT_THAT(county, IsOk());
  EXPECT_EQ(county->name(), "provinces/30/counties/3002");
  const auto centre = client_.GetCentre(call_, "centres/1");
  ASSERT_THAT(centre, IsOk());
  EXPECT_EQ(centre->name(), "centres/1");
}

TEST_F(GrpcRegistryClientTest, WhatRegistryDoesNotHaveIsNotFound) {
  Start();
  EXPECT_THAT(client_.GetProvince(call_, "provinces/99"), HasCode(StatusCode::kNotFound));
  EXPECT_THAT(client_.GetCounty(call_, "provinces/30/counties/3099"), HasCode(StatusCode::kNotFound));
  EXPECT_THAT(client_.GetCounty(call_, "provinces/99/counties/9901"), HasCode(StatusCode::kNotFound));
  EXPECT_THAT(client_.GetCentre(call_, "centres/2"), HasCode(StatusCode::kNotFound));
}

TEST_F(GrpcRegistryClientTest, RegistryWithoutAnAddressIsUnavailable) {
  EXPECT_THAT(client_.GetProvince(call_, "provinces/30"), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

}  // namespace
}  // namespace mosbat::catalog
