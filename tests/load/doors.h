// Calls through the gateways of a suite's replicas, by one caller or many. Each is made once: nothing is tried
// again, so that no failure goes unseen.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"

#include "common/auth/local_identity.h"
#include "common/base/clock.h"
#include "common/base/ids.h"

namespace mosbat::load {

// How far a caller has seen the feeds by its own writes. Of one thread.
class Seen {
 public:
  // What an answer said, `mosbat-position`.
  void Take(const std::string& position);
  // What the next call says, `mosbat-after`.
  std::string after() const;

 private:
  std::map<std::string, std::string> positions_;  // by feed
};

// Thread-safe.
class Doors {
 public:
  // The addresses of the gateways, and the local identity that they believe.
  static absl::StatusOr<std::unique_ptr<Doors>> Open(const std::vector<std::string>& gateways,
                                                     const std::string& identity_file);

  // Calls the method that takes `request`, in the name of `as` (clients/mosbatctl/caller.h), through the gateway of
  // `replica`; a write without a request_id gets one. With `seen` the call waits for what its caller has seen.
  absl::Status Invoke(int replica, const std::string& as, const google::protobuf::Message& request,
                      google::protobuf::Message& response, Seen* seen = nullptr);

  // The same with the response made.
  template <typename Response>
  absl::StatusOr<Response> Call(int replica, const std::string& as, const google::protobuf::Message& request,
                                Seen* seen = nullptr) {
    Response response;
    if (absl::Status status = Invoke(replica, as, request, response, seen); !status.ok()) return status;
    return response;
  }

 private:
  explicit Doors(std::unique_ptr<auth::LocalIdentity> identity) : identity_(std::move(identity)) {}

  absl::StatusOr<std::string> TokenOf(const std::string& as);

  const std::unique_ptr<auth::LocalIdentity> identity_;
  const SystemClock clock_{};
  SystemIds ids_;
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::mutex mutex_;
  std::map<std::string, std::string> tokens_;
};

}  // namespace mosbat::load
