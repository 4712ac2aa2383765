// The one door: proves who calls, finds the backend by the service's name and forwards bytes. Health and reflection are
// its own.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/auth/authenticator.h"
#include "common/base/clock.h"
#include "common/observe/metrics.h"
#include "common/rpc/channels.h"

namespace mosbat::gateway {

struct GatewayParts {
  const Clock& real_clock;
  auth::Authenticator& authenticator;
  rpc::Channels& channels;
  observe::Metrics& metrics;
};

// Thread-safe.
class GatewayServer {
 public:
  virtual ~GatewayServer() = default;

  // FAILED_PRECONDITION / PORT_TAKEN.
  static absl::StatusOr<std::unique_ptr<GatewayServer>> Start(const GatewayParts& parts, const std::string& listen);

  virtual int port() const = 0;

  // NOT_SERVING at once; calls in flight finish, at the latest at `deadline`.
  virtual void Drain(absl::Time deadline) = 0;
};

}  // namespace mosbat::gateway
