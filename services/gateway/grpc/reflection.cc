#include "services/gateway/grpc/reflection.h"

#include "grpcpp/impl/codegen/rpc_service_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/support/byte_buffer.h"

namespace mosbat::gateway {
namespace {

class NamedService final : public grpc::Service {
 public:
  // The list of services is made of the methods' names, so there must be one; no client can name an empty method.
  explicit NamedService(const std::string& service) : path_("/" + service + "/") {
    AddMethod(new grpc::internal::RpcServiceMethod(path_.c_str(), grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodCallback(0, new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                              [](grpc::CallbackServerContext* context, const grpc::ByteBuffer*, grpc::ByteBuffer*) {
                                grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
                                reactor->Finish(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "no such method"));
                                return reactor;
                              }));
  }

 private:
  const std::string path_;
};

}  // namespace

const std::vector<std::string>& ListedServices() {
  static const auto* const services = new std::vector<std::string>{"mosbat.audit.v1.AuditService",
                                                                   "mosbat.casefile.v1.CareService",
                                                                   "mosbat.casefile.v1.CaseFileService",
                                                                   "mosbat.catalog.v1.CatalogService",
                                                                   "mosbat.feed.v1.FeedService",
                                                                   "mosbat.feed.v1.ParkedEventService",
                                                                   "mosbat.guideline.v1.GuidelineService",
                                                                   "mosbat.purchasing.v1.CreditService",
                                                                   "mosbat.purchasing.v1.SettlementService",
                                                                   "mosbat.purchasing.v1.TariffService",
                                                                   "mosbat.registry.v1.CentreService",
                                                                   "mosbat.registry.v1.DivisionService",
                                                                   "mosbat.registry.v1.LicensingService",
                                                                   "mosbat.trial.v1.ClockService"};
  return *services;
}

std::unique_ptr<grpc::Service> NameOnly(const std::string& service) { return std::make_unique<NamedService>(service); }

}  // namespace mosbat::gateway
