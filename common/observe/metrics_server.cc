#include "common/observe/metrics_server.h"

#include <exception>

#include "absl/strings/str_cat.h"

#include "common/base/error.h"
#include "prometheus/exposer.h"

namespace mosbat::observe {
namespace {

class HttpMetricsServer final : public MetricsServer {
 public:
  // Throws if it cannot listen.
  HttpMetricsServer(const Metrics& metrics, const std::string& address) : exposer_(address, /*num_threads=*/2) {
    exposer_.RegisterCollectable(metrics.collectable());
  }

  int port() const override { return exposer_.GetListeningPorts().front(); }

 private:
  prometheus::Exposer exposer_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(const Metrics& metrics,
                                                                    const std::string& address) {
  try {
    return std::make_unique<HttpMetricsServer>(metrics, address);
  } catch (const std::exception&) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, "PORT_TAKEN",
        {.en = absl::StrCat("Metrics cannot be served at ", address, ": the port is taken, not allowed or no address."),
         .fa = absl::StrCat("سنجه‌ها را نمی‌توان در ", address,
                            " ارائه کرد: درگاه گرفته شده، مجاز نیست یا نشانی نیست.")},
        {{"address", address}});
  }
}

}  // namespace mosbat::observe
