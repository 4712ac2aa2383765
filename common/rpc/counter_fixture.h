// A service of the suite in small, with a real server and real tokens, for tests of the runtime.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/client_context.h"
#include "gtest/gtest.h"

#include "common/audit/trail.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/db/message_table.h"
#include "common/rpc/backend.h"
#include "common/rpc/backend_test.grpc.pb.h"
#include "common/rpc/metadata.h"
#include "common/rpc/status_conversion.h"
#include "common/testing/backend_world.h"
#include "common/testing/backends.h"
#include "common/testing/handler_calls.h"
#include "common/testing/status_matchers.h"

namespace mosbat::rpc {

namespace v1 = ::mosbat::rpctest::v1;

inline constexpr char kRequestId[] = "01970000-0000-7000-8000-00000000abcd";
inline constexpr char kCounty[] = "provinces/30/counties/3001";

inline const std::vector<db::Migration>& CounterMigrations() {
  static const auto* const migrations = new std::vector<db::Migration>{
      {.name = "0001_counters",
       .sql = "CREATE TABLE IF NOT EXISTS counters (name VARCHAR(255) NOT NULL PRIMARY KEY, "
              "row_version BIGINT NOT NULL, body LONGBLOB NOT NULL)"}};
  return *migrations;
}

inline absl::Status CounterNotFound() {
  return MakeError(absl::StatusCode::kNotFound, "COUNTER_NOT_FOUND", {.en = "There is none.", .fa = "نیست."});
}

// Handlers, adapter, role.
class CounterRole final : public Role, public v1::CounterService::CallbackService {
 public:
  // With `copied` it looks its counters up in a copy.
  explicit CounterRole(Backend& backend, absl::Span<const CopiedKind> copied = {})
      : backend_(backend), copied_(copied), methods_(v1::CounterService::service_full_name(), backend.metrics()) {
    backend.AddService(*this);
  }

  grpc::ServerUnaryReactor* Raise(grpc::CallbackServerContext* context, const v1::RaiseRequest* request,
                                  v1::Counter* response) override {
    return backend_.runner().Run(*context, methods_.Get("Raise"), *request, *response,
                                 std::bind_front(&CounterRole::DoRaise, this));
  }
  grpc::ServerUnaryReactor* RaiseAfterAsking(grpc::CallbackServerContext* context, const v1::RaiseRequest* request,
                                             v1::Counter* response) override {
    return backend_.runner().Run(
        *context, methods_.Get("RaiseAfterAsking"), *request, *response,
        [this](const CallContext&, const v1::RaiseRequest&) { return absl::StatusOr<int>(++asked); },
        [this](Call& call, const v1::RaiseRequest& raise, int) { return DoRaise(call, raise); });
  }
  grpc::ServerUnaryReactor* GetCounter(grpc::CallbackServerContext* context, const v1::GetCounterRequest* request,
                                       v1::Counter* response) override {
    return backend_.runner().RunOnCopies(
        *context, methods_.Get("GetCounter"), *request, *response, copied_,
        [this](Call& call, const v1::GetCounterRequest& get) -> absl::StatusOr<v1::Counter> {
          ++reads;
          if (on_read != nullptr) on_read();
          MOSBAT_ASSIGN_OR_RETURN(v1::Counter counter, Find(call, get.name()));
          MOSBAT_RETURN_IF_ERROR(call.RequireScope({.area = kCounty}));
          // "c+d" is read as two.
          call.AuditEach(std::vector<std::string>(absl::StrSplit(get.name(), '+')));
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
  std::atomic<int> reads = 0;
  std::function<void()> on_read;
  std::atomic<int> asked = 0;
  std::atomic<int> after_commits = 0;
  std::function<void()> on_raise;  // in the handler's transaction
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
    if (on_raise != nullptr) on_raise();
    if (request.behave() == "block") {
      blocked->Notify();
      release->WaitForNotification();
    }
    MOSBAT_RETURN_IF_ERROR(call.RequireScope({.area = kCounty}));
    if (request.behave() == "names what is missing") return CounterNotFound();
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
  const absl::Span<const CopiedKind> copied_;
  const MethodTable methods_;
  const db::MessageTable<v1::Counter> table_{"counters"};
};

class CounterFixture : public ::testing::Test {
 protected:
  void StartBackend(size_t most_queued, const testing::Backend& store) {
    StartBackend({.service = "counter", .says_position = true, .most_queued = most_queued}, store);
  }
  void StartBackend(BackendOptions options, const testing::Backend& store) {
    options.schema = SchemaOf(options.service, CounterMigrations());
    auto backend = Backend::Open(world_.environment(), options, store.Open(options.schema));
    ASSERT_THAT(backend, testing::IsOk());
    backend_ = *std::move(backend);
    auto role = std::make_unique<CounterRole>(*backend_);
    role_ = role.get();
    ASSERT_THAT(backend_->Start(std::move(role)), testing::IsOk());
    world_.channels().SetAddress("counter", absl::StrCat("127.0.0.1:", backend_->port()));
    stub_ = v1::CounterService::NewStub(*world_.channels().To("counter"));
  }

  struct Sent {
    auth::Principal caller = testing::Steering();
    std::string after;
    std::string language;
    std::string purpose;
    absl::Duration timeout = absl::Seconds(20);
  };

  void Prepare(grpc::ClientContext& context, const Sent& sent) const {
    context.AddMetadata(kAuthorizationKey, world_.Authorization(sent.caller));
    if (!sent.after.empty()) context.AddMetadata(kAfterKey, sent.after);
    if (!sent.language.empty()) context.AddMetadata(kLanguageKey, sent.language);
    if (!sent.purpose.empty()) context.AddMetadata(kPurposeKey, sent.purpose);
    context.set_deadline(absl::ToChronoTime(absl::Now() + sent.timeout));
  }

  absl::StatusOr<v1::Counter> Raise(const v1::RaiseRequest& request) { return Raise(request, Sent{}); }
  absl::StatusOr<v1::Counter> Raise(const v1::RaiseRequest& request, const Sent& sent) {
    return Raise(request, sent, &v1::CounterService::Stub::Raise);
  }
  absl::StatusOr<v1::Counter> RaiseAfterAsking(const v1::RaiseRequest& request) {
    return Raise(request, Sent{}, &v1::CounterService::Stub::RaiseAfterAsking);
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
      MOSBAT_ASSIGN_OR_RETURN(entries, audit::Trail(world_.keyring()).List(session, "", "", "", 100));
      return absl::OkStatus();
    }),
                testing::IsOk());
    return entries;
  }

  using RaiseMethod = grpc::Status (v1::CounterService::Stub::*)(grpc::ClientContext*, const v1::RaiseRequest&,
                                                                 v1::Counter*);
  absl::StatusOr<v1::Counter> Raise(const v1::RaiseRequest& request, const Sent& sent, RaiseMethod method) {
    grpc::ClientContext context;
    Prepare(context, sent);
    v1::Counter counter;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &counter);
    position_ = std::string(FirstValue(context.GetServerTrailingMetadata(), kPositionKey));
    if (!status.ok()) return FromGrpcStatus(status);
    return counter;
  }

  static Sent From(const auth::Principal& caller) {
    Sent sent;
    sent.caller = caller;
    return sent;
  }

  SystemClock clock_;
  testing::BackendWorld world_{clock_};
  std::unique_ptr<Backend> backend_;
  CounterRole* role_ = nullptr;
  std::unique_ptr<v1::CounterService::Stub> stub_;
  std::string position_;
};

}  // namespace mosbat::rpc
