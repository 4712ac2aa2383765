#include "common/rpc/channels.h"

#include <utility>

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

#include "common/rpc/errors.h"

namespace mosbat::rpc {

void Channels::SetAddress(absl::string_view service, std::string address) {
  const std::lock_guard lock(mutex_);
  addresses_[service] = std::move(address);
  channels_.erase(service);
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Channels::To(absl::string_view service) {
  const std::lock_guard lock(mutex_);
  const auto open = channels_.find(service);
  if (open != channels_.end()) return open->second;
  const auto address = addresses_.find(service);
  if (address == addresses_.end()) return errors::ServiceUnreachable(service);
  grpc::ChannelArguments arguments;
  // A backend that comes back is found again at once; a subchannel of its own keeps one service's trouble its own.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  // How long a connection may take to come about, too: 20 s unless said, which callers would wait for a host that is
  // gone.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 800);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const int ping_every_ms = static_cast<int>(absl::ToInt64Milliseconds(ping_every_));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, ping_every_ms);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, ping_every_ms);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // a follower only listens
  std::shared_ptr<grpc::Channel> channel =
      grpc::CreateCustomChannel(address->second, grpc::InsecureChannelCredentials(), arguments);
  channels_.emplace(service, channel);
  return channel;
}

}  // namespace mosbat::rpc
