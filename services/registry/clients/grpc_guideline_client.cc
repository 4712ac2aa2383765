#include "services/registry/clients/grpc_guideline_client.h"

#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "common/rpc/client.h"
#include "mosbat/guideline/v1/guideline_service.grpc.pb.h"
#include "services/registry/errors.h"

namespace mosbat::registry {

absl::StatusOr<guideline::v1::Directive> GrpcGuidelineClient::ResolveDirective(const rpc::CallContext& call,
                                                                               absl::CivilDay day) {
  MOSBAT_ASSIGN_OR_RETURN(const auto channel, channels_.To("guideline"));
  guideline::v1::ResolveDirectiveRequest request;
  *request.mutable_date() = iran::ToDate(day);
  guideline::v1::Directive directive;
  guideline::v1::GuidelineService::Stub stub(channel);
  const grpc::Status status = stub.ResolveDirective(rpc::ContextFor(call).get(), request, &directive);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return errors::DirectiveNotInForce(day);
  if (!status.ok()) return rpc::AnswerOf("guideline", status);
  return directive;
}

absl::StatusOr<guideline::v1::Directive> GrpcGuidelineClient::GetDirective(const rpc::CallContext& call,
                                                                           const std::string& name) {
  MOSBAT_ASSIGN_OR_RETURN(const auto channel, channels_.To("guideline"));
  guideline::v1::GetDirectiveRequest request;
  request.set_name(name);
  guideline::v1::Directive directive;
  guideline::v1::GuidelineService::Stub stub(channel);
  const grpc::Status status = stub.GetDirective(rpc::ContextFor(call).get(), request, &directive);
  if (!status.ok()) return rpc::AnswerOf("guideline", status);
  return directive;
}

}  // namespace mosbat::registry
