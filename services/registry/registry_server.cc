#include "services/registry/registry_server.h"

#include <utility>

#include "services/registry/clients/grpc_guideline_client.h"
#include "services/registry/clients/grpc_purchasing_client.h"
#include "services/registry/registry_rpc.h"

namespace mosbat::registry {
namespace {

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
        staff_handlers_(staff_, centres_),
        division_rpc_(backend.runner(), backend.metrics(), division_handlers_),
        licensing_rpc_(backend.runner(), backend.metrics(), call_handlers_, application_handlers_, licence_handlers_),
        centre_rpc_(backend.runner(), backend.metrics(), centre_handlers_, staff_handlers_) {
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
