#include "services/catalog/clients/grpc_registry_client.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "common/base/status_macros.h"
#include "common/rpc/client.h"
#include "mosbat/registry/v1/centre_service.grpc.pb.h"
#include "mosbat/registry/v1/division_service.grpc.pb.h"

namespace mosbat::catalog {
namespace {

using registry::v1::CentreService;
using registry::v1::DivisionService;

constexpr char kRegistry[] = "registry";
// More than the country has provinces, or a province counties; the registry gives no more at once.
constexpr int kAllAtOnce = 1000;

template <typename Service, typename Request, typename Response>
absl::StatusOr<Response> Ask(rpc::Channels& channels, const rpc::CallContext& call,
                             grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, Response*),
                             const Request& request) {
  MOSBAT_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, channels.To(kRegistry));
  const std::unique_ptr<grpc::ClientContext> context = rpc::ContextFor(call);
  Service stub(channel);
  Response response;
  MOSBAT_RETURN_IF_ERROR(rpc::AnswerOf(kRegistry, (stub.*method)(context.get(), request, &response)));
  return response;
}

template <typename Divisions>
auto Named(Divisions divisions, const std::string& name) -> absl::StatusOr<typename Divisions::value_type> {
  for (auto& division : divisions) {
    if (division.name() == name) return std::move(division);
  }
  return absl::NotFoundError(name);
}

}  // namespace

absl::StatusOr<registry::v1::Province> GrpcRegistryClient::GetProvince(const rpc::CallContext& call,
                                                                       const std::string& name) {
  registry::v1::ListProvincesRequest request;
  request.set_page_size(kAllAtOnce);
  MOSBAT_ASSIGN_OR_RETURN(auto all, Ask(channels_, call, &DivisionService::Stub::ListProvinces, request));
  return Named(std::move(*all.mutable_provinces()), name);
}

absl::StatusOr<registry::v1::County> GrpcRegistryClient::GetCounty(const rpc::CallContext& call,
                                                                   const std::string& name) {
  registry::v1::ListCountiesRequest request;
  request.set_parent(name.substr(0, name.find("/counties/")));
  request.set_page_size(kAllAtOnce);
  MOSBAT_ASSIGN_OR_RETURN(auto all, Ask(channels_, call, &DivisionService::Stub::ListCounties, request));
  return Named(std::move(*all.mutable_counties()), name);
}

absl::StatusOr<registry::v1::Centre> GrpcRegistryClient::GetCentre(const rpc::CallContext& call,
                                                                   const std::string& name) {
  registry::v1::GetCentreRequest request;
  request.set_name(name);
  return Ask(channels_, call, &CentreService::Stub::GetCentre, request);
}

}  // namespace mosbat::catalog
