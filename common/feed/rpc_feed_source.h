// Reads another service's feed over gRPC.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"

#include "common/feed/follower.h"

namespace mosbat::feed {

// An owner says something every 250 ms; one that does not for so long is taken for gone.
inline constexpr absl::Duration kLongestSilence = absl::Seconds(5);

// `channel` is asked for at each connection; `token` gives the service's bearer token.
std::unique_ptr<FeedSource> NewRpcFeedSource(std::function<absl::StatusOr<std::shared_ptr<grpc::Channel>>()> channel,
                                             std::function<std::string()> token,
                                             absl::Duration longest_silence = kLongestSilence);

}  // namespace mosbat::feed
