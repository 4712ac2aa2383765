// Where the services of the suite are: a channel to each by its name.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"

namespace mosbat::rpc {

// Thread-safe. An address may be set after others have begun to ask for it: services of one process learn their ports
// when they start.
class Channels {
 public:
  void SetAddress(absl::string_view service, std::string address);

  // UNAVAILABLE / SERVICE_UNREACHABLE while no address is known.
  absl::StatusOr<std::shared_ptr<grpc::Channel>> To(absl::string_view service);

 private:
  std::mutex mutex_;
  absl::flat_hash_map<std::string, std::string> addresses_;
  absl::flat_hash_map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace mosbat::rpc
