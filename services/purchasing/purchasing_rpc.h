// The gRPC face of purchasing: which handler answers which method.
#pragma once

#include "common/observe/metrics.h"
#include "common/rpc/method.h"
#include "common/rpc/unary_runner.h"
#include "mosbat/purchasing/v1/credit_service.grpc.pb.h"
#include "mosbat/purchasing/v1/settlement_service.grpc.pb.h"
#include "mosbat/purchasing/v1/tariff_service.grpc.pb.h"
#include "services/purchasing/handlers/claim_handlers.h"
#include "services/purchasing/handlers/credit_handlers.h"
#include "services/purchasing/handlers/payment_batch_handlers.h"
#include "services/purchasing/handlers/statement_handlers.h"
#include "services/purchasing/handlers/tariff_handlers.h"

namespace mosbat::purchasing {

// Thread-safe. What it is given outlives it.
class TariffRpc final : public v1::TariffService::CallbackService {
 public:
  TariffRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, const TariffHandlers& tariffs)
      : runner_(runner), methods_(v1::TariffService::service_full_name(), metrics), tariffs_(tariffs) {}

  grpc::ServerUnaryReactor* CreateTariff(grpc::CallbackServerContext* context, const v1::CreateTariffRequest* request,
                                         v1::Tariff* response) override;
  grpc::ServerUnaryReactor* GetTariff(grpc::CallbackServerContext* context, const v1::GetTariffRequest* request,
                                      v1::Tariff* response) override;
  grpc::ServerUnaryReactor* ListTariffs(grpc::CallbackServerContext* context, const v1::ListTariffsRequest* request,
                                        v1::ListTariffsResponse* response) override;
  grpc::ServerUnaryReactor* ResolveTariff(grpc::CallbackServerContext* context, const v1::ResolveTariffRequest* request,
                                          v1::Tariff* response) override;

 private:
  rpc::UnaryRunner& runner_;
  const rpc::MethodTable methods_;
  const TariffHandlers& tariffs_;
};

// Thread-safe. What it is given outlives it.
class CreditRpc final : public v1::CreditService::CallbackService {
 public:
  CreditRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, const CreditHandlers& credits)
      : runner_(runner), methods_(v1::CreditService::service_full_name(), metrics), credits_(credits) {}

  grpc::ServerUnaryReactor* AllocateCredit(grpc::CallbackServerContext* context,
                                           const v1::AllocateCreditRequest* request, v1::Credit* response) override;
  grpc::ServerUnaryReactor* AdjustCredit(grpc::CallbackServerContext* context, const v1::AdjustCreditRequest* request,
                                         v1::Credit* response) override;
  grpc::ServerUnaryReactor* GetCredit(grpc::CallbackServerContext* context, const v1::GetCreditRequest* request,
                                      v1::Credit* response) override;
  grpc::ServerUnaryReactor* ListCredits(grpc::CallbackServerContext* context, const v1::ListCreditsRequest* request,
                                        v1::ListCreditsResponse* response) override;
  grpc::ServerUnaryReactor* ReserveCommitment(grpc::CallbackServerContext* context,
                                              const v1::ReserveCommitmentRequest* request,
                                              v1::Commitment* response) override;
  grpc::ServerUnaryReactor* ReleaseCommitment(grpc::CallbackServerContext* context,
                                              const v1::ReleaseCommitmentRequest* request,
                                              v1::Commitment* response) override;

 private:
  rpc::UnaryRunner& runner_;
  const rpc::MethodTable methods_;
  const CreditHandlers& credits_;
};

// Thread-safe. What it is given outlives it.
class SettlementRpc final : public v1::SettlementService::CallbackService {
 public:
  SettlementRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, const ClaimHandlers& claims,
                const StatementHandlers& statements, const PaymentBatchHandlers& payment_batches)
      : runner_(runner),
        methods_(v1::SettlementService::service_full_name(), metrics),
        claims_(claims),
        statements_(statements),
        payment_batches_(payment_batches) {}

  grpc::ServerUnaryReactor* GetClaim(grpc::CallbackServerContext* context, const v1::GetClaimRequest* request,
                                     v1::Claim* response) override;
  grpc::ServerUnaryReactor* ListClaims(grpc::CallbackServerContext* context, const v1::ListClaimsRequest* request,
                                       v1::ListClaimsResponse* response) override;
  grpc::ServerUnaryReactor* ReviewClaim(grpc::CallbackServerContext* context, const v1::ReviewClaimRequest* request,
                                        v1::Claim* response) override;
  grpc::ServerUnaryReactor* ObjectClaim(grpc::CallbackServerContext* context, const v1::ObjectClaimRequest* request,
                                        v1::Claim* response) override;
  grpc::ServerUnaryReactor* ApproveClaims(grpc::CallbackServerContext* context, const v1::ApproveClaimsRequest* request,
                                          v1::ApproveClaimsResponse* response) override;
  grpc::ServerUnaryReactor* PrepareStatement(grpc::CallbackServerContext* context,
                                             const v1::PrepareStatementRequest* request,
                                             v1::Statement* response) override;
  grpc::ServerUnaryReactor* ApproveStatement(grpc::CallbackServerContext* context,
                                             const v1::ApproveStatementRequest* request,
                                             v1::Statement* response) override;
  grpc::ServerUnaryReactor* GetStatement(grpc::CallbackServerContext* context, const v1::GetStatementRequest* request,
                                         v1::Statement* response) override;
  grpc::ServerUnaryReactor* ListStatements(grpc::CallbackServerContext* context,
                                           const v1::ListStatementsRequest* request,
                                           v1::ListStatementsResponse* response) override;
  grpc::ServerUnaryReactor* CreatePaymentBatch(grpc::CallbackServerContext* context,
                                               const v1::CreatePaymentBatchRequest* request,
                                               v1::PaymentBatch* response) override;
  grpc::ServerUnaryReactor* ApprovePaymentBatch(grpc::CallbackServerContext* context,
                                                const v1::ApprovePaymentBatchRequest* request,
                                                v1::PaymentBatch* response) override;
  grpc::ServerUnaryReactor* ConfirmPaymentBatch(grpc::CallbackServerContext* context,
                                                const v1::ConfirmPaymentBatchRequest* request,
                                                v1::PaymentBatch* response) override;
  grpc::ServerUnaryReactor* GetPaymentBatch(grpc::CallbackServerContext* context,
                                            const v1::GetPaymentBatchRequest* request,
                                            v1::PaymentBatch* response) override;
  grpc::ServerUnaryReactor* ListPaymentBatches(grpc::CallbackServerContext* context,
                                               const v1::ListPaymentBatchesRequest* request,
                                               v1::ListPaymentBatchesResponse* response) override;
  grpc::ServerUnaryReactor* TracePayment(grpc::CallbackServerContext* context, const v1::TracePaymentRequest* request,
                                         v1::TracePaymentResponse* response) override;

 private:
  rpc::UnaryRunner& runner_;
  const rpc::MethodTable methods_;
  const ClaimHandlers& claims_;
  const StatementHandlers& statements_;
  const PaymentBatchHandlers& payment_batches_;
};

}  // namespace mosbat::purchasing
