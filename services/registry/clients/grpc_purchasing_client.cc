#include "services/registry/clients/grpc_purchasing_client.h"

#include "common/base/status_macros.h"
#include "common/rpc/client.h"
#include "mosbat/purchasing/v1/credit_service.grpc.pb.h"

namespace mosbat::registry {

absl::StatusOr<purchasing::v1::Credit> GrpcPurchasingClient::GetCredit(const rpc::CallContext& call,
                                                                       const std::string& name) {
  MOSBAT_ASSIGN_OR_RETURN(const auto channel, channels_.To("purchasing"));
  purchasing::v1::GetCreditRequest request;
  request.set_name(name);
  purchasing::v1::Credit credit;
  purchasing::v1::CreditService::Stub stub(channel);
  const grpc::Status status = stub.GetCredit(rpc::ContextFor(call).get(), request, &credit);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) {
    purchasing::v1::Credit nothing;
    nothing.set_name(name);
    return nothing;
  }
  if (!status.ok()) return rpc::AnswerOf("purchasing", status);
  return credit;
}

}  // namespace mosbat::registry
