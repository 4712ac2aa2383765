// What stands beside each service for gRPC clients, *_grpc_service_config.json: every service has its deadline there,
// and only what a request_id makes safe is retried, on codes that say that another try may do.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

#include "mosbat/casefile/v1/care_service.pb.h"
#include "mosbat/casefile/v1/case_file_service.pb.h"
#include "mosbat/catalog/v1/catalog_service.pb.h"
#include "mosbat/guideline/v1/guideline_service.pb.h"
#include "mosbat/purchasing/v1/credit_service.pb.h"
#include "mosbat/purchasing/v1/settlement_service.pb.h"
#include "mosbat/purchasing/v1/tariff_service.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "mosbat/registry/v1/division_service.pb.h"
#include "mosbat/registry/v1/licensing_service.pb.h"

namespace mosbat {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using nlohmann::json;
using ::testing::AnyOf;

// A service of each folder under protos/mosbat, in their files.
std::vector<const FileDescriptor*> Files() {
  return {casefile::v1::RecordDeliveryRequest::descriptor()->file(),
          casefile::v1::OpenCaseFileRequest::descriptor()->file(),
          catalog::v1::RegisterServiceTypeRequest::descriptor()->file(),
          guideline::v1::CreateDirectiveRequest::descriptor()->file(),
          purchasing::v1::AllocateCreditRequest::descriptor()->file(),
          purchasing::v1::PrepareStatementRequest::descriptor()->file(),
          purchasing::v1::CreateTariffRequest::descriptor()->file(),
          registry::v1::EstablishCentreRequest::descriptor()->file(),
          registry::v1::ImportDivisionsRequest::descriptor()->file(),
          registry::v1::CreateCallRequest::descriptor()->file()};
}

// Path → content of every config below protos/.
const std::map<std::string, json>& Configs() {
  static const auto* const configs = [] {
    auto* const found = new std::map<std::string, json>();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(MOSBAT_PROTOS)) {
      if (!entry.path().filename().string().ends_with("_grpc_service_config.json")) continue;
      std::ifstream file(entry.path());
      (*found)[entry.path().string()] = json::parse(file);
    }
    return found;
  }();
  return *configs;
}

// "mosbat.catalog.v1" of ".../protos/mosbat/catalog/v1/….json".
std::string PackageOf(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return "mosbat." + folder.parent_path().filename().string() + "." + folder.filename().string();
}

// Calls `look(where, name, config)` for each name of each method config.
template <typename Look>
void ForEachName(Look look) {
  for (const auto& [path, content] : Configs()) {
    for (const json& config : content.at("methodConfig")) {
      for (const json& name : config.at("name")) look(path + ": " + name.dump(), path, name, config);
    }
  }
}

const MethodDescriptor* MethodOf(const json& name) {
  return DescriptorPool::generated_pool()->FindMethodByName(name.at("service").get<std::string>() + "." +
                                                            name.at("method").get<std::string>());
}

TEST(ServiceConfigTest, NamesWhatThereIsOnce) {
  ASSERT_FALSE(Files().empty()) << "the generated descriptors are in the pool";
  std::set<std::string> named;
  ForEachName([&](const std::string& where, const std::string& path, const json& name, const json&) {
    EXPECT_TRUE(named.insert(name.dump()).second) << where << " is named twice";
    const std::string service = name.at("service");
    EXPECT_EQ(service.substr(0, service.rfind('.')), PackageOf(path)) << where;
    ASSERT_NE(DescriptorPool::generated_pool()->FindServiceByName(service), nullptr) << where;
    if (name.contains("method")) {
      EXPECT_NE(MethodOf(name), nullptr) << where;
    }
  });
}

TEST(ServiceConfigTest, EveryServiceHasADeadlineBesideIt) {
  std::map<std::string, std::string> with_deadline;  // service → path
  ForEachName([&](const std::string& where, const std::string& path, const json& name, const json& config) {
    EXPECT_TRUE(config.contains("timeout")) << where;
    if (!name.contains("method")) with_deadline[name.at("service")] = path;
  });
  for (const FileDescriptor* const file : Files()) {
    ASSERT_GT(file->service_count(), 0) << file->name();
    for (int i = 0; i < file->service_count(); ++i) {
      EXPECT_TRUE(with_deadline.contains(file->service(i)->full_name())) << file->service(i)->full_name();
    }
  }
}

TEST(ServiceConfigTest, OnlyMethodsWithARequestIdAreRetried) {
  int retried = 0;
  ForEachName([&](const std::string& where, const std::string&, const json& name, const json& config) {
    if (!config.contains("retryPolicy")) return;
    ++retried;
    ASSERT_TRUE(name.contains("method")) << where << " would retry every method of the service";
    const MethodDescriptor* const method = MethodOf(name);
    ASSERT_NE(method, nullptr) << where;
    EXPECT_NE(method->input_type()->FindFieldByName("request_id"), nullptr) << where;
  });
  EXPECT_GT(retried, 0);
}

// A lost race, ABORTED, is run again by the server; what is left of it, a stale etag, the same request never mends.
TEST(ServiceConfigTest, OnlyWhatMayPassIsRetried) {
  ForEachName([&](const std::string& where, const std::string&, const json&, const json& config) {
    if (!config.contains("retryPolicy")) return;
    for (const json& code : config.at("retryPolicy").at("retryableStatusCodes")) {
      EXPECT_THAT(code.get<std::string>(), AnyOf("UNAVAILABLE", "RESOURCE_EXHAUSTED")) << where;
    }
  });
}

}  // namespace
}  // namespace mosbat
