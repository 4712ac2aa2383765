// GetServiceType at the catalog service against a bare callback server whose method answers with the same bytes.
#include <memory>
#include <string>
#include <utility>

#include "tests/load/catalog_client.h"
#include "tests/load/catalog_servers.h"

namespace mosbat::load {
namespace {

using catalog::v1::CatalogService;
using catalog::v1::GetServiceTypeRequest;
using catalog::v1::ServiceType;

constexpr char kName[] = "serviceTypes/vision-screening";

GetServiceTypeRequest Request() {
  GetServiceTypeRequest request;
  request.set_name(kName);
  return request;
}

class BareServer final : public CatalogService::CallbackService {
 public:
  explicit BareServer(ServiceType type) : type_(std::move(type)) {}

  grpc::ServerUnaryReactor* GetServiceType(grpc::CallbackServerContext* context, const GetServiceTypeRequest*,
                                           ServiceType* response) override {
    *response = type_;
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const ServiceType type_;
};

std::unique_ptr<grpc::Service> NewBareServer(CatalogService::Stub& service, const std::string& authorization) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", authorization);
  ServiceType type;
  const grpc::Status status = service.GetServiceType(&context, Request(), &type);
  if (!status.ok()) Fail(status.error_message());
  return std::make_unique<BareServer>(std::move(type));
}

int Main(int argc, char** argv) {
  CatalogOptions options;
  CLI::App app("Measures GetServiceType at the catalog service against a bare gRPC call.");
  AddFlags(app, options);
  CLI11_PARSE(app, argc, argv);
  const CatalogServers servers({ExampleType(kName)}, NewBareServer);
  const auto client = [&](const std::string& address) {
    using Client = CatalogClient<GetServiceTypeRequest, ServiceType>;
    return Client(address, servers.authorization(), &Client::Async::GetServiceType, {Request()}, options);
  };
  MeasureCatalog("GetServiceType", client(servers.service()), client(servers.bare()), 0.7, options);
  return 0;
}

}  // namespace
}  // namespace mosbat::load

int main(int argc, char** argv) { return mosbat::load::Main(argc, argv); }
