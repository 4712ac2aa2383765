// Runs one unary call from request to final status: identity, access, required fields, deadline, transaction,
// idempotency, scope, handler, audit, events, metrics, log, conversion. A READ gets a snapshot, a WRITE a transaction
// that may run again after a lost race; one whose request says `validate_only` is rolled back and answered with what it
// would have done.
//
// gRPC runs callback methods on its own few threads and our handlers block on SQL, so each call moves to its service's
// bounded pool, and is refused with RESOURCE_EXHAUSTED when the queue is full: a short answer now is worth more than a
// long one after the caller's deadline.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

#include "common/audit/trail.h"
#include "common/auth/authenticator.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/crypto/keyring.h"
#include "common/db/database.h"
#include "common/feed/outbox.h"
#include "common/feed/sequencer.h"
#include "common/rpc/call.h"
#include "common/rpc/calls_in_flight.h"
#include "common/rpc/method.h"
#include "common/rpc/positions.h"
#include "common/rpc/request_results.h"
#include "common/rpc/worker_pool.h"

namespace mosbat::rpc {

// What a runner works with; everything outlives it.
struct RunnerParts {
  std::string service;         // "guideline"
  std::string replica;         // who wrote an audit entry
  bool says_position = false;  // writes answer with `mosbat-position`
  const Clock& real_clock;
  const Clock& business_clock;
  IdGenerator& ids;
  auth::Authenticator& authenticator;
  const crypto::Keyring& keyring;
  db::Database& database;
  WorkerPool& pool;
  feed::Outbox& outbox;
  feed::Sequencer& sequencer;
  Copies& copies;
  observe::ServiceMetrics& metrics;
};

// Thread-safe. Must outlive the gRPC server that uses it.
class UnaryRunner {
 public:
  explicit UnaryRunner(const RunnerParts& parts) : parts_(parts), results_(parts.keyring), trail_(parts.keyring) {}

  // `handler(Call&, request)` → StatusOr<Response>. `request` and `response` belong to gRPC and live until the call is
  // finished.
  template <typename Request, typename Response, typename Handler>
  requires std::is_invocable_r_v<absl::StatusOr<Response>, Handler&, Call&, const Request&> grpc::ServerUnaryReactor*
  Run(grpc::CallbackServerContext& grpc_context, const Method& method, const Request& request, Response& response,
      Handler handler) {
    return Queue(grpc_context, method, request,
                 [this, &grpc_context, &method, &request, &response,
                  handler = std::move(handler)](CallContext& context) mutable {
                   return Transact(grpc_context, method, context, request, response,
                                   [&](Call& call) { return Answer(handler(call, request), response); });
                 });
  }

  // For a method that must ask another service: `gather(context, request)` → StatusOr<Gathered> runs first, outside any
  // transaction, and `handler(Call&, request, gathered)` gets its answer. A request that was answered before is
  // answered again without asking.
  template <typename Request, typename Response, typename Gather, typename Handler>
  requires std::is_invocable_v<Gather&, const CallContext&, const Request&> grpc::ServerUnaryReactor* Run(
      grpc::CallbackServerContext& grpc_context, const Method& method, const Request& request, Response& response,
      Gather gather, Handler handler) {
    return Queue(grpc_context, method, request,
                 [this, &grpc_context, &method, &request, &response, gather = std::move(gather),
                  handler = std::move(handler)](CallContext& context) mutable {
                   absl::StatusOr<bool> answered = AnsweredBefore(method, context, request, response);
                   if (!answered.ok()) return answered.status();
                   if (*answered) {
                     SayPosition(grpc_context, context);
                     return absl::OkStatus();
                   }
                   const auto gathered = gather(std::as_const(context), request);
                   if (!gathered.ok()) return gathered.status();
                   return Transact(grpc_context, method, context, request, response,
                                   [&](Call& call) { return Answer(handler(call, request, *gathered), response); });
                 });
  }

  // For a method that looks things up in copies: where the handler says that one of `kinds` is missing, the copy first
  // catches up with its owner, and the handler runs once more, so that NOT_FOUND is not said of what is on its way.
  // `kinds` are static, in the order in which the handler looks for them.
  template <typename Request, typename Response, typename Handler>
  requires std::is_invocable_r_v<absl::StatusOr<Response>, Handler&, Call&, const Request&> grpc::ServerUnaryReactor*
  RunOnCopies(grpc::CallbackServerContext& grpc_context, const Method& method, const Request& request,
              Response& response, absl::Span<const CopiedKind> kinds, Handler handler) {
    return Queue(grpc_context, method, request,
                 [this, &grpc_context, &method, &request, &response, kinds,
                  handler = std::move(handler)](CallContext& context) mutable {
                   return TransactOnCopies(grpc_context, method, context, request, response, kinds,
                                           [&](Call& call) { return Answer(handler(call, request), response); });
                 });
  }

  // For a READ that memory can usually answer, of what everybody may read: `memory(request, response)` → bool runs in
  // gRPC's own thread, so it must not block; where it is false, or the caller waits for a position, the call runs as
  // any other.
  template <typename Request, typename Response, typename Memory, typename Handler>
  requires std::is_invocable_r_v<bool, Memory&, const Request&, Response&> grpc::ServerUnaryReactor* RunFromMemory(
      grpc::CallbackServerContext& grpc_context, const Method& method, const Request& request, Response& response,
      Memory memory, Handler handler) {
    if (TryInline(grpc_context, method, request, [&] { return memory(request, response); })) {
      grpc::ServerUnaryReactor* const reactor = grpc_context.DefaultReactor();
      reactor->Finish(grpc::Status::OK);
      return reactor;
    }
    return Run(grpc_context, method, request, response, std::move(handler));
  }

  // Blocks until every call that has come is answered, at the latest until `deadline`.
  void AwaitCalls(absl::Time deadline) { calls_in_flight_.AwaitNone(deadline); }

  // Identity and role, for methods that stream.
  absl::StatusOr<auth::Principal> Authorize(const grpc::CallbackServerContext& grpc_context, const Method& method);

 private:
  using Work = absl::AnyInvocable<absl::Status(CallContext&)>;

  template <typename Response>
  static absl::Status Answer(absl::StatusOr<Response> answer, Response& response) {
    if (!answer.ok()) return std::move(answer).status();
    response = *std::move(answer);
    return absl::OkStatus();
  }

  // Checks identity and role at once, then queues the rest: Begin(), `work`, and finishing the call with its status.
  grpc::ServerUnaryReactor* Queue(grpc::CallbackServerContext& grpc_context, const Method& method,
                                  const google::protobuf::Message& request, Work work);

  // Deadline, cancellation, metadata, the request's fields, scope where the request names it, position.
  absl::Status Begin(const grpc::CallbackServerContext& grpc_context, const Method& method, CallContext& context,
                     const google::protobuf::Message& request);

  absl::StatusOr<bool> AnsweredBefore(const Method& method, CallContext& context,
                                      const google::protobuf::Message& request, google::protobuf::Message& response);

  // Runs the handler in a snapshot or a transaction, with everything that belongs to it.
  absl::Status Transact(grpc::CallbackServerContext& grpc_context, const Method& method, CallContext& context,
                        const google::protobuf::Message& request, google::protobuf::Message& response,
                        absl::FunctionRef<absl::Status(Call&)> handler);
  absl::Status TransactOnCopies(grpc::CallbackServerContext& grpc_context, const Method& method, CallContext& context,
                                const google::protobuf::Message& request, google::protobuf::Message& response,
                                absl::Span<const CopiedKind> kinds, absl::FunctionRef<absl::Status(Call&)> handler);
  absl::Status Read(const Method& method, CallContext& context, absl::FunctionRef<absl::Status(Call&)> handler);
  absl::Status Write(const Method& method, CallContext& context, const google::protobuf::Message& request,
                     google::protobuf::Message& response, absl::FunctionRef<absl::Status(Call&)> handler);
  // Runs the handler as a write would, and keeps nothing of it.
  absl::Status Validate(const Method& method, CallContext& context, absl::FunctionRef<absl::Status(Call&)> handler);

  // Writes that something was shown; the answer is withheld where it cannot be written.
  absl::Status AuditShown(const Call& call, const Method& method, const CallContext& context, bool validate_only);

  // The trailer `mosbat-position`, where this service has one: a position at or after everything this caller was told.
  void SayPosition(grpc::CallbackServerContext& grpc_context, const CallContext& context);

  bool TryInline(const grpc::CallbackServerContext& grpc_context, const Method& method,
                 const google::protobuf::Message& request, absl::FunctionRef<bool()> memory);

  std::vector<audit::v1::Entry> EntriesOf(const Call& call, const Method& method, const CallContext& context) const;

  const RunnerParts parts_;
  const RequestResults results_;
  const audit::Trail trail_;
  CallsInFlight calls_in_flight_;
};

}  // namespace mosbat::rpc
