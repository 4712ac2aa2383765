#include "services/registry/registry_server.h"

#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/feed/position.h"
#include "services/registry/clients/grpc_guideline_client.h"
#include "services/registry/clients/grpc_purchasing_client.h"
#include "services/registry/registry_rpc.h"

namespace mosbat::registry {
namespace {

absl::StatusOr<std::string> CurrentPosition(rpc::Backend& backend, absl::Time deadline) {
  MOSBAT_ASSIGN_OR_RETURN(const std::string feed_id, backend.outbox().FeedId(backend.database()));
  MOSBAT_ASSIGN_OR_RETURN(const int64_t seq, backend.sequencer().NumberNow(deadline));
  return feed::Position{.feed = backend.service(), .feed_id = feed_id, .seq = seq}.ToString();
}

class RegistryRole final : public rpc::Role {
 public:
  explicit RegistryRole(rpc::Backend& backend)
      : guideline_(backend.channels()),
        purchasing_(backend.channels()),
        applications_(backend.keyring()),
        licences_(backend.keyring()),
        staff_(backend.keyring()),
        division_handlers_(divisions_),
        call_handlers_(backend.database(), calls_, divisions_, guideline_, purchasing_),
        application_handlers_(applications_, calls_, licences_, guideline_),
        licence_handlers_(licences_, centres_, guideline_),
        centre_handlers_(centres_, staff_, licences_, applications_, divisions_, guideline_),
        preview_handlers_(centres_, licences_, guideline_,
                          [&backend](absl::Time deadline) { return CurrentPosition(backend, deadline); }),
        staff_handlers_(staff_, centres_),
        division_rpc_(backend.runner(), backend.metrics(), division_handlers_),
        licensing_rpc_(backend.runner(), backend.metrics(), call_handlers_, application_handlers_, licence_handlers_),
        centre_rpc_(backend.runner(), backend.metrics(), centre_handlers_, preview_handlers_, staff_handlers_) {
    backend.AddService(division_rpc_);
    backend.AddService(licensing_rpc_);
    backend.AddService(centre_rpc_);
  }

 private:
  GrpcGuidelineClient guideline_;
  GrpcPurchasingClient purchasing_;
  const DivisionStore divisions_;
  const CallStore calls_;
  const ApplicationStore applications_;
  const LicenceStore licences_;
  const CentreStore centres_;
  const StaffStore staff_;
  const DivisionHandlers division_handlers_;
  const CallHandlers call_handlers_;
  const ApplicationHandlers application_handlers_;
  const LicenceHandlers licence_handlers_;
  const CentreHandlers centre_handlers_;
  const PreviewHandlers preview_handlers_;
  const StaffHandlers staff_handlers_;
  DivisionRpc division_rpc_;
  LicensingRpc licensing_rpc_;
  CentreRpc centre_rpc_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Role>> NewRegistryRole(rpc::Backend& backend) {
  return std::make_unique<RegistryRole>(backend);
}

}  // namespace mosbat::registry
