// The gRPC face of the catalog: which handler answers which method.
#pragma once

#include "common/observe/metrics.h"
#include "common/rpc/method.h"
#include "common/rpc/unary_runner.h"
#include "mosbat/catalog/v1/catalog_service.grpc.pb.h"
#include "services/catalog/handlers/check_handlers.h"
#include "services/catalog/handlers/entrustment_handlers.h"
#include "services/catalog/handlers/fact_handlers.h"
#include "services/catalog/handlers/service_type_handlers.h"

namespace mosbat::catalog {

// Thread-safe. What it is given outlives it.
class CatalogRpc final : public v1::CatalogService::CallbackService {
 public:
  CatalogRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, const ServiceTypeHandlers& service_types,
             const FactHandlers& facts, const EntrustmentHandlers& entrustments, const CheckHandlers& checks)
      : runner_(runner),
        methods_(v1::CatalogService::service_full_name(), metrics),
        service_types_(service_types),
        facts_(facts),
        entrustments_(entrustments),
        checks_(checks) {}

  grpc::ServerUnaryReactor* RegisterServiceType(grpc::CallbackServerContext* context,
                                                const v1::RegisterServiceTypeRequest* request,
                                                v1::ServiceType* response) override;
  grpc::ServerUnaryReactor* GetServiceType(grpc::CallbackServerContext* context,
                                           const v1::GetServiceTypeRequest* request,
                                           v1::ServiceType* response) override;
  grpc::ServerUnaryReactor* ListServiceTypes(grpc::CallbackServerContext* context,
                                             const v1::ListServiceTypesRequest* request,
                                             v1::ListServiceTypesResponse* response) override;
  grpc::ServerUnaryReactor* UpdateServiceType(grpc::CallbackServerContext* context,
                                              const v1::UpdateServiceTypeRequest* request,
                                              v1::ServiceType* response) override;
  grpc::ServerUnaryReactor* ActivateServiceType(grpc::CallbackServerContext* context,
                                                const v1::ActivateServiceTypeRequest* request,
                                                v1::ServiceType* response) override;
  grpc::ServerUnaryReactor* SuspendServiceType(grpc::CallbackServerContext* context,
                                               const v1::SuspendServiceTypeRequest* request,
                                               v1::ServiceType* response) override;
  grpc::ServerUnaryReactor* RetireServiceType(grpc::CallbackServerContext* context,
                                              const v1::RetireServiceTypeRequest* request,
                                              v1::ServiceType* response) override;
  grpc::ServerUnaryReactor* RollbackServiceType(grpc::CallbackServerContext* context,
                                                const v1::RollbackServiceTypeRequest* request,
                                                v1::ServiceType* response) override;
  grpc::ServerUnaryReactor* CheckServiceType(grpc::CallbackServerContext* context,
                                             const v1::CheckServiceTypeRequest* request,
                                             v1::CheckServiceTypeResponse* response) override;
  grpc::ServerUnaryReactor* CheckEligibility(grpc::CallbackServerContext* context,
                                             const v1::CheckEligibilityRequest* request,
                                             common::v1::Decision* response) override;
  grpc::ServerUnaryReactor* GetServiceTypeRevision(grpc::CallbackServerContext* context,
                                                   const v1::GetServiceTypeRevisionRequest* request,
                                                   v1::ServiceTypeRevision* response) override;
  grpc::ServerUnaryReactor* ListServiceTypeRevisions(grpc::CallbackServerContext* context,
                                                     const v1::ListServiceTypeRevisionsRequest* request,
                                                     v1::ListServiceTypeRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* ListFacts(grpc::CallbackServerContext* context, const v1::ListFactsRequest* request,
                                      v1::ListFactsResponse* response) override;
  grpc::ServerUnaryReactor* ProposeEntrustment(grpc::CallbackServerContext* context,
                                               const v1::ProposeEntrustmentRequest* request,
                                               v1::Entrustment* response) override;
  grpc::ServerUnaryReactor* ActivateEntrustment(grpc::CallbackServerContext* context,
                                                const v1::ActivateEntrustmentRequest* request,
                                                v1::Entrustment* response) override;
  grpc::ServerUnaryReactor* SuspendEntrustment(grpc::CallbackServerContext* context,
                                               const v1::SuspendEntrustmentRequest* request,
                                               v1::Entrustment* response) override;
  grpc::ServerUnaryReactor* EndEntrustment(grpc::CallbackServerContext* context,
                                           const v1::EndEntrustmentRequest* request,
                                           v1::Entrustment* response) override;
  grpc::ServerUnaryReactor* GetEntrustment(grpc::CallbackServerContext* context,
                                           const v1::GetEntrustmentRequest* request,
                                           v1::Entrustment* response) override;
  grpc::ServerUnaryReactor* ListEntrustments(grpc::CallbackServerContext* context,
                                             const v1::ListEntrustmentsRequest* request,
                                             v1::ListEntrustmentsResponse* response) override;

 private:
  rpc::UnaryRunner& runner_;
  const rpc::MethodTable methods_;
  const ServiceTypeHandlers& service_types_;
  const FactHandlers& facts_;
  const EntrustmentHandlers& entrustments_;
  const CheckHandlers& checks_;
};

}  // namespace mosbat::catalog
