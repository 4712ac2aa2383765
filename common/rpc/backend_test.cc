// The runtime from the wire to the row, with a real server, real tokens and a store in memory.
#include "common/rpc/backend.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"

#include "common/audit/trail.h"
#include "common/auth/local_identity.h"
#include "common/base/status_macros.h"
#include "common/db/message_table.h"
#include "common/rpc/backend_test.grpc.pb.h"
#include "common/rpc/status_conversion.h"
#include "common/testing/backends.h"
#include "common/testing/fakes.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"

namespace mosbat::rpc {
namespace {

namespace v1 = ::mosbat::rpctest::v1;
using testing::FailsWith;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kRequestId[] = "01970000-0000-7000-8000-00000000abcd";
constexpr char kCounty[] = "provinces/30/counties/3001";

const std::vector<db::Migration>& CounterMigrations() {
  static const auto* const migrations = new std::vector<db::Migration>{
      {.name = "0001_counters",
       .sql = "CREATE TABLE IF NOT EXISTS counters (name VARCHAR(255) NOT NULL PRIMARY KEY, "
              "row_version BIGINT NOT NULL, body LONGBLOB NOT NULL)"}};
  return *migrations;
}

absl::Status CounterNotFound() {
  return MakeError(absl::StatusCode::kNotFound, "COUNTER_NOT_FOUND", {.en = "There is none.", .fa = "نیست."});
}

// A service of the suite in small: handlers, adapter, role.
class CounterRole final : public Role, public v1::CounterService::CallbackService {
 public:
  explicit CounterRole(Backend& backend)
      : backend_(backend), methods_(v1::CounterService::service_full_name(), backend.metrics()) {
    backend.AddService(*this);
  }

  grpc::ServerUnaryReactor* Raise(grpc::CallbackServerContext* context, const v1::RaiseRequest* request,
                                  v1::Counter* response) override {
    return backend_.runner().Run(*context, methods_.Get("Raise"), *request, *response,
                                 std::bind_front(&CounterRole::DoRaise, this));
  }
  grpc::ServerUnaryReactor* GetCounter(grpc::CallbackServerContext* context, const v1::GetCounterRequest* request,
                                       v1::Counter* response) override {
    return backend_.runner().Run(*context, methods_.Get("GetCounter"), *request, *response,
                                 [this](Call& call, const v1::GetCounterRequest& get) -> absl::StatusOr<v1::Counter> {
                                   MOSBAT_ASSIGN_OR_RETURN(v1::Counter counter, Find(call, get.name()));
                                   MOSBAT_RETURN_IF_ERROR(call.RequireScope({.area = kCounty}));
                                   call.Audit(get.name());
                                   return counter;
                                 });
  }
  grpc::ServerUnaryReactor* Forget(grpc::CallbackServerContext* context, const v1::GetCounterRequest* request,
                                   v1::Counter* response) override {
    return backend_.runner().Run(
        *context, methods_.Get("Forget"), *request, *response,
        [](Call&, const v1::GetCounterRequest&) { return absl::StatusOr<v1::Counter>(v1::Counter()); });
  }
  grpc::ServerUnaryReactor* ListOf(grpc::CallbackServerContext* context, const v1::ListOfRequest* request,
                                   v1::Counter* response) override {
    return backend_.runner().Run(
        *context, methods_.Get("ListOf"), *request, *response,
        [](Call&, const v1::ListOfRequest&) { return absl::StatusOr<v1::Counter>(v1::Counter()); });
  }

  std::atomic<int> runs = 0;
  std::atomic<int> after_commits = 0;
  absl::Notification* blocked = nullptr;
  absl::Notification* release = nullptr;

 private:
  absl::StatusOr<v1::Counter> Find(Call& call, const std::string& name) const {
    absl::StatusOr<v1::Counter> counter = table_.Get(call.session(), name);
    if (absl::IsNotFound(counter.status())) return CounterNotFound();
    return counter;
  }

  absl::StatusOr<v1::Counter> DoRaise(Call& call, const v1::RaiseRequest& request) {
    ++runs;
    if (request.behave() == "not found") return CounterNotFound();
    if (request.behave() == "forget the scope") return v1::Counter();
    if (request.behave() == "technical") return absl::InternalError("secret SQL text");
    if (request.behave() == "block") {
      blocked->Notify();
      release->WaitForNotification();
    }
    MOSBAT_RETURN_IF_ERROR(call.RequireScope({.area = kCounty}));
    absl::StatusOr<v1::Counter> counter = table_.Get(call.session(), request.name());
    const bool is_new = absl::IsNotFound(counter.status());
    v1::Counter next = is_new ? v1::Counter() : *counter;
    next.set_name(request.name());
    next.set_value(next.value() + (request.step() == v1::RaiseRequest::TEN ? 10 : 1));
    MOSBAT_ASSIGN_OR_RETURN(next, is_new ? table_.Insert(call.session(), next) : table_.Replace(call.session(), next));
    call.Emit(NewEvent("CounterRaised", next.name(), next));
    call.Audit(next.name(), RowVersionOf(next.etag()) - 1, RowVersionOf(next.etag()));
    call.AfterCommit([this] { ++after_commits; });
    return next;
  }

  Backend& backend_;
  const MethodTable methods_;
  const db::MessageTable<v1::Counter> table_{"counters"};
};

class BackendTest : public ::testing::Test {
 protected:
  void SetUp() override { StartBackend(256); }

  void StartBackend(size_t most_queued) {
    const Environment environment{
        .real_clock = clock_,
        .business_clock = clock_,
        .ids = ids_,
        .authenticator = *authenticator_,
        .keyring = *keyring_,
        .metrics = metrics_,
        .channels = channels_,
        .service_token = [this] { return TokenOf(testing::As(access::v1::SERVICE, "other")); },
        .replica = "test"};
    const std::vector<db::MigrationSet> schema = SchemaOf("counter", CounterMigrations());
    auto backend = Backend::Open(
        environment, {.service = "counter", .schema = schema, .says_position = true, .most_queued = most_queued},
        testing::SqliteMemory().Open(schema));
    ASSERT_THAT(backend, IsOk());
    backend_ = *std::move(backend);
    auto role = std::make_unique<CounterRole>(*backend_);
    role_ = role.get();
    ASSERT_THAT(backend_->Start(std::move(role)), IsOk());
    channels_.SetAddress("counter", absl::StrCat("127.0.0.1:", backend_->port()));
    stub_ = v1::CounterService::NewStub(*channels_.To("counter"));
  }

  std::string TokenOf(const auth::Principal& principal) const {
    return identity_->Token(principal, clock_.Now(), absl::Hours(1));
  }

  struct Sent {
    auth::Principal caller = testing::Steering();
    std::string after;
    std::string language;
    absl::Duration timeout = absl::Seconds(20);
  };

  void Prepare(grpc::ClientContext& context, const Sent& sent) const {
    context.AddMetadata("authorization", "Bearer " + TokenOf(sent.caller));
    if (!sent.after.empty()) context.AddMetadata(kAfterKey, sent.after);
    if (!sent.language.empty()) context.AddMetadata("accept-language", sent.language);
    context.set_deadline(absl::ToChronoTime(absl::Now() + sent.timeout));
  }

  absl::StatusOr<v1::Counter> Raise(const v1::RaiseRequest& request) { return Raise(request, Sent{}); }
  absl::StatusOr<v1::Counter> Raise(const v1::RaiseRequest& request, const Sent& sent) {
    grpc::ClientContext context;
    Prepare(context, sent);
    v1::Counter counter;
    const grpc::Status status = stub_->Raise(&context, request, &counter);
    const auto& trailers = context.GetServerTrailingMetadata();
    const auto position = trailers.find(kPositionKey);
    position_ = position == trailers.end() ? "" : std::string(position->second.data(), position->second.size());
    if (!status.ok()) return FromGrpcStatus(status);
    return counter;
  }

  absl::StatusOr<v1::Counter> Get(const std::string& name, const Sent& sent) {
    grpc::ClientContext context;
    Prepare(context, sent);
    v1::GetCounterRequest request;
    request.set_name(name);
    v1::Counter counter;
    const grpc::Status status = stub_->GetCounter(&context, request, &counter);
    if (!status.ok()) return FromGrpcStatus(status);
    return counter;
  }

  static v1::RaiseRequest RequestOf(const std::string& name, const std::string& request_id = "") {
    v1::RaiseRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    return request;
  }

  std::vector<audit::v1::Entry> Entries() {
    std::vector<audit::v1::Entry> entries;
    EXPECT_THAT(backend_->database().Read([&](db::Session& session) -> absl::Status {
      MOSBAT_ASSIGN_OR_RETURN(entries, audit::Trail(*keyring_).List(session, "", "", "", 100));
      return absl::OkStatus();
    }),
                IsOk());
    return entries;
  }

  static Sent From(const auth::Principal& caller) {
    Sent sent;
    sent.caller = caller;
    return sent;
  }

  SystemClock clock_;
  SystemIds ids_;
  observe::Metrics metrics_;
  Channels channels_;
  std::unique_ptr<crypto::Keyring> keyring_ = crypto::Keyring::ForTesting();
  std::unique_ptr<auth::LocalIdentity> identity_ = auth::LocalIdentity::ForTesting();
  std::unique_ptr<auth::Authenticator> authenticator_ =
      *auth::NewJwtAuthenticator({.jwks_json = identity_->jwks_json()}, clock_);
  std::unique_ptr<Backend> backend_;
  CounterRole* role_ = nullptr;
  std::unique_ptr<v1::CounterService::Stub> stub_;
  std::string position_;
};

TEST_F(BackendTest, CallWithoutCredentialsIsRefusedBeforeTheHandler) {
  grpc::ClientContext context;
  v1::Counter counter;
  EXPECT_THAT(FromGrpcStatus(stub_->Raise(&context, RequestOf("c"), &counter)),
              FailsWith(absl::StatusCode::kUnauthenticated, "CREDENTIALS_MISSING"));
  EXPECT_EQ(role_->runs, 0);
}

TEST_F(BackendTest, RoleThatTheMethodDoesNotNameIsRefused) {
  EXPECT_THAT(Raise(RequestOf("c"), From(testing::As(access::v1::FINANCE, "f"))),
              FailsWith(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED"));
  EXPECT_EQ(role_->runs, 0);
}

TEST_F(BackendTest, NationalMethodRefusesScopedCallers) {
  grpc::ClientContext context;
  Prepare(context, From(testing::As(access::v1::STEERING, "s", kCounty)));
  v1::GetCounterRequest request;
  request.set_name("c");
  v1::Counter counter;
  EXPECT_THAT(FromGrpcStatus(stub_->Forget(&context, request, &counter)),
              FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

TEST_F(BackendTest, ScopeFieldIsHeldAgainstTheCallersArea) {
  const auto list = [&](const std::string& parent) {
    grpc::ClientContext context;
    Prepare(context, From(testing::As(access::v1::COUNTY, "k", kCounty)));
    v1::ListOfRequest request;
    request.set_parent(parent);
    v1::Counter counter;
    return FromGrpcStatus(stub_->ListOf(&context, request, &counter));
  };
  EXPECT_THAT(list(kCounty), IsOk());
  EXPECT_THAT(list("provinces/30"), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(list("provinces/30/counties/3002"), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(list(""), FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
}

TEST_F(BackendTest, ScopedCallerCannotTellWhatIsMissingFromWhatIsForeign) {
  v1::RaiseRequest request = RequestOf("c");
  request.set_behave("not found");
  EXPECT_THAT(Raise(request, From(testing::As(access::v1::COUNTY, "k", kCounty))),
              FailsWith(absl::StatusCode::kPermissionDenied, "NOT_IN_SCOPE"));
  EXPECT_THAT(Raise(request), FailsWith(absl::StatusCode::kNotFound, "COUNTER_NOT_FOUND"));
}

TEST_F(BackendTest, AnswerOfAHandlerThatForgotTheScopeNeverLeaves) {
  v1::RaiseRequest request = RequestOf("c");
  request.set_behave("forget the scope");
  EXPECT_THAT(Raise(request), FailsWith(absl::StatusCode::kInternal, "SCOPE_NOT_CHECKED"));
}

TEST_F(BackendTest, FaultsOfTheRequestAreNamedByTheirPaths) {
  v1::RaiseRequest request;
  request.set_step(static_cast<v1::RaiseRequest::Step>(9));
  request.mutable_day()->set_year(2026);
  request.mutable_day()->set_month(2);
  request.mutable_day()->set_day(30);
  const auto refused = Raise(request);
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kInvalidArgument, "FIELD_REQUIRED"));
  std::vector<std::string> fields;
  for (const auto& [field, words] : FaultsOf(refused.status(), Language::kEnglish)) fields.push_back(field);
  EXPECT_THAT(fields, ::testing::ElementsAre("name", "step", "day"));
  EXPECT_THAT(Raise(RequestOf("c", "not-a-uuid")), FailsWith(absl::StatusCode::kInvalidArgument, "REQUEST_ID_INVALID"));
}

TEST_F(BackendTest, SameRequestTwiceIsDoneOnce) {
  const auto first = Raise(RequestOf("c", kRequestId));
  ASSERT_THAT(first, IsOk());
  const auto second = Raise(RequestOf("c", kRequestId));
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(role_->runs, 1);
  EXPECT_EQ(role_->after_commits, 1);
  EXPECT_THAT(Entries(), SizeIs(1));
}

TEST_F(BackendTest, RequestIdWithAnotherBodyIsAnError) {
  ASSERT_THAT(Raise(RequestOf("c", kRequestId)), IsOk());
  EXPECT_THAT(Raise(RequestOf("d", kRequestId)), FailsWith(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(BackendTest, NobodyIsAnsweredWithAnothersResult) {
  ASSERT_THAT(Raise(RequestOf("c", kRequestId), From(testing::Steering("mina"))), IsOk());
  const auto other = Raise(RequestOf("c", kRequestId), From(testing::Steering("reza")));
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(other->value(), 2);
}

TEST_F(BackendTest, FailedCallIsNotRemembered) {
  v1::RaiseRequest request = RequestOf("c", kRequestId);
  request.set_behave("not found");
  ASSERT_THAT(Raise(request), Not(IsOk()));
  ASSERT_THAT(Raise(request), Not(IsOk()));
  EXPECT_EQ(role_->runs, 2);
  EXPECT_THAT(Entries(), IsEmpty());
}

TEST_F(BackendTest, ThirtyTwoCallersOfOneRequestMakeOneThing) {
  std::vector<std::thread> callers;
  std::atomic<int> ok = 0;
  for (int i = 0; i < 32; ++i) {
    callers.emplace_back([&] {
      grpc::ClientContext context;
      Prepare(context, Sent{});
      v1::Counter counter;
      if (stub_->Raise(&context, RequestOf("c", kRequestId), &counter).ok() && counter.value() == 1) ++ok;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(ok, 32);
  EXPECT_THAT(Entries(), SizeIs(1));
}

TEST_F(BackendTest, ChangeAndReadingAreInTheTrail) {
  ASSERT_THAT(Raise(RequestOf("c", kRequestId)), IsOk());
  ASSERT_THAT(Get("c", From(testing::As(access::v1::COUNTY, "k", kCounty))), IsOk());
  const auto entries = Entries();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].actor(), "steering-officer");
  EXPECT_EQ(entries[0].method(), "mosbat.rpctest.v1.CounterService/Raise");
  EXPECT_EQ(entries[0].subject(), "c");
  EXPECT_EQ(entries[0].request_id(), kRequestId);
  EXPECT_EQ(entries[0].row_version_after(), 1);
  EXPECT_EQ(entries[1].actor(), "k");
  EXPECT_EQ(entries[1].role(), access::v1::COUNTY);
  EXPECT_EQ(entries[1].method(), "mosbat.rpctest.v1.CounterService/GetCounter");
}

TEST_F(BackendTest, ReadWhoseEntryCannotBeWrittenIsRefused) {
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  ASSERT_THAT(backend_->database().Transact(
                  [](db::Session& session) { return session.Execute("DROP TABLE audit_entries").status(); }),
              IsOk());
  EXPECT_THAT(Get("c", Sent{}), FailsWith(absl::StatusCode::kUnavailable, "AUDIT_FAILED"));
}

TEST_F(BackendTest, WriteAnswersWithItsPlaceInTheFeed) {
  ASSERT_THAT(Raise(RequestOf("c")), IsOk());
  EXPECT_THAT(position_, StartsWith("counter@"));
  EXPECT_THAT(ParsePositions(position_), IsOk());
  EXPECT_EQ(ParsePositions(position_)->front().seq, 1);
}

TEST_F(BackendTest, PositionThatIsNoneIsRefused) {
  for (const char* const after : {"catalog", "catalog@x", "catalog@x:-1", "catalog@:3", "@x:3", "catalog@x:3,b"}) {
    Sent sent;
    sent.after = after;
    EXPECT_THAT(Raise(RequestOf("c"), sent), FailsWith(absl::StatusCode::kInvalidArgument, "POSITION_INVALID"))
        << after;
  }
}

TEST_F(BackendTest, TechnicalTextNeverLeaves) {
  v1::RaiseRequest request = RequestOf("c");
  request.set_behave("technical");
  const auto failed = Raise(request);
  EXPECT_THAT(failed, FailsWith(absl::StatusCode::kInternal, "INTERNAL"));
  EXPECT_THAT(std::string(failed.status().message()), Not(::testing::HasSubstr("SQL")));
}

TEST_F(BackendTest, FullQueueIsRefusedAtOnce) {
  StartBackend(1);
  absl::Notification blocked;
  absl::Notification release;
  role_->blocked = &blocked;
  role_->release = &release;
  std::thread first([&] {
    v1::RaiseRequest request = RequestOf("c");
    request.set_behave("block");
    grpc::ClientContext context;
    Prepare(context, Sent{});
    v1::Counter counter;
    EXPECT_THAT(FromGrpcStatus(stub_->Raise(&context, request, &counter)), IsOk());
  });
  blocked.WaitForNotification();
  // Every thread of the pool waits for the store's one connection, then one call waits in the queue: the next is
  // refused.
  const int waiting = backend_->database().useful_threads();
  std::vector<std::thread> others;
  std::atomic<int> refused = 0;
  std::atomic<int> served = 0;
  for (int i = 0; i < waiting + 10; ++i) {
    others.emplace_back([&] {
      grpc::ClientContext context;
      Prepare(context, Sent{});
      v1::Counter counter;
      const absl::Status status = FromGrpcStatus(stub_->Raise(&context, RequestOf("d"), &counter));
      if (status.ok()) ++served;
      if (ReasonOf(status) == "SERVER_BUSY") ++refused;
    });
  }
  while (refused == 0) std::this_thread::yield();
  release.Notify();
  first.join();
  for (std::thread& other : others) other.join();
  EXPECT_GT(refused, 0);
  EXPECT_EQ(refused + served, waiting + 10);
}

TEST_F(BackendTest, WordsComeInTheCallersLanguage) {
  Sent sent;
  sent.language = "fa-IR";
  v1::RaiseRequest request = RequestOf("c");
  request.set_behave("not found");
  EXPECT_EQ(WordsOf(Raise(request, sent).status(), Language::kPersian), "نیست.");
}

// One service follows another: the copy has what a caller saw before that caller is served.
TEST_F(BackendTest, FollowerServesACallerOnlyAfterWhatItSaw) {
  const std::vector<db::MigrationSet> schema = SchemaOf("counter", CounterMigrations());
  const Environment environment{.real_clock = clock_,
                                .business_clock = clock_,
                                .ids = ids_,
                                .authenticator = *authenticator_,
                                .keyring = *keyring_,
                                .metrics = metrics_,
                                .channels = channels_,
                                .service_token = [this] { return TokenOf(testing::As(access::v1::SERVICE, "copier")); },
                                .replica = "copier"};
  auto copier =
      Backend::Open(environment, {.service = "copier", .schema = schema}, testing::SqliteMemory().Open(schema));
  ASSERT_THAT(copier, IsOk());
  const db::MessageTable<v1::Counter> table{"counters"};
  (*copier)->Follow("counter", [&](db::Session& session, const feed::v1::Event& event) -> absl::Status {
    v1::Counter counter;
    if (!event.payload().UnpackTo(&counter)) return absl::OkStatus();
    return table.Insert(session, counter).status();
  });
  auto role = std::make_unique<CounterRole>(**copier);
  ASSERT_THAT((*copier)->Start(std::move(role)), IsOk());
  (*copier)->StartFollowing();
  stub_ = v1::CounterService::NewStub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", (*copier)->port()), grpc::InsecureChannelCredentials()));
  const auto copy_stub = std::move(stub_);
  stub_ = v1::CounterService::NewStub(*channels_.To("counter"));
  for (int i = 0; i < 20; ++i) {
    const std::string name = absl::StrCat("c", i);
    ASSERT_THAT(Raise(RequestOf(name)), IsOk());
    grpc::ClientContext context;
    Sent sent;
    sent.after = position_;
    Prepare(context, sent);
    v1::GetCounterRequest request;
    request.set_name(name);
    v1::Counter counter;
    EXPECT_THAT(FromGrpcStatus(copy_stub->GetCounter(&context, request, &counter)), IsOk()) << i;
  }
}

}  // namespace
}  // namespace mosbat::rpc
