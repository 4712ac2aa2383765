// ListServiceTypes, 1,000 types in pages of 100, at the catalog service against a bare callback server whose method
// answers with the same bytes. A call is one page; the pages are asked for in turn.
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "tests/load/catalog_client.h"
#include "tests/load/catalog_servers.h"

namespace mosbat::load {
namespace {

using catalog::v1::CatalogService;
using catalog::v1::ListServiceTypesRequest;
using catalog::v1::ListServiceTypesResponse;

constexpr int kTypes = 1'000;
constexpr int kPage = 100;

using Pages = std::map<std::string, ListServiceTypesResponse>;  // by their tokens, the first by ""

ListServiceTypesRequest RequestOf(const std::string& token) {
  ListServiceTypesRequest request;
  request.set_page_size(kPage);
  request.set_page_token(token);
  return request;
}

Pages ReadPages(CatalogService::Stub& service, const std::string& authorization) {
  Pages pages;
  std::string token;
  do {
    grpc::ClientContext context;
    context.AddMetadata("authorization", authorization);
    ListServiceTypesResponse& page = pages[token];
    const grpc::Status status = service.ListServiceTypes(&context, RequestOf(token), &page);
    if (!status.ok()) Fail(status.error_message());
    token = page.next_page_token();
  } while (!token.empty());
  if (pages.size() != kTypes / kPage) Fail("these are other pages");
  return pages;
}

class BareServer final : public CatalogService::CallbackService {
 public:
  explicit BareServer(Pages pages) : pages_(std::move(pages)) {}

  grpc::ServerUnaryReactor* ListServiceTypes(grpc::CallbackServerContext* context,
                                             const ListServiceTypesRequest* request,
                                             ListServiceTypesResponse* response) override {
    *response = pages_.at(request->page_token());
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const Pages pages_;
};

std::unique_ptr<grpc::Service> NewBareServer(CatalogService::Stub& service, const std::string& authorization) {
  return std::make_unique<BareServer>(ReadPages(service, authorization));
}

int Main(int argc, char** argv) {
  CatalogOptions options;
  CLI::App app("Measures ListServiceTypes at the catalog service against a bare gRPC call.");
  AddFlags(app, options);
  CLI11_PARSE(app, argc, argv);
  std::vector<catalog::v1::ServiceType> types;
  for (int i = 0; i < kTypes; ++i) types.push_back(ExampleType(absl::StrCat("serviceTypes/type-", i)));
  const CatalogServers servers(types, NewBareServer);

  const auto stub = CatalogService::NewStub(grpc::CreateChannel(servers.service(), grpc::InsecureChannelCredentials()));
  std::vector<ListServiceTypesRequest> requests;
  for (const auto& [token, page] : ReadPages(*stub, servers.authorization())) requests.push_back(RequestOf(token));
  const auto client = [&](const std::string& address) {
    using Client = CatalogClient<ListServiceTypesRequest, ListServiceTypesResponse>;
    return Client(address, servers.authorization(), &Client::Async::ListServiceTypes, requests, options);
  };
  MeasureCatalog("ListServiceTypes", client(servers.service()), client(servers.bare()), 0, options);
  return 0;
}

}  // namespace
}  // namespace mosbat::load

int main(int argc, char** argv) { return mosbat::load::Main(argc, argv); }
