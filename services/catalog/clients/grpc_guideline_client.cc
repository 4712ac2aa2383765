#include "services/catalog/clients/grpc_guideline_client.h"

#include <memory>

#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "common/rpc/client.h"
#include "mosbat/guideline/v1/guideline_service.grpc.pb.h"

namespace mosbat::catalog {
namespace {

using guideline::v1::GuidelineService;

constexpr char kGuideline[] = "guideline";

template <typename Request, typename Response>
absl::StatusOr<Response> Ask(rpc::Channels& channels, const rpc::CallContext& call,
                             grpc::Status (GuidelineService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                            Response*),
                             const Request& request) {
  MOSBAT_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, channels.To(kGuideline));
  const std::unique_ptr<grpc::ClientContext> context = rpc::ContextFor(call);
  GuidelineService::Stub stub(channel);
  Response response;
  MOSBAT_RETURN_IF_ERROR(rpc::AnswerOf(kGuideline, (stub.*method)(context.get(), request, &response)));
  return response;
}

}  // namespace

absl::StatusOr<guideline::v1::SubGuideline> GrpcGuidelineClient::GetSubGuideline(const rpc::CallContext& call,
                                                                                 const std::string& name) {
  guideline::v1::GetSubGuidelineRequest request;
  request.set_name(name);
  return Ask(channels_, call, &GuidelineService::Stub::GetSubGuideline, request);
}

absl::StatusOr<guideline::v1::SubGuidelineRevision> GrpcGuidelineClient::GetSubGuidelineRevision(
    const rpc::CallContext& call, const std::string& name) {
  guideline::v1::GetSubGuidelineRevisionRequest request;
  request.set_name(name);
  return Ask(channels_, call, &GuidelineService::Stub::GetSubGuidelineRevision, request);
}

absl::StatusOr<guideline::v1::Directive> GrpcGuidelineClient::ResolveDirective(const rpc::CallContext& call,
                                                                               absl::CivilDay day) {
  guideline::v1::ResolveDirectiveRequest request;
  *request.mutable_date() = iran::ToDate(day);
  return Ask(channels_, call, &GuidelineService::Stub::ResolveDirective, request);
}

}  // namespace mosbat::catalog
