// What the gateway decides itself: who is let in, which backend answers, what is remembered; health and reflection.
// Behind it stand the guideline service, as it is, and a scripted backend.
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"

#include "common/rpc/backend.h"
#include "common/testing/backends.h"
#include "mosbat/feed/v1/feed.pb.h"
#include "mosbat/guideline/v1/guideline_service.grpc.pb.h"
#include "services/gateway/grpc/reflection.h"
#include "services/guideline/guideline_server.h"
#include "services/guideline/store/migrations.h"
#include "tests/integration/gateway_fixture.h"

namespace mosbat {
namespace {

namespace pb = ::google::protobuf;
using testing::ByteStream;
using testing::CallUnary;
using testing::FailsWith;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::IsSupersetOf;
using ::testing::Not;

constexpr char kGetPosition[] = "/mosbat.feed.v1.FeedService/GetPosition";
constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

class GatewayDoorTest : public GatewayTest {
 protected:
  void SetUp() override {
    GatewayTest::SetUp();
    const std::vector<db::MigrationSet> schema = rpc::SchemaOf("guideline", guideline::Migrations());
    auto backend =
        rpc::Backend::Open(world_.environment(), {.service = "guideline", .schema = schema, .says_position = true},
                           testing::SqliteMemory().Open(schema));
    ASSERT_THAT(backend, IsOk());
    guideline_ = *std::move(backend);
    auto role = guideline::NewGuidelineRole(*guideline_);
    ASSERT_THAT(role, IsOk());
    ASSERT_THAT(guideline_->Start(*std::move(role)), IsOk());
    world_.channels().SetAddress("guideline", absl::StrCat("127.0.0.1:", guideline_->port()));
  }

  // The position that the write's answer carries.
  std::string CreateDeputyship(const std::string& id, const auth::Principal& caller = testing::Steering()) {
    grpc::ClientContext context;
    Prepare(context, caller);
    guideline::v1::CreateDeputyshipRequest request;
    request.set_deputyship_id(id);
    request.mutable_deputyship()->mutable_title()->set_fa("معاونت");
    guideline::v1::Deputyship made;
    const grpc::Status status =
        guideline::v1::GuidelineService::NewStub(door_)->CreateDeputyship(&context, request, &made);
    EXPECT_THAT(rpc::FromGrpcStatus(status), IsOk());
    const auto position = context.GetServerTrailingMetadata().find("mosbat-position");
    if (position == context.GetServerTrailingMetadata().end()) return "";
    return std::string(position->second.data(), position->second.size());
  }

  // What the scripted backend sees of positions in a call of this caller.
  std::multimap<std::string, std::string> AfterOf(const auth::Principal& caller) {
    EXPECT_THAT(Call(Script("Echo"), "x", caller), IsOk());
    const std::multimap<std::string, std::string> metadata = casefile_.metadata();
    return {metadata.lower_bound("mosbat-after"), metadata.upper_bound("mosbat-after")};
  }

  grpc::Status Send(const std::string& path, const std::vector<std::pair<std::string, std::string>>& metadata,
                    std::string* answer = nullptr) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
    std::string ignored;
    return CallUnary(*door_, path, context, "", answer == nullptr ? ignored : *answer);
  }

  std::string Bearer() const { return world_.Authorization(testing::Steering()); }

  std::unique_ptr<rpc::Backend> guideline_;
};

TEST_F(GatewayDoorTest, CallerWithoutGoodTokenNeverReachesABackend) {
  const std::string stranger = testing::BackendWorld(clock_).Token(testing::Steering());
  const std::string expired = world_.Token(testing::Steering(), clock_.Now() - absl::Hours(3));
  const struct {
    const char* authorization;
    std::string value;
    const char* reason;
  } kCases[] = {{"nothing", "", "CREDENTIALS_MISSING"},
                {"no JWT", "Bearer x", "TOKEN_MALFORMED"},
                {"another's signature", "Bearer " + stranger, "TOKEN_SIGNATURE"},
                {"expired", "Bearer " + expired, "TOKEN_EXPIRED"}};
  for (const auto& row : kCases) {
    std::vector<std::pair<std::string, std::string>> metadata;
    if (!row.value.empty()) metadata.emplace_back("authorization", row.value);
    EXPECT_THAT(rpc::FromGrpcStatus(Send(Script("Echo"), metadata)),
                FailsWith(absl::StatusCode::kUnauthenticated, row.reason))
        << row.authorization;
  }
  EXPECT_EQ(casefile_.started(), 0);
}

TEST_F(GatewayDoorTest, RefusalSpeaksTheCallersLanguage) {
  const grpc::Status persian =
      Send("/no.such.Service/Get", {{"authorization", Bearer()}, {"accept-language", "fa-IR"}});
  EXPECT_THAT(persian.error_details(), HasSubstr("هیچ سرویسی"));
  const grpc::Status english = Send("/no.such.Service/Get", {{"authorization", Bearer()}, {"accept-language", "en"}});
  EXPECT_THAT(english.error_details(), Not(HasSubstr("هیچ سرویسی")));
}

TEST_F(GatewayDoorTest, UnknownServiceIsUnimplemented) {
  for (const char* const path : {"/mosbat.nothing.v1.Service/Get", "/mosbat.casefile.v2.CareService/Get", "/x.Y/Z"}) {
    EXPECT_THAT(Call(path), FailsWith(absl::StatusCode::kUnimplemented, "SERVICE_UNKNOWN")) << path;
  }
}

TEST_F(GatewayDoorTest, MethodThatTheBackendDoesNotServeIsUnimplementedAndNoFaultOfTheMessage) {
  EXPECT_THAT(Call("/mosbat.trial.v1.ClockService/Advance"),
              FailsWith(absl::StatusCode::kUnimplemented, "SERVICE_UNKNOWN"));
}

TEST_F(GatewayDoorTest, MessageThatCannotBeParsedIsTheCallersFault) {
  EXPECT_THAT(Call("/mosbat.guideline.v1.GuidelineService/GetDirective", "\xFF\xFF"),
              FailsWith(absl::StatusCode::kInvalidArgument, "MESSAGE_UNREADABLE"));
}

// Clients of reflection ask for its newer version first, without credentials, and fall back when there is none.
TEST_F(GatewayDoorTest, UnknownServiceIsUnimplementedForWhoeverAsks) {
  EXPECT_THAT(rpc::FromGrpcStatus(Send("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", {})),
              FailsWith(absl::StatusCode::kUnimplemented, "SERVICE_UNKNOWN"));
}

TEST_F(GatewayDoorTest, ServiceWithoutAnAddressIsUnavailable) {
  EXPECT_THAT(Call("/mosbat.registry.v1.CentreService/GetCentre"),
              FailsWith(absl::StatusCode::kUnavailable, "SERVICE_UNREACHABLE"));
}

TEST_F(GatewayDoorTest, ErrorOfABackendComesWithItsReason) {
  guideline::v1::GetDeputyshipRequest request;
  request.set_name("deputyships/none");
  EXPECT_THAT(Call("/mosbat.guideline.v1.GuidelineService/GetDeputyship", request.SerializeAsString()),
              FailsWith(absl::StatusCode::kNotFound, "DEPUTYSHIP_NOT_FOUND"));
}

TEST_F(GatewayDoorTest, ServiceThatAllHaveGoesToTheOneNamed) {
  std::string answer;
  ASSERT_TRUE(Send(kGetPosition, {{"authorization", Bearer()}, {"mosbat-service", "guideline"}}, &answer).ok());
  feed::v1::GetPositionResponse position;
  ASSERT_TRUE(position.ParseFromString(answer));
  EXPECT_NE(position.feed_id(), "");
  EXPECT_EQ(casefile_.started(), 0);
  Send(kGetPosition, {{"authorization", Bearer()}, {"mosbat-service", "casefile"}});
  EXPECT_EQ(casefile_.started(), 1);
}

TEST_F(GatewayDoorTest, ServiceThatAllHaveMustBeNamed) {
  EXPECT_THAT(Call(kGetPosition), FailsWith(absl::StatusCode::kInvalidArgument, "SERVICE_NOT_NAMED"));
  EXPECT_THAT(rpc::FromGrpcStatus(Send(kGetPosition, {{"authorization", Bearer()}, {"mosbat-service", "nobody"}})),
              FailsWith(absl::StatusCode::kInvalidArgument, "SERVICE_NOT_NAMED"));
}

TEST_F(GatewayDoorTest, NextCallOfAWriterIsServedAfterItsWrite) {
  const std::string position = CreateDeputyship("prevention", testing::Steering("mina"));
  ASSERT_THAT(position, ::testing::StartsWith("guideline@"));
  EXPECT_THAT(AfterOf(testing::Steering("mina")), ::testing::ElementsAre(::testing::Pair("mosbat-after", position)));
  EXPECT_THAT(AfterOf(testing::Steering("reza")), ::testing::IsEmpty());
}

TEST_F(GatewayDoorTest, PositionsOfSeveralServicesAreRemembered) {
  casefile_.SetPosition("casefile@f:7");
  ASSERT_THAT(Call(Script("Echo"), "x"), IsOk());
  const std::string position = CreateDeputyship("prevention");
  EXPECT_THAT(AfterOf(testing::Steering()),
              ::testing::ElementsAre(::testing::Pair("mosbat-after", absl::StrCat("casefile@f:7,", position))));
}

TEST_F(GatewayDoorTest, CallsAreCountedByBackendAndRefusalsApart) {
  ASSERT_THAT(Call(Script("Echo"), "x"), IsOk());
  ASSERT_THAT(Call(Script("Refuse")), Not(IsOk()));
  ASSERT_THAT(Call("/no.such.Service/Get"), Not(IsOk()));
  const std::string metrics = world_.metrics().Render();
  EXPECT_THAT(metrics, HasSubstr(R"(mosbat_rpc_calls_total{code="OK",method="casefile",service="gateway"} 1)"));
  EXPECT_THAT(metrics,
              HasSubstr(R"(mosbat_rpc_calls_total{code="FAILED_PRECONDITION",method="casefile",service="gateway"} 1)"));
  EXPECT_THAT(metrics,
              HasSubstr(R"(mosbat_rpc_calls_total{code="UNIMPLEMENTED",method="refused",service="gateway"} 1)"));
  EXPECT_THAT(metrics, Not(HasSubstr("no.such.Service")));
}

TEST_F(GatewayDoorTest, HealthIsItsOwnAndAsksForNoToken) {
  std::string answer;
  ASSERT_TRUE(Send("/grpc.health.v1.Health/Check", {}, &answer).ok());
  EXPECT_EQ(answer, "\x08\x01");  // HealthCheckResponse{status: SERVING}
}

// Reflection as a tool without our protos uses it: its own messages come from the descriptors that the library carries.
class ReflectionClient {
 public:
  explicit ReflectionClient(grpc::Channel& channel) : stream_(channel, kReflection, context_) {}

  std::unique_ptr<pb::Message> Ask(const char* field, const std::string& value) {
    const std::unique_ptr<pb::Message> request = New("ServerReflectionRequest");
    request->GetReflection()->SetString(request.get(), request->GetDescriptor()->FindFieldByName(field), value);
    std::string answer;
    EXPECT_TRUE(stream_.Write(request->SerializeAsString()));
    EXPECT_TRUE(stream_.Read(answer));
    std::unique_ptr<pb::Message> response = New("ServerReflectionResponse");
    EXPECT_TRUE(response->ParseFromString(answer));
    return response;
  }

 private:
  static std::unique_ptr<pb::Message> New(const std::string& name) {
    const auto* const type =
        pb::DescriptorPool::generated_pool()->FindMessageTypeByName("grpc.reflection.v1alpha." + name);
    return std::unique_ptr<pb::Message>(pb::MessageFactory::generated_factory()->GetPrototype(type)->New());
  }

  grpc::ClientContext context_;
  ByteStream stream_;
};

const pb::Message& Sub(const pb::Message& message, const char* field) {
  return message.GetReflection()->GetMessage(message, message.GetDescriptor()->FindFieldByName(field));
}

TEST_F(GatewayDoorTest, ReflectionListsTheServicesOfAllBackends) {
  ReflectionClient client(*door_);
  const auto response = client.Ask("list_services", "*");
  const pb::Message& list = Sub(*response, "list_services_response");
  const auto* const services = list.GetDescriptor()->FindFieldByName("service");
  std::set<std::string> names;
  for (int i = 0; i < list.GetReflection()->FieldSize(list, services); ++i) {
    const pb::Message& service = list.GetReflection()->GetRepeatedMessage(list, services, i);
    names.insert(service.GetReflection()->GetString(service, service.GetDescriptor()->FindFieldByName("name")));
  }
  EXPECT_THAT(names, IsSupersetOf(gateway::ListedServices()));
}

TEST_F(GatewayDoorTest, ReflectionDescribesWhatABackendServes) {
  ReflectionClient client(*door_);
  const auto response = client.Ask("file_containing_symbol", "mosbat.guideline.v1.GuidelineService");
  const pb::Message& files = Sub(*response, "file_descriptor_response");
  const auto* const field = files.GetDescriptor()->FindFieldByName("file_descriptor_proto");
  ASSERT_GE(files.GetReflection()->FieldSize(files, field), 1);
  pb::FileDescriptorProto file;
  ASSERT_TRUE(file.ParseFromString(files.GetReflection()->GetRepeatedString(files, field, 0)));
  EXPECT_EQ(file.service(0).name(), "GuidelineService");
}

TEST_F(GatewayDoorTest, ServiceThatIsListedByNameStillAnswersFromItsBackend) {
  const auto answer = Call("/mosbat.casefile.v1.CareService/Echo", "x");
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(*answer, "x");
}

}  // namespace
}  // namespace mosbat
