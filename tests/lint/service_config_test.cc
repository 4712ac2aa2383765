// What stands beside each service for gRPC clients, *_grpc_service_config.json: every method has its deadline there,
// and exactly what a request_id makes safe is retried, on codes that say that another try may do.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

#include "tests/contract/public_face.h"

namespace mosbat {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using nlohmann::json;
using ::testing::AnyOf;

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

std::string KeyOf(const std::string& service, const std::string& method) { return service + "/" + method; }

TEST(ServiceConfigTest, NamesOnceWhatThereIsBesideIt) {
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

// A stream lasts as long as its caller likes.
TEST(ServiceConfigTest, EveryMethodButAStreamHasADeadline) {
  std::set<std::string> with_deadline;
  ForEachName([&](const std::string& where, const std::string&, const json& name, const json& config) {
    EXPECT_TRUE(config.contains("timeout")) << where;
    with_deadline.insert(KeyOf(name.at("service"), name.value("method", "")));
  });
  for (const MethodDescriptor* const method : PublicMethods()) {
    const std::string& service = method->service()->full_name();
    EXPECT_NE(with_deadline.contains(KeyOf(service, "")) || with_deadline.contains(KeyOf(service, method->name())),
              method->server_streaming() || method->client_streaming())
        << method->full_name();
  }
}

// Of these, and only of writes, the server keeps the answer.
TEST(ServiceConfigTest, ExactlyTheWritesWithARequestIdAreRetried) {
  std::set<std::string> retried;
  ForEachName([&](const std::string& where, const std::string&, const json& name, const json& config) {
    if (!config.contains("retryPolicy")) return;
    ASSERT_TRUE(name.contains("method")) << where << " would retry every method of the service";
    retried.insert(KeyOf(name.at("service"), name.at("method")));
  });
  for (const MethodDescriptor* const method : PublicMethods()) {
    const bool takes_id = method->input_type()->FindFieldByName("request_id") != nullptr;
    EXPECT_EQ(retried.contains(KeyOf(method->service()->full_name(), method->name())), takes_id) << method->full_name();
    if (takes_id) {
      EXPECT_EQ(method->options().GetExtension(access::v1::access).kind(), access::v1::Access::WRITE)
          << method->full_name();
    }
  }
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
