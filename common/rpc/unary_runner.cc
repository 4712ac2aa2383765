#include "common/rpc/unary_runner.h"

#include <algorithm>
#include <chrono>

#include "absl/strings/match.h"
#include "absl/time/clock.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/observe/log.h"
#include "common/rpc/errors.h"
#include "common/rpc/metadata.h"
#include "common/rpc/request_check.h"
#include "common/rpc/status_conversion.h"

namespace mosbat::rpc {
namespace {

constexpr absl::Duration kUsualDeadline = absl::Seconds(30);
// How often a request whose commit was lost is asked again what became of it.
constexpr int kOutcomeTries = 4;

// What undoes the transaction of a call that only validates.
const absl::Status& ValidatedOnly() {
  static const auto* const status = new absl::Status(absl::StatusCode::kCancelled, "validated only");
  return *status;
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const std::chrono::system_clock::time_point deadline = context.deadline();
  const absl::Time usual = absl::Now() + kUsualDeadline;
  if (deadline >= std::chrono::system_clock::time_point::max() - std::chrono::hours(1)) return usual;
  return absl::FromChrono(deadline);
}

std::string TextField(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field) {
  return field == nullptr ? std::string() : message.GetReflection()->GetString(message, field);
}

// What the scope path of a request leads to; "" where a message on it is missing.
std::string ScopeValue(const google::protobuf::Message& request, const Method& method) {
  const google::protobuf::Message* message = &request;
  for (const auto* const field : method.scope_path) {
    if (field == method.scope_path.back()) return message->GetReflection()->GetString(*message, field);
    message = &message->GetReflection()->GetMessage(*message, field);
  }
  return "";
}

// What a request's scope field names.
auth::Belonging BelongingOf(const std::string& name) {
  if (absl::StartsWith(name, "deputyships/")) return {.deputyship = name};
  if (absl::StartsWith(name, "centres/")) return {.centre = name};
  return {.area = name};
}

}  // namespace

absl::StatusOr<auth::Principal> UnaryRunner::Authorize(const grpc::CallbackServerContext& grpc_context,
                                                       const Method& method) {
  MOSBAT_ASSIGN_OR_RETURN(auth::Principal caller, parts_.authenticator.Authenticate(
                                                      FirstValue(grpc_context.client_metadata(), kAuthorizationKey)));
  if (!method.Allows(caller.role)) return errors::AccessDenied(method.full_name, method.access, caller.role);
  return caller;
}

grpc::ServerUnaryReactor* UnaryRunner::Queue(grpc::CallbackServerContext& grpc_context, const Method& method,
                                             const google::protobuf::Message& request, Work work) {
  calls_in_flight_.Begin();
  grpc::ServerUnaryReactor* const reactor = grpc_context.DefaultReactor();
  const absl::Time started = absl::Now();
  const Languages languages = LanguagesOf(FirstValue(grpc_context.client_metadata(), kLanguageKey));
  const auto finish = [this, reactor, started, languages, &method](const absl::Status& status) {
    if (!status.ok() && ReasonOf(status).empty()) {
      observe::LogError(parts_.service, "a call failed for a technical reason",
                        {{"method", method.full_name}, {"error", std::string(status.message())}});
    }
    const grpc::Status answer = ToGrpcStatus(status, languages);
    method.metrics->Record(answer.error_code(), absl::Now() - started);
    reactor->Finish(answer);
    // Nothing of the call may be touched after Finish().
    calls_in_flight_.End();
  };

  absl::StatusOr<auth::Principal> caller = Authorize(grpc_context, method);
  if (!caller.ok()) {
    finish(caller.status());
    return reactor;
  }
  const bool queued = parts_.pool.TryPost([this, finish, languages, caller = *std::move(caller), &grpc_context, &method,
                                           &request, work = std::move(work)]() mutable {
    CallContext context{.caller = std::move(caller)};
    absl::Status status = Begin(grpc_context, method, context, request);
    if (status.ok()) status = work(context);
    finish(status);
  });
  if (!queued) {
    parts_.metrics.CountRejected();
    finish(errors::ServerBusy(parts_.service));
  }
  return reactor;
}

absl::Status UnaryRunner::Begin(const grpc::CallbackServerContext& grpc_context, const Method& method,
                                CallContext& context, const google::protobuf::Message& request) {
  const MetadataMap& metadata = grpc_context.client_metadata();
  context.deadline = DeadlineOf(grpc_context);
  context.abandoned = [&grpc_context] { return grpc_context.IsCancelled(); };  // also when its deadline passes
  if (grpc_context.IsCancelled()) return errors::CancelledByCaller();
  if (context.deadline <= absl::Now()) return errors::DeadlinePassedInQueue();
  const access::v1::ScopeRule& rule = method.access.scope();
  if (rule.national() && !context.caller.scope.national()) return errors::ScopeNotNational();
  MOSBAT_RETURN_IF_ERROR(CheckMetadata(metadata));
  MOSBAT_RETURN_IF_ERROR(CheckRequest(request));
  if (rule.has_field()) MOSBAT_RETURN_IF_ERROR(RequireScope(context.caller, BelongingOf(ScopeValue(request, method))));
  context.request_id = TextField(request, method.request_id);
  MOSBAT_ASSIGN_OR_RETURN(context.purpose, PurposeOf(metadata));
  context.authorization = std::string(FirstValue(metadata, kAuthorizationKey));
  context.now = parts_.business_clock.Now();
  return parts_.copies.WaitFor(AllValues(metadata, kAfterKey), context.deadline);
}

absl::Status UnaryRunner::Transact(grpc::CallbackServerContext& grpc_context, const Method& method,
                                   CallContext& context, const google::protobuf::Message& request,
                                   google::protobuf::Message& response,
                                   absl::FunctionRef<absl::Status(Call&)> handler) {
  const bool owes_scope = method.access.scope().from_row();
  const auto checked = [&](Call& call) -> absl::Status {
    const absl::Status status = handler(call);
    if (status.ok()) return !owes_scope || call.scope_checked() ? status : errors::ScopeNotChecked(method.full_name);
    // A scoped caller learns nothing of rows outside its scope, not even that there is none; but it is told what its
    // own request names and is missing.
    const bool outside = owes_scope && !call.scope_checked() && !context.caller.scope.national();
    if (outside && absl::IsNotFound(status)) return errors::NotInScope();
    return status;
  };
  if (!method.writes()) return Read(method, context, checked);
  if (method.ValidatesOnly(request)) return Validate(method, context, checked);
  MOSBAT_RETURN_IF_ERROR(Write(method, context, request, response, checked));
  SayPosition(grpc_context, context);
  return absl::OkStatus();
}

absl::Status UnaryRunner::TransactOnCopies(grpc::CallbackServerContext& grpc_context, const Method& method,
                                           CallContext& context, const google::protobuf::Message& request,
                                           google::protobuf::Message& response, absl::Span<const CopiedKind> kinds,
                                           absl::FunctionRef<absl::Status(Call&)> handler) {
  std::string reason;  // of the handler itself: a scoped caller is told another
  const auto run = [&](Call& call) {
    absl::Status status = handler(call);
    reason = ReasonOf(status);
    return status;
  };
  absl::Status status = Transact(grpc_context, method, context, request, response, run);
  for (const CopiedKind& kind : kinds) {
    if (reason != kind.missing) continue;
    MOSBAT_RETURN_IF_ERROR(parts_.copies.CatchUp(kind.feed, context.deadline));
    status = Transact(grpc_context, method, context, request, response, run);
  }
  return status;
}

void UnaryRunner::SayPosition(grpc::CallbackServerContext& grpc_context, const CallContext& context) {
  if (!parts_.says_position) return;
  const absl::StatusOr<int64_t> seq = parts_.sequencer.NumberNow(context.deadline);
  const absl::StatusOr<std::string> feed_id = parts_.outbox.FeedId(parts_.database);
  if (!seq.ok() || !feed_id.ok()) return;  // the write stands; its caller only may see the copies late
  grpc_context.AddTrailingMetadata(kPositionKey,
                                   Position{.feed = parts_.service, .feed_id = *feed_id, .seq = *seq}.ToString());
}

absl::Status UnaryRunner::Read(const Method& method, CallContext& context,
                               absl::FunctionRef<absl::Status(Call&)> handler) {
  Call call(context, parts_.ids);
  MOSBAT_RETURN_IF_ERROR(parts_.database.Read(
      [&](db::Session& session) {
        call.BeginRun(session);
        return handler(call);
      },
      context.deadline));
  return AuditShown(call, method, context, /*validate_only=*/false);
}

absl::Status UnaryRunner::AuditShown(const Call& call, const Method& method, const CallContext& context,
                                     bool validate_only) {
  if (!method.access.audited()) return absl::OkStatus();
  std::vector<audit::v1::Entry> entries = EntriesOf(call, method, context);
  if (validate_only) {
    for (audit::v1::Entry& entry : entries) {
      entry.set_validate_only(true);
      entry.clear_row_version_after();
    }
  }
  const absl::Status written =
      parts_.database.Transact([&](db::Session& session) { return trail_.Append(session, entries); }, context.deadline);
  if (written.ok()) return written;
  observe::LogError(parts_.service, "the audit entry of a read was not written",
                    {{"method", method.full_name}, {"error", std::string(written.message())}});
  return errors::AuditFailed();
}

absl::Status UnaryRunner::Validate(const Method& method, CallContext& context,
                                   absl::FunctionRef<absl::Status(Call&)> handler) {
  Call call(context, parts_.ids);
  const absl::Status status = parts_.database.Transact(
      [&](db::Session& session) -> absl::Status {
        call.BeginRun(session);
        MOSBAT_RETURN_IF_ERROR(handler(call));
        return ValidatedOnly();
      },
      context.deadline);
  if (status != ValidatedOnly()) return status;
  // The answer may show a person's data, as a read does.
  return AuditShown(call, method, context, /*validate_only=*/true);
}

absl::Status UnaryRunner::Write(const Method& method, CallContext& context, const google::protobuf::Message& request,
                                google::protobuf::Message& response, absl::FunctionRef<absl::Status(Call&)> handler) {
  Call call(context, parts_.ids);
  const RequestKey key{.caller = context.caller.id, .method = method.full_name, .request_id = context.request_id};
  const std::string hash = key.request_id.empty() ? std::string() : HashOfRequest(request, context.caller);
  bool may_stand = false;  // whether the last run may have been committed
  const auto body = [&](db::Session& session) -> absl::Status {
    if (!key.request_id.empty()) {
      MOSBAT_ASSIGN_OR_RETURN(const std::optional<std::string> stored, results_.Find(session, key, hash));
      if (stored.has_value()) {
        // Where the answer is of a lost commit that did take place, what its run left to be done after it stands. A run
        // that was rolled back, because a twin of this request was faster, leaves nothing.
        if (!may_stand) call.BeginRun(session);
        return response.ParseFromString(*stored) ? absl::OkStatus() : absl::DataLossError("a stored answer is not one");
      }
    }
    call.BeginRun(session);
    may_stand = false;
    MOSBAT_RETURN_IF_ERROR(handler(call));
    MOSBAT_RETURN_IF_ERROR(trail_.Append(session, EntriesOf(call, method, context)));
    MOSBAT_RETURN_IF_ERROR(parts_.outbox.Append(session, call.events(), parts_.real_clock.Now()));
    if (key.request_id.empty()) return absl::OkStatus();
    return results_.Insert(session, key, hash, response.SerializeAsString(), parts_.real_clock.Now());
  };
  absl::Status status = parts_.database.Transact(body, context.deadline);
  // The stored answer tells what became of a commit whose connection was lost.
  for (int tries = 1; db::IsOutcomeUnknown(status) && !key.request_id.empty() && tries < kOutcomeTries; ++tries) {
    may_stand = true;
    status = parts_.database.Transact(body, context.deadline);
  }
  if (db::IsOutcomeUnknown(status)) return errors::OutcomeUnknown();
  MOSBAT_RETURN_IF_ERROR(status);
  // One that must say its position is numbered right away.
  if (!call.events().empty() && !parts_.says_position) parts_.sequencer.Wake();
  for (const auto& action : call.after_commit()) action();
  return absl::OkStatus();
}

absl::StatusOr<bool> UnaryRunner::AnsweredBefore(const Method& method, CallContext& context,
                                                 const google::protobuf::Message& request,
                                                 google::protobuf::Message& response) {
  if (context.request_id.empty() || method.ValidatesOnly(request)) return false;
  const RequestKey key{.caller = context.caller.id, .method = method.full_name, .request_id = context.request_id};
  std::optional<std::string> stored;
  MOSBAT_RETURN_IF_ERROR(parts_.database.Read(
      [&](db::Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(stored, results_.Find(session, key, HashOfRequest(request, context.caller)));
        return absl::OkStatus();
      },
      context.deadline));
  if (!stored.has_value()) return false;
  if (!response.ParseFromString(*stored)) return absl::DataLossError("a stored answer is not one");
  return true;
}

bool UnaryRunner::TryInline(const grpc::CallbackServerContext& grpc_context, const Method& method,
                            const google::protobuf::Message& request, absl::FunctionRef<bool()> memory) {
  const absl::Time started = absl::Now();
  // Neither a scope is checked here nor an entry written.
  if (!method.access.scope().everywhere() || method.access.audited()) return false;
  if (!FirstValue(grpc_context.client_metadata(), kAfterKey).empty() || !Authorize(grpc_context, method).ok() ||
      !CheckRequest(request).ok() || !memory()) {
    return false;
  }
  method.metrics->Record(0, absl::Now() - started);
  return true;
}

std::vector<audit::v1::Entry> UnaryRunner::EntriesOf(const Call& call, const Method& method,
                                                     const CallContext& context) const {
  const absl::Time now = parts_.real_clock.Now();
  std::vector<audit::v1::Entry> entries = call.audits();
  for (audit::v1::Entry& entry : entries) {
    entry.set_id(parts_.ids.NewUuid(now));
    *entry.mutable_recorded_time() = ToTimestamp(now);
    entry.set_actor(context.caller.id);
    entry.set_on_behalf_via(context.caller.via);
    entry.set_role(context.caller.role);
    entry.set_purpose(context.purpose);
    entry.set_method(method.full_name);
    entry.set_request_id(context.request_id);
    entry.set_replica(parts_.replica);
  }
  return entries;
}

}  // namespace mosbat::rpc
