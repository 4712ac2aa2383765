#include "services/catalog/clients/grpc_registry_client.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/blocking_counter.h"

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
// An entrustment may name hundreds: fewer questions than would fill registry's queue.
constexpr size_t kCentresAtOnce = 16;

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

// One of several calls that are under way.
struct CentreQuestion {
  std::unique_ptr<grpc::ClientContext> context;
  registry::v1::GetCentreRequest request;
  registry::v1::Centre centre;
  grpc::Status status;
};

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

absl::StatusOr<std::map<std::string, registry::v1::Centre>> GrpcRegistryClient::GetCentres(
    const rpc::CallContext& call, const std::vector<std::string>& names) {
  MOSBAT_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, channels_.To(kRegistry));
  CentreService::Stub stub(channel);
  std::map<std::string, registry::v1::Centre> centres;
  for (size_t begin = 0; begin < names.size(); begin += kCentresAtOnce) {
    const size_t end = std::min(names.size(), begin + kCentresAtOnce);
    std::vector<CentreQuestion> questions(end - begin);
    absl::BlockingCounter open(static_cast<int>(questions.size()));
    for (size_t i = 0; i < questions.size(); ++i) {
      CentreQuestion& question = questions[i];
      question.context = rpc::ContextFor(call);
      question.request.set_name(names[begin + i]);
      stub.async()->GetCentre(question.context.get(), &question.request, &question.centre, [&](grpc::Status status) {
        question.status = std::move(status);
        open.DecrementCount();
      });
    }
    open.Wait();
    for (CentreQuestion& question : questions) {
      const absl::Status answer = rpc::AnswerOf(kRegistry, question.status);
      if (absl::IsNotFound(answer)) continue;
      MOSBAT_RETURN_IF_ERROR(answer);
      centres.emplace(question.request.name(), std::move(question.centre));
    }
  }
  return centres;
}

}  // namespace mosbat::catalog
