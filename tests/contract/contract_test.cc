// Walks the descriptors of every service that the gateway offers, and holds them against what the contract promises of
// all.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/api/annotations.pb.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

#include "common/base/resource_fields.h"
#include "mosbat/access/v1/access.pb.h"
#include "services/gateway/grpc/reflection.h"
#include "tests/contract/public_face.h"

namespace mosbat {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using ::testing::UnorderedElementsAreArray;

// What every backend serves is reached by gRPC alone in this slice.
bool IsEverywhere(const MethodDescriptor& method) {
  const std::string& package = method.file()->package();
  return package == "mosbat.feed.v1" || package == "mosbat.audit.v1";
}

std::string RouteOf(const MethodDescriptor& method) {
  const google::api::HttpRule& rule = method.options().GetExtension(google::api::http);
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      return "GET " + rule.get();
    case google::api::HttpRule::kPost:
      return "POST " + rule.post();
    case google::api::HttpRule::kPatch:
      return "PATCH " + rule.patch();
    case google::api::HttpRule::kDelete:
      return "DELETE " + rule.delete_();
    case google::api::HttpRule::kPut:
      return "PUT " + rule.put();
    default:
      return "";
  }
}

TEST(ContractTest, GatewayListsEveryService) {
  std::vector<std::string> services;
  for (const FileDescriptor* const file : PublicFiles()) {
    for (int s = 0; s < file->service_count(); ++s) services.push_back(file->service(s)->full_name());
  }
  EXPECT_THAT(gateway::ListedServices(), UnorderedElementsAreArray(services));
}

TEST(ContractTest, EveryMethodSaysWhoMayCallIt) {
  for (const MethodDescriptor* const method : PublicMethods()) {
    ASSERT_TRUE(method->options().HasExtension(access::v1::access)) << method->full_name();
    const access::v1::Access& access = method->options().GetExtension(access::v1::access);
    EXPECT_NE(access.kind(), access::v1::Access::KIND_UNSPECIFIED) << method->full_name();
    EXPECT_GT(access.roles_size(), 0) << method->full_name();
    EXPECT_NE(access.scope().rule_case(), access::v1::ScopeRule::RULE_NOT_SET) << method->full_name();
    const Descriptor* message = method->input_type();
    const std::vector<std::string> names = absl::StrSplit(access.scope().field(), '.', absl::SkipEmpty());
    for (const std::string& name : names) {
      ASSERT_NE(message, nullptr) << method->full_name();
      const FieldDescriptor* const field = message->FindFieldByName(name);
      ASSERT_NE(field, nullptr) << method->full_name() << " has no " << access.scope().field();
      message = field->message_type();
    }
  }
}

TEST(ContractTest, EveryMethodHasItsRouteAndNoTwoShareOne) {
  std::map<std::string, std::string> routes;
  for (const MethodDescriptor* const method : PublicMethods()) {
    if (IsEverywhere(*method)) continue;
    const std::string route = RouteOf(*method);
    EXPECT_TRUE(absl::StrContains(route, " /v1/")) << method->full_name();
    const auto [found, added] = routes.emplace(route, method->full_name());
    EXPECT_TRUE(added) << route << " is both " << found->second << " and " << method->full_name();
  }
}

TEST(ContractTest, ReadsAreGetAndWritesAreNot) {
  for (const MethodDescriptor* const method : PublicMethods()) {
    if (IsEverywhere(*method)) continue;
    const bool reads = method->options().GetExtension(access::v1::access).kind() == access::v1::Access::READ;
    const bool gets = absl::StartsWith(RouteOf(*method), "GET ");
    // A search for a person keeps what is searched for out of addresses and logs; what is tried is sent as a document.
    const auto is = [&](absl::string_view verb) { return absl::StartsWith(method->name(), verb); };
    if (is("Search") || is("Replay") || is("Preview") || is("Check")) continue;
    EXPECT_EQ(reads, gets) << method->full_name();
  }
}

TEST(ContractTest, EveryRequestFieldSaysWhetherItIsRequired) {
  for (const MethodDescriptor* const method : PublicMethods()) {
    if (IsEverywhere(*method) || method->file()->package() == "mosbat.trial.v1") continue;
    const Descriptor& request = *method->input_type();
    for (int i = 0; i < request.field_count(); ++i) {
      EXPECT_GT(request.field(i)->options().ExtensionSize(google::api::field_behavior), 0)
          << request.field(i)->full_name();
    }
  }
}

TEST(ContractTest, MoneyAndEnrolmentRequireARequestId) {
  for (const char* const name : {"OpenCaseFile", "RequestService", "RecordDelivery", "SubmitApplication",
                                 "DecideApplication", "CreateTariff", "AllocateCredit", "AdjustCredit", "ApproveClaims",
                                 "PrepareStatement", "ApproveStatement", "CreatePaymentBatch", "ApprovePaymentBatch"}) {
    bool found = false;
    for (const MethodDescriptor* const method : PublicMethods()) {
      if (method->name() != name) continue;
      found = true;
      const FieldDescriptor* const field = method->input_type()->FindFieldByName("request_id");
      ASSERT_NE(field, nullptr) << name;
      EXPECT_TRUE(Behaves(*field, google::api::REQUIRED)) << name;
    }
    EXPECT_TRUE(found) << name;
  }
}

TEST(ContractTest, EveryFileSpeaksToJavaAndCSharp) {
  for (const FileDescriptor* const file : PublicFiles()) {
    EXPECT_TRUE(file->options().has_java_package()) << file->name();
    EXPECT_TRUE(file->options().java_multiple_files()) << file->name();
    EXPECT_TRUE(file->options().has_csharp_namespace()) << file->name();
  }
}

TEST(ContractTest, EveryListComesInPages) {
  for (const MethodDescriptor* const method : PublicMethods()) {
    if (!absl::StartsWith(method->name(), "List") && !absl::StartsWith(method->name(), "Search")) continue;
    if (method->name() == "ListFacts") continue;  // as many as the facts document has
    EXPECT_NE(method->input_type()->FindFieldByName("page_size"), nullptr) << method->full_name();
    EXPECT_NE(method->output_type()->FindFieldByName("next_page_token"), nullptr) << method->full_name();
  }
}

}  // namespace
}  // namespace mosbat
