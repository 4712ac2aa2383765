// Where the services of the suite are: a channel to each by its name.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"

namespace mosbat::rpc {

// Thread-safe. An address may be set after others have begun to ask for it: services of one process learn their ports
// when they start.
class Channels {
 public:
  static constexpr absl::Duration kPingEvery = absl::Seconds(10);

  // A connection that has been silent for `ping_every` (at least a second) is pinged, and closed when there is no
  // answer for as long again: calls and streams to a host that has vanished end with UNAVAILABLE.
  explicit Channels(absl::Duration ping_every = kPingEvery) : ping_every_(ping_every) {}

  void SetAddress(absl::string_view service, std::string address);

  // UNAVAILABLE / SERVICE_UNREACHABLE while no address is known.
  absl::StatusOr<std::shared_ptr<grpc::Channel>> To(absl::string_view service);

 private:
  const absl::Duration ping_every_;
  std::mutex mutex_;
  absl::flat_hash_map<std::string, std::string> addresses_;
  absl::flat_hash_map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace mosbat::rpc
