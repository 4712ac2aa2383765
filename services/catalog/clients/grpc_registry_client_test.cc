#include "services/catalog/clients/grpc_registry_client.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

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

// Knows one centre. Answers once as many questions have come as it is to wait for.
class StubCentres final : public registry::v1::CentreService::Service {
 public:
  grpc::Status GetCentre(grpc::ServerContext* context, const registry::v1::GetCentreRequest* request,
                         registry::v1::Centre* response) override {
    if (!IsOfTheCaller(*context)) return grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "");
    {
      std::unique_lock lock(mutex_);
      ++calls_;
      most_open_ = std::max(most_open_, ++open_);
      arrived_.notify_all();
      arrived_.wait_for(lock, std::chrono::seconds(10), [this] { return calls_ >= wait_for_; });
      --open_;
    }
    if (request->name() != "centres/1") return grpc::Status(grpc::StatusCode::NOT_FOUND, "");
    response->set_name(request->name());
    return grpc::Status::OK;
  }

  void WaitFor(int calls) { wait_for_ = calls; }
  int calls() const { return calls_; }
  int most_open() const { return most_open_; }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  int wait_for_ = 0;
  int calls_ = 0;
  int open_ = 0;
  int most_open_ = 0;
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
  const auto centres = client_.GetCentres(call_, {"centres/1"});
  ASSERT_THAT(centres, IsOk());
  EXPECT_EQ(centres->at("centres/1").name(), "centres/1");
}

TEST_F(GrpcRegistryClientTest, WhatRegistryDoesNotHaveIsNotFound) {
  Start();
  EXPECT_THAT(client_.GetProvince(call_, "provinces/99"), HasCode(StatusCode::kNotFound));
  EXPECT_THAT(client_.GetCounty(call_, "provinces/30/counties/3099"), HasCode(StatusCode::kNotFound));
  EXPECT_THAT(client_.GetCounty(call_, "provinces/99/counties/9901"), HasCode(StatusCode::kNotFound));
  const auto centres = client_.GetCentres(call_, {"centres/1", "centres/2"});
  ASSERT_THAT(centres, IsOk());
  EXPECT_EQ(centres->size(), 1u);
}

TEST_F(GrpcRegistryClientTest, ManyCentresAreAskedAboutAFewAtOnce) {
  Start();
  centres_.WaitFor(16);
  std::vector<std::string> names;
  for (int i = 0; i < 100; ++i) names.push_back(absl::StrCat("centres/", i));
  const auto centres = client_.GetCentres(call_, names);
  ASSERT_THAT(centres, IsOk());
  EXPECT_EQ(centres->size(), 1u);
  EXPECT_EQ(centres_.calls(), 100);
  EXPECT_EQ(centres_.most_open(), 16);
}

TEST_F(GrpcRegistryClientTest, RegistryWithoutAnAddressIsUnavailable) {
  EXPECT_THAT(client_.GetProvince(call_, "provinces/30"), FailsWith(StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

}  // namespace
}  // namespace mosbat::catalog
