#include "services/catalog/catalog_rpc.h"

#include <functional>

namespace mosbat::catalog {

grpc::ServerUnaryReactor* CatalogRpc::RegisterServiceType(grpc::CallbackServerContext* context,
                                                          const v1::RegisterServiceTypeRequest* request,
                                                          v1::ServiceType* response) {
  return runner_.Run(*context, methods_.Get("RegisterServiceType"), *request, *response,
                     std::bind_front(&ServiceTypeHandlers::GatherRegister, &service_types_),
                     std::bind_front(&ServiceTypeHandlers::Register, &service_types_));
}

grpc::ServerUnaryReactor* CatalogRpc::GetServiceType(grpc::CallbackServerContext* context,
                                                     const v1::GetServiceTypeRequest* request,
                                                     v1::ServiceType* response) {
  return runner_.RunFromMemory(*context, methods_.Get("GetServiceType"), *request, *response,
                               std::bind_front(&ServiceTypeHandlers::GetFromMemory, &service_types_),
                               std::bind_front(&ServiceTypeHandlers::Get, &service_types_));
}

grpc::ServerUnaryReactor* CatalogRpc::ListServiceTypes(grpc::CallbackServerContext* context,
                                                       const v1::ListServiceTypesRequest* request,
                                                       v1::ListServiceTypesResponse* response) {
  return runner_.RunFromMemory(*context, methods_.Get("ListServiceTypes"), *request, *response,
                               std::bind_front(&ServiceTypeHandlers::ListFromMemory, &service_types_),
                               std::bind_front(&ServiceTypeHandlers::List, &service_types_));
}

grpc::ServerUnaryReactor* CatalogRpc::UpdateServiceType(grpc::CallbackServerContext* context,
                                                        const v1::UpdateServiceTypeRequest* request,
                                                        v1::ServiceType* response) {
  return runner_.Run(*context, methods_.Get("UpdateServiceType"), *request, *response,
                     std::bind_front(&ServiceTypeHandlers::GatherUpdate, &service_types_),
                     std::bind_front(&ServiceTypeHandlers::Update, &service_types_));
}

grpc::ServerUnaryReactor* CatalogRpc::ActivateServiceType(grpc::CallbackServerContext* context,
                                                          const v1::ActivateServiceTypeRequest* request,
                                                          v1::ServiceType* response) {
  return runner_.Run(*context, methods_.Get("ActivateServiceType"), *request, *response,
                     std::bind_front(&ServiceTypeHandlers::GatherActivate, &service_types_),
                     std::bind_front(&ServiceTypeHandlers::Activate, &service_types_));
}

grpc::ServerUnaryReactor* CatalogRpc::SuspendServiceType(grpc::CallbackServerContext* context,
                                                         const v1::SuspendServiceTypeRequest* request,
                                                         v1::ServiceType* response) {
  return runner_.Run(*context, methods_.Get("SuspendServiceType"), *request, *response,
                     std::bind_front(&ServiceTypeHandlers::Suspend, &service_types_));
}

grpc::ServerUnaryReactor* CatalogRpc::RetireServiceType(grpc::CallbackServerContext* context,
                                                        const v1::RetireServiceTypeRequest* request,
                                                        v1::ServiceType* response) {
  return runner_.Run(*context, methods_.Get("RetireServiceType"), *request, *response,
                     std::bind_front(&ServiceTypeHandlers::Retire, &service_types_));
}

grpc::ServerUnaryReactor* CatalogRpc::RollbackServiceType(grpc::CallbackServerContext* context,
                                                          const v1::RollbackServiceTypeRequest* request,
                                                          v1::ServiceType* response) {
  return runner_.Run(*context, methods_.Get("RollbackServiceType"), *request, *response,
                     std::bind_front(&ServiceTypeHandlers::GatherRollback, &service_types_),
                     std::bind_front(&ServiceTypeHandlers::Rollback, &service_types_));
}

grpc::ServerUnaryReactor* CatalogRpc::CheckServiceType(grpc::CallbackServerContext* context,
                                                       const v1::CheckServiceTypeRequest* request,
                                                       v1::CheckServiceTypeResponse* response) {
  return runner_.Run(*context, methods_.Get("CheckServiceType"), *request, *response,
                     std::bind_front(&CheckHandlers::GatherCheck, &checks_),
                     std::bind_front(&CheckHandlers::Check, &checks_));
}

grpc::ServerUnaryReactor* CatalogRpc::CheckEligibility(grpc::CallbackServerContext* context,
                                                       const v1::CheckEligibilityRequest* request,
                                                       common::v1::Decision* response) {
  return runner_.Run(*context, methods_.Get("CheckEligibility"), *request, *response,
                     std::bind_front(&CheckHandlers::GatherEligibility, &checks_),
                     std::bind_front(&CheckHandlers::CheckEligibility, &checks_));
}

grpc::ServerUnaryReactor* CatalogRpc::GetServiceTypeRevision(grpc::CallbackServerContext* context,
                                                             const v1::GetServiceTypeRevisionRequest* request,
                                                             v1::ServiceTypeRevision* response) {
  return runner_.Run(*context, methods_.Get("GetServiceTypeRevision"), *request, *response,
                     std::bind_front(&ServiceTypeHandlers::GetRevision, &service_types_));
}

grpc::ServerUnaryReactor* CatalogRpc::ListServiceTypeRevisions(grpc::CallbackServerContext* context,
                                                               const v1::ListServiceTypeRevisionsRequest* request,
                                                               v1::ListServiceTypeRevisionsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListServiceTypeRevisions"), *request, *response,
                     std::bind_front(&ServiceTypeHandlers::ListRevisions, &service_types_));
}

grpc::ServerUnaryReactor* CatalogRpc::ListFacts(grpc::CallbackServerContext* context,
                                                const v1::ListFactsRequest* request, v1::ListFactsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListFacts"), *request, *response,
                     std::bind_front(&FactHandlers::List, &facts_));
}

grpc::ServerUnaryReactor* CatalogRpc::ProposeEntrustment(grpc::CallbackServerContext* context,
                                                         const v1::ProposeEntrustmentRequest* request,
                                                         v1::Entrustment* response) {
  return runner_.Run(*context, methods_.Get("ProposeEntrustment"), *request, *response,
                     std::bind_front(&EntrustmentHandlers::GatherPropose, &entrustments_),
                     std::bind_front(&EntrustmentHandlers::Propose, &entrustments_));
}

grpc::ServerUnaryReactor* CatalogRpc::ActivateEntrustment(grpc::CallbackServerContext* context,
                                                          const v1::ActivateEntrustmentRequest* request,
                                                          v1::Entrustment* response) {
  return runner_.Run(*context, methods_.Get("ActivateEntrustment"), *request, *response,
                     std::bind_front(&EntrustmentHandlers::Activate, &entrustments_));
}

grpc::ServerUnaryReactor* CatalogRpc::SuspendEntrustment(grpc::CallbackServerContext* context,
                                                         const v1::SuspendEntrustmentRequest* request,
                                                         v1::Entrustment* response) {
  return runner_.Run(*context, methods_.Get("SuspendEntrustment"), *request, *response,
                     std::bind_front(&EntrustmentHandlers::Suspend, &entrustments_));
}

grpc::ServerUnaryReactor* CatalogRpc::EndEntrustment(grpc::CallbackServerContext* context,
                                                     const v1::EndEntrustmentRequest* request,
                                                     v1::Entrustment* response) {
  return runner_.Run(*context, methods_.Get("EndEntrustment"), *request, *response,
                     std::bind_front(&EntrustmentHandlers::End, &entrustments_));
}

grpc::ServerUnaryReactor* CatalogRpc::GetEntrustment(grpc::CallbackServerContext* context,
                                                     const v1::GetEntrustmentRequest* request,
                                                     v1::Entrustment* response) {
  return runner_.Run(*context, methods_.Get("GetEntrustment"), *request, *response,
                     std::bind_front(&EntrustmentHandlers::Get, &entrustments_));
}

grpc::ServerUnaryReactor* CatalogRpc::ListEntrustments(grpc::CallbackServerContext* context,
                                                       const v1::ListEntrustmentsRequest* request,
                                                       v1::ListEntrustmentsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListEntrustments"), *request, *response,
                     std::bind_front(&EntrustmentHandlers::List, &entrustments_));
}

}  // namespace mosbat::catalog
