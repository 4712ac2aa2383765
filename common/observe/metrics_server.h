// Serves the metrics over HTTP, at /metrics of a port of their own.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "common/observe/metrics.h"

namespace mosbat::observe {

// Serves from Start() to destruction, which takes up to 2 s (the library looks that often whether it should stop).
class MetricsServer {
 public:
  // `address` is a numeric address and a port, "127.0.0.1:0" for a free one. FAILED_PRECONDITION / PORT_TAKEN.
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(const Metrics& metrics, const std::string& address);

  virtual ~MetricsServer() = default;

  virtual int port() const = 0;
};

}  // namespace mosbat::observe
