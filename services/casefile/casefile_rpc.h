// The gRPC face of the case file service: which handler answers which method.
#pragma once

#include "common/observe/metrics.h"
#include "common/rpc/method.h"
#include "common/rpc/unary_runner.h"
#include "mosbat/casefile/v1/care_service.grpc.pb.h"
#include "mosbat/casefile/v1/case_file_service.grpc.pb.h"
#include "services/casefile/handlers/case_file_handlers.h"
#include "services/casefile/handlers/decision_handlers.h"
#include "services/casefile/handlers/delivery_handlers.h"
#include "services/casefile/handlers/preview_handlers.h"
#include "services/casefile/handlers/readiness_handlers.h"
#include "services/casefile/handlers/service_request_handlers.h"

namespace mosbat::casefile {

// Thread-safe. What it is given outlives it.
class CaseFileRpc final : public v1::CaseFileService::CallbackService {
 public:
  CaseFileRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, const CaseFileHandlers& case_files)
      : runner_(runner), methods_(v1::CaseFileService::service_full_name(), metrics), case_files_(case_files) {}

  grpc::ServerUnaryReactor* OpenCaseFile(grpc::CallbackServerContext* context, const v1::OpenCaseFileRequest* request,
                                         v1::CaseFile* response) override;
  grpc::ServerUnaryReactor* GetCaseFile(grpc::CallbackServerContext* context, const v1::GetCaseFileRequest* request,
                                        v1::CaseFile* response) override;
  grpc::ServerUnaryReactor* ListCaseFiles(grpc::CallbackServerContext* context, const v1::ListCaseFilesRequest* request,
                                          v1::ListCaseFilesResponse* response) override;
  grpc::ServerUnaryReactor* SearchCaseFiles(grpc::CallbackServerContext* context,
                                            const v1::SearchCaseFilesRequest* request,
                                            v1::SearchCaseFilesResponse* response) override;
  grpc::ServerUnaryReactor* AssignCaseFile(grpc::CallbackServerContext* context,
                                           const v1::AssignCaseFileRequest* request, v1::CaseFile* response) override;
  grpc::ServerUnaryReactor* CloseCaseFile(grpc::CallbackServerContext* context, const v1::CloseCaseFileRequest* request,
                                          v1::CaseFile* response) override;
  grpc::ServerUnaryReactor* ReopenCaseFile(grpc::CallbackServerContext* context,
                                           const v1::ReopenCaseFileRequest* request, v1::CaseFile* response) override;
  grpc::ServerUnaryReactor* AddMember(grpc::CallbackServerContext* context, const v1::AddMemberRequest* request,
                                      v1::Member* response) override;
  grpc::ServerUnaryReactor* CountCaseFiles(grpc::CallbackServerContext* context,
                                           const v1::CountCaseFilesRequest* request,
                                           v1::CountCaseFilesResponse* response) override;
  grpc::ServerUnaryReactor* ListWaitlist(grpc::CallbackServerContext* context, const v1::ListWaitlistRequest* request,
                                         v1::ListWaitlistResponse* response) override;

 private:
  rpc::UnaryRunner& runner_;
  const rpc::MethodTable methods_;
  const CaseFileHandlers& case_files_;
};

// Thread-safe. What it is given outlives it.
class CareRpc final : public v1::CareService::CallbackService {
 public:
  CareRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, const ServiceRequestHandlers& service_requests,
          const DecisionHandlers& decisions, const PreviewHandlers& previews, const ReadinessHandlers& readiness,
          const DeliveryHandlers& deliveries)
      : runner_(runner),
        methods_(v1::CareService::service_full_name(), metrics),
        service_requests_(service_requests),
        decisions_(decisions),
        previews_(previews),
        readiness_(readiness),
        deliveries_(deliveries) {}

  grpc::ServerUnaryReactor* RequestService(grpc::CallbackServerContext* context,
                                           const v1::RequestServiceRequest* request,
                                           v1::ServiceRequest* response) override;
  grpc::ServerUnaryReactor* GetServiceRequest(grpc::CallbackServerContext* context,
                                              const v1::GetServiceRequestRequest* request,
                                              v1::ServiceRequest* response) override;
  grpc::ServerUnaryReactor* ListServiceRequests(grpc::CallbackServerContext* context,
                                                const v1::ListServiceRequestsRequest* request,
                                                v1::ListServiceRequestsResponse* response) override;
  grpc::ServerUnaryReactor* CancelServiceRequest(grpc::CallbackServerContext* context,
                                                 const v1::CancelServiceRequestRequest* request,
                                                 v1::ServiceRequest* response) override;
  grpc::ServerUnaryReactor* ReplayDecision(grpc::CallbackServerContext* context,
                                           const v1::ReplayDecisionRequest* request,
                                           v1::ReplayDecisionResponse* response) override;
  grpc::ServerUnaryReactor* ListDecisions(grpc::CallbackServerContext* context, const v1::ListDecisionsRequest* request,
                                          v1::ListDecisionsResponse* response) override;
  grpc::ServerUnaryReactor* AppealDecision(grpc::CallbackServerContext* context,
                                           const v1::AppealDecisionRequest* request,
                                           v1::ServiceRequest* response) override;
  grpc::ServerUnaryReactor* DecideAppeal(grpc::CallbackServerContext* context, const v1::DecideAppealRequest* request,
                                         v1::ServiceRequest* response) override;
  grpc::ServerUnaryReactor* CountOpenRequests(grpc::CallbackServerContext* context,
                                              const v1::CountOpenRequestsRequest* request,
                                              v1::CountOpenRequestsResponse* response) override;
  grpc::ServerUnaryReactor* PreviewRules(grpc::CallbackServerContext* context, const v1::PreviewRulesRequest* request,
                                         v1::PreviewRulesResponse* response) override;
  grpc::ServerUnaryReactor* CheckReadiness(grpc::CallbackServerContext* context,
                                           const v1::CheckReadinessRequest* request,
                                           v1::CheckReadinessResponse* response) override;
  grpc::ServerUnaryReactor* RecordDelivery(grpc::CallbackServerContext* context,
                                           const v1::RecordDeliveryRequest* request, v1::Delivery* response) override;
  grpc::ServerUnaryReactor* GetDelivery(grpc::CallbackServerContext* context, const v1::GetDeliveryRequest* request,
                                        v1::Delivery* response) override;
  grpc::ServerUnaryReactor* ListDeliveries(grpc::CallbackServerContext* context,
                                           const v1::ListDeliveriesRequest* request,
                                           v1::ListDeliveriesResponse* response) override;

 private:
  rpc::UnaryRunner& runner_;
  const rpc::MethodTable methods_;
  const ServiceRequestHandlers& service_requests_;
  const DecisionHandlers& decisions_;
  const PreviewHandlers& previews_;
  const ReadinessHandlers& readiness_;
  const DeliveryHandlers& deliveries_;
};

}  // namespace mosbat::casefile
