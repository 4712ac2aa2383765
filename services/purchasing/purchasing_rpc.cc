#include "services/purchasing/purchasing_rpc.h"

#include <functional>

namespace mosbat::purchasing {

grpc::ServerUnaryReactor* TariffRpc::CreateTariff(grpc::CallbackServerContext* context,
                                                  const v1::CreateTariffRequest* request, v1::Tariff* response) {
  return runner_.Run(*context, methods_.Get("CreateTariff"), *request, *response,
                     std::bind_front(&TariffHandlers::Create, &tariffs_));
}

grpc::ServerUnaryReactor* TariffRpc::GetTariff(grpc::CallbackServerContext* context,
                                               const v1::GetTariffRequest* request, v1::Tariff* response) {
  return runner_.Run(*context, methods_.Get("GetTariff"), *request, *response,
                     std::bind_front(&TariffHandlers::Get, &tariffs_));
}

grpc::ServerUnaryReactor* TariffRpc::ListTariffs(grpc::CallbackServerContext* context,
                                                 const v1::ListTariffsRequest* request,
                                                 v1::ListTariffsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListTariffs"), *request, *response,
                     std::bind_front(&TariffHandlers::List, &tariffs_));
}

grpc::ServerUnaryReactor* TariffRpc::ResolveTariff(grpc::CallbackServerContext* context,
                                                   const v1::ResolveTariffRequest* request, v1::Tariff* response) {
  return runner_.Run(*context, methods_.Get("ResolveTariff"), *request, *response,
                     std::bind_front(&TariffHandlers::Resolve, &tariffs_));
}

grpc::ServerUnaryReactor* CreditRpc::AllocateCredit(grpc::CallbackServerContext* context,
                                                    const v1::AllocateCreditRequest* request, v1::Credit* response) {
  return runner_.Run(*context, methods_.Get("AllocateCredit"), *request, *response,
                     std::bind_front(&CreditHandlers::Allocate, &credits_));
}

grpc::ServerUnaryReactor* CreditRpc::AdjustCredit(grpc::CallbackServerContext* context,
                                                  const v1::AdjustCreditRequest* request, v1::Credit* response) {
  return runner_.Run(*context, methods_.Get("AdjustCredit"), *request, *response,
                     std::bind_front(&CreditHandlers::Adjust, &credits_));
}

grpc::ServerUnaryReactor* CreditRpc::GetCredit(grpc::CallbackServerContext* context,
                                               const v1::GetCreditRequest* request, v1::Credit* response) {
  return runner_.Run(*context, methods_.Get("GetCredit"), *request, *response,
                     std::bind_front(&CreditHandlers::Get, &credits_));
}

grpc::ServerUnaryReactor* CreditRpc::ListCredits(grpc::CallbackServerContext* context,
                                                 const v1::ListCreditsRequest* request,
                                                 v1::ListCreditsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListCredits"), *request, *response,
                     std::bind_front(&CreditHandlers::List, &credits_));
}

grpc::ServerUnaryReactor* CreditRpc::ReserveCommitment(grpc::CallbackServerContext* context,
                                                       const v1::ReserveCommitmentRequest* request,
                                                       v1::Commitment* response) {
  return runner_.Run(*context, methods_.Get("ReserveCommitment"), *request, *response,
                     std::bind_front(&CreditHandlers::Reserve, &credits_));
}

grpc::ServerUnaryReactor* CreditRpc::ReleaseCommitment(grpc::CallbackServerContext* context,
                                                       const v1::ReleaseCommitmentRequest* request,
                                                       v1::Commitment* response) {
  return runner_.Run(*context, methods_.Get("ReleaseCommitment"), *request, *response,
                     std::bind_front(&CreditHandlers::Release, &credits_));
}

grpc::ServerUnaryReactor* SettlementRpc::GetClaim(grpc::CallbackServerContext* context,
                                                  const v1::GetClaimRequest* request, v1::Claim* response) {
  return runner_.Run(*context, methods_.Get("GetClaim"), *request, *response,
                     std::bind_front(&ClaimHandlers::Get, &claims_));
}

grpc::ServerUnaryReactor* SettlementRpc::ListClaims(grpc::CallbackServerContext* context,
                                                    const v1::ListClaimsRequest* request,
                                                    v1::ListClaimsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListClaims"), *request, *response,
                     std::bind_front(&ClaimHandlers::List, &claims_));
}

grpc::ServerUnaryReactor* SettlementRpc::ReviewClaim(grpc::CallbackServerContext* context,
                                                     const v1::ReviewClaimRequest* request, v1::Claim* response) {
  return runner_.Run(*context, methods_.Get("ReviewClaim"), *request, *response,
                     std::bind_front(&ClaimHandlers::Review, &claims_));
}

grpc::ServerUnaryReactor* SettlementRpc::ObjectClaim(grpc::CallbackServerContext* context,
                                                     const v1::ObjectClaimRequest* request, v1::Claim* response) {
  return runner_.Run(*context, methods_.Get("ObjectClaim"), *request, *response,
                     std::bind_front(&ClaimHandlers::Object, &claims_));
}

grpc::ServerUnaryReactor* SettlementRpc::ApproveClaims(grpc::CallbackServerContext* context,
                                                       const v1::ApproveClaimsRequest* request,
                                                       v1::ApproveClaimsResponse* response) {
  return runner_.Run(*context, methods_.Get("ApproveClaims"), *request, *response,
                     std::bind_front(&ClaimHandlers::Approve, &claims_));
}

grpc::ServerUnaryReactor* SettlementRpc::PrepareStatement(grpc::CallbackServerContext* context,
                                                          const v1::PrepareStatementRequest* request,
                                                          v1::Statement* response) {
  return runner_.Run(*context, methods_.Get("PrepareStatement"), *request, *response,
                     std::bind_front(&StatementHandlers::Prepare, &statements_));
}

grpc::ServerUnaryReactor* SettlementRpc::ApproveStatement(grpc::CallbackServerContext* context,
                                                          const v1::ApproveStatementRequest* request,
                                                          v1::Statement* response) {
  return runner_.Run(*context, methods_.Get("ApproveStatement"), *request, *response,
                     std::bind_front(&StatementHandlers::Approve, &statements_));
}

grpc::ServerUnaryReactor* SettlementRpc::GetStatement(grpc::CallbackServerContext* context,
                                                      const v1::GetStatementRequest* request, v1::Statement* response) {
  return runner_.Run(*context, methods_.Get("GetStatement"), *request, *response,
                     std::bind_front(&StatementHandlers::Get, &statements_));
}

grpc::ServerUnaryReactor* SettlementRpc::ListStatements(grpc::CallbackServerContext* context,
                                                        const v1::ListStatementsRequest* request,
                                                        v1::ListStatementsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListStatements"), *request, *response,
                     std::bind_front(&StatementHandlers::List, &statements_));
}

grpc::ServerUnaryReactor* SettlementRpc::CreatePaymentBatch(grpc::CallbackServerContext* context,
                                                            const v1::CreatePaymentBatchRequest* request,
                                                            v1::PaymentBatch* response) {
  return runner_.Run(*context, methods_.Get("CreatePaymentBatch"), *request, *response,
                     std::bind_front(&PaymentBatchHandlers::Create, &payment_batches_));
}

grpc::ServerUnaryReactor* SettlementRpc::ApprovePaymentBatch(grpc::CallbackServerContext* context,
                                                             const v1::ApprovePaymentBatchRequest* request,
                                                             v1::PaymentBatch* response) {
  return runner_.Run(*context, methods_.Get("ApprovePaymentBatch"), *request, *response,
                     std::bind_front(&PaymentBatchHandlers::Approve, &payment_batches_));
}

grpc::ServerUnaryReactor* SettlementRpc::ConfirmPaymentBatch(grpc::CallbackServerContext* context,
                                                             const v1::ConfirmPaymentBatchRequest* request,
                                                             v1::PaymentBatch* response) {
  return runner_.Run(*context, methods_.Get("ConfirmPaymentBatch"), *request, *response,
                     std::bind_front(&PaymentBatchHandlers::Confirm, &payment_batches_));
}

grpc::ServerUnaryReactor* SettlementRpc::GetPaymentBatch(grpc::CallbackServerContext* context,
                                                         const v1::GetPaymentBatchRequest* request,
                                                         v1::PaymentBatch* response) {
  return runner_.Run(*context, methods_.Get("GetPaymentBatch"), *request, *response,
                     std::bind_front(&PaymentBatchHandlers::Get, &payment_batches_));
}

grpc::ServerUnaryReactor* SettlementRpc::ListPaymentBatches(grpc::CallbackServerContext* context,
                                                            const v1::ListPaymentBatchesRequest* request,
                                                            v1::ListPaymentBatchesResponse* response) {
  return runner_.Run(*context, methods_.Get("ListPaymentBatches"), *request, *response,
                     std::bind_front(&PaymentBatchHandlers::List, &payment_batches_));
}

grpc::ServerUnaryReactor* SettlementRpc::TracePayment(grpc::CallbackServerContext* context,
                                                      const v1::TracePaymentRequest* request,
                                                      v1::TracePaymentResponse* response) {
  return runner_.Run(*context, methods_.Get("TracePayment"), *request, *response,
                     std::bind_front(&PaymentBatchHandlers::Trace, &payment_batches_));
}

}  // namespace mosbat::purchasing
