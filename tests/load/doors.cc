#include "tests/load/doors.h"

#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"

#include "clients/mosbatctl/caller.h"
#include "clients/mosbatctl/methods.h"
#include "common/base/status_macros.h"
#include "common/rpc/status_conversion.h"

namespace mosbat::load {
namespace {

using google::protobuf::Message;
using google::protobuf::MessageLite;

constexpr absl::Duration kDeadline = absl::Seconds(30);
constexpr absl::Duration kTokenLife = absl::Hours(12);

}  // namespace

void Seen::Take(const std::string& position) { positions_[position.substr(0, position.find('@'))] = position; }

std::string Seen::after() const {
  return absl::StrJoin(positions_, ",", [](std::string* out, const auto& of_feed) { *out += of_feed.second; });
}

absl::StatusOr<std::unique_ptr<Doors>> Doors::Open(const std::vector<std::string>& gateways,
                                                   const std::string& identity_file) {
  MOSBAT_ASSIGN_OR_RETURN(std::unique_ptr<auth::LocalIdentity> identity,
                          auth::LocalIdentity::LoadOrCreate(identity_file));
  std::unique_ptr<Doors> doors(new Doors(std::move(identity)));
  for (const std::string& gateway : gateways) {
    doors->channels_.push_back(grpc::CreateChannel(gateway, grpc::InsecureChannelCredentials()));
  }
  return doors;
}

absl::Status Doors::Invoke(int replica, const std::string& as, const Message& request, Message& response, Seen* seen) {
  const ctl::Method* const method = ctl::MethodOf(*request.GetDescriptor());
  if (method == nullptr) return absl::InternalError(absl::StrCat("no method takes ", request.GetTypeName()));
  const std::unique_ptr<Message> sent(request.New());
  sent->CopyFrom(request);
  const auto* const id = method->input_type()->FindFieldByName("request_id");
  if (id != nullptr && sent->GetReflection()->GetString(*sent, id).empty()) {
    sent->GetReflection()->SetString(sent.get(), id, ids_.NewUuid(clock_.Now()));
  }
  MOSBAT_ASSIGN_OR_RETURN(const std::string token, TokenOf(as));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(clock_.Now() + kDeadline));
  context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  if (seen != nullptr && !seen->after().empty()) context.AddMetadata("mosbat-after", seen->after());

  std::promise<grpc::Status> answered;
  grpc::TemplatedGenericStub<MessageLite, MessageLite> stub(channels_.at(static_cast<size_t>(replica)));
  stub.UnaryCall(&context, ctl::PathOf(*method), grpc::StubOptions(), sent.get(), &response,
                 [&answered](grpc::Status status) { answered.set_value(std::move(status)); });
  const absl::Status status = rpc::FromGrpcStatus(answered.get_future().get());
  if (seen == nullptr) return status;
  const auto [begin, end] = context.GetServerTrailingMetadata().equal_range("mosbat-position");
  for (auto position = begin; position != end; ++position) {
    seen->Take(std::string(position->second.data(), position->second.size()));
  }
  return status;
}

absl::StatusOr<std::string> Doors::TokenOf(const std::string& as) {
  const std::lock_guard lock(mutex_);
  std::string& token = tokens_[as];
  if (token.empty()) {
    MOSBAT_ASSIGN_OR_RETURN(const auth::Principal caller, ctl::ParseCaller(as));
    token = identity_->Token(caller, clock_.Now(), kTokenLife);
  }
  return token;
}

}  // namespace mosbat::load
