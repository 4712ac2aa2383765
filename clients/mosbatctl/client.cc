#include "clients/mosbatctl/client.h"

#include <algorithm>
#include <future>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"

#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/denial.h"
#include "clients/mosbatctl/messages.h"
#include "common/auth/authenticator.h"
#include "common/base/status_macros.h"
#include "common/rpc/status_conversion.h"

namespace mosbat::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageLite;

constexpr char kPositionKey[] = "mosbat-position";
constexpr char kAfterKey[] = "mosbat-after";
constexpr absl::Duration kTokenLife = absl::Hours(1);
constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
constexpr absl::Duration kLongestPause = absl::Seconds(1);

std::shared_ptr<grpc::Channel> NewChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  // A suite that comes back is found again at once.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

absl::Status Unreachable(const std::string& address) {
  return MakeError(absl::StatusCode::kUnavailable, "SUITE_UNREACHABLE",
                   {.en = absl::StrCat("Nothing answers at ", address, "."),
                    .fa = absl::StrCat("در نشانی ", address, " کسی پاسخ نمی‌دهد.")},
                   {{"address", address}});
}

}  // namespace

bool MayPass(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      return true;
    case absl::StatusCode::kAborted:
      return ReasonOf(status) != "STALE_ETAG";
    default:
      return false;
  }
}

absl::StatusOr<std::unique_ptr<Client>> Client::Open(Context context, ClientOptions options) {
  std::unique_ptr<auth::LocalIdentity> identity;
  if (!context.identity_file.empty()) {
    MOSBAT_ASSIGN_OR_RETURN(identity, auth::LocalIdentity::LoadOrCreate(context.identity_file));
  }
  return std::unique_ptr<Client>(new Client(std::move(context), std::move(options), std::move(identity)));
}

Client::Client(Context context, ClientOptions options, std::unique_ptr<auth::LocalIdentity> identity)
    : context_(std::move(context)),
      options_(std::move(options)),
      identity_(std::move(identity)),
      channel_(NewChannel(context_.address)) {}

absl::Status Client::Invoke(absl::string_view as, const Message& request, Message& response) {
  const Method* const method = MethodOf(*request.GetDescriptor());
  if (method == nullptr || method->output_type() != response.GetDescriptor()) {
    return absl::InternalError(
        absl::StrCat("no method answers ", request.GetTypeName(), " with ", response.GetTypeName()));
  }
  const std::unique_ptr<Message> sent(request.New());
  sent->CopyFrom(request);
  const FieldDescriptor* const id = method->input_type()->FindFieldByName("request_id");
  if (id != nullptr && sent->GetReflection()->GetString(*sent, id).empty()) {
    sent->GetReflection()->SetString(sent.get(), id, ids_.NewUuid(clock_.Now()));
  }
  const bool may_repeat = IsRead(*method) || id != nullptr;

  const absl::Time give_up = clock_.Now() + options_.patience;
  for (absl::Duration pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
    MOSBAT_ASSIGN_OR_RETURN(const std::string token, TokenOf(as));
    absl::Status status = TryOnce(*method, token, *sent, response);
    if (IsDenial(status)) {
      return NamingWhoMay(status, *method, CallersFor(*method), OwnerBehind(status, as, *sent, token));
    }
    if (status.ok() || !may_repeat || !MayPass(status) || clock_.Now() + pause > give_up) return status;
    absl::SleepFor(pause);
  }
}

std::vector<std::string> Client::CallersFor(const Method& method) const {
  // A local identity speaks for every role.
  std::vector<std::string> roles = RolesOf(method);
  if (identity_ != nullptr) return roles;
  std::vector<std::string> callers;
  for (const auto& [caller, token] : context_.tokens) {
    const std::string role = caller.substr(0, caller.find_first_of(":@"));
    if (std::find(roles.begin(), roles.end(), role) != roles.end()) callers.push_back(caller);
  }
  return callers;
}

std::string Client::OwnerBehind(const absl::Status& denial, absl::string_view as, const Message& request,
                                const std::string& token) {
  const absl::StatusOr<auth::Principal> caller = ParseCaller(as);
  // Whoever speaks for no deputyship is kept out by an area.
  if (ReasonOf(denial) != "NOT_IN_SCOPE" || !caller.ok() || caller->scope.deputyship.empty()) return "";
  const std::string name = DecidingName(request, caller->scope.deputyship);
  if (absl::StartsWith(name, "deputyships/")) return name;
  const absl::StatusOr<const Method*> get = GetMethodOf(name);
  // Only what everybody may read, without a trace.
  if (!get.ok() || IsAudited(**get) || !RolesOf(**get).empty()) return "";
  const MessagePtr question = NewMessage(*(*get)->input_type());
  SetText(*question, "name", name);
  const MessagePtr resource = NewMessage(*(*get)->output_type());
  return TryOnce(**get, token, *question, *resource).ok() ? OwnerOf(*resource) : "";
}

absl::StatusOr<std::string> Client::TokenOf(absl::string_view as) {
  if (identity_ == nullptr) {
    const auto found = context_.tokens.find(std::string(as));
    if (found != context_.tokens.end()) return found->second;
    const std::string known =
        absl::StrJoin(context_.tokens, ", ", [](std::string* out, const auto& entry) { out->append(entry.first); });
    return MakeError(absl::StatusCode::kFailedPrecondition, "TOKEN_MISSING",
                     {.en = absl::StrCat(context_.file, " has no token for \"", as, "\"; it has ", known, "."),
                      .fa = absl::StrCat(context_.file, " برای «", as, "» توکن ندارد؛ برای اینان دارد: ", known, ".")});
  }
  MOSBAT_ASSIGN_OR_RETURN(const auth::Principal caller, ParseCaller(as));
  const absl::Time now = clock_.Now();
  const std::lock_guard lock(mutex_);
  Token& token = tokens_[std::string(as)];
  if (token.until < now) {
    token = {.text = identity_->Token(caller, now, kTokenLife), .until = now + kTokenLife - absl::Minutes(5)};
  }
  return token.text;
}

absl::Status Client::TryOnce(const Method& method, const std::string& token, const Message& request,
                             Message& response) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(clock_.Now() + options_.deadline));
  context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  context.AddMetadata("accept-language", options_.language == Language::kPersian ? "fa" : "en");
  if (!options_.named_service.empty()) context.AddMetadata("mosbat-service", options_.named_service);
  if (const std::string after = SeenPositions(); !after.empty()) context.AddMetadata(kAfterKey, after);

  std::promise<grpc::Status> answered;
  grpc::TemplatedGenericStub<MessageLite, MessageLite> stub(channel_);
  stub.UnaryCall(&context, PathOf(method), grpc::StubOptions(), &request, &response,
                 [&answered](grpc::Status status) { answered.set_value(std::move(status)); });
  const grpc::Status answer = answered.get_future().get();

  const auto [begin, end] = context.GetServerTrailingMetadata().equal_range(kPositionKey);
  for (auto position = begin; position != end; ++position) Saw({position->second.data(), position->second.size()});
  const absl::Status status = rpc::FromGrpcStatus(answer);
  if (status.code() == absl::StatusCode::kUnavailable && ReasonOf(status).empty()) {
    return Unreachable(context_.address);
  }
  return status;
}

std::string Client::SeenPositions() {
  const std::lock_guard lock(mutex_);
  return absl::StrJoin(positions_, ",", [](std::string* out, const auto& entry) {
    absl::StrAppend(out, entry.first, "@", entry.second.feed_id, ":", entry.second.seq);
  });
}

void Client::Saw(absl::string_view position) {
  const std::pair<absl::string_view, absl::string_view> feed = absl::StrSplit(position, absl::MaxSplits('@', 1));
  const std::pair<absl::string_view, absl::string_view> place = absl::StrSplit(feed.second, absl::MaxSplits(':', 1));
  int64_t seq = 0;
  if (!absl::SimpleAtoi(place.second, &seq)) return;
  const std::lock_guard lock(mutex_);
  Position& seen = positions_[std::string(feed.first)];
  // Answers of calls made at once may come in any order.
  if (seen.feed_id == place.first && seen.seq >= seq) return;
  seen = {.feed_id = std::string(place.first), .seq = seq};
}

std::string Client::UsualCaller(const Method& method) const {
  const std::vector<std::string> roles = RolesOf(method);
  const auto may = [&](const std::string& role) {
    return roles.empty() || std::find(roles.begin(), roles.end(), role) != roles.end();
  };
  if (identity_ != nullptr) return may("steering") ? "steering" : roles.front();
  if (may("steering") && context_.tokens.find("steering") != context_.tokens.end()) return "steering";
  for (const auto& [caller, token] : context_.tokens) {
    if (may(caller.substr(0, caller.find_first_of(":@")))) return caller;
  }
  return roles.empty() ? "steering" : roles.front();
}

}  // namespace mosbat::ctl
