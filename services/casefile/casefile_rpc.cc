#include "services/casefile/casefile_rpc.h"

#include <functional>

namespace mosbat::casefile {
namespace {

// What requests name of other services' resources.
constexpr rpc::CopiedKind kNamed[] = {{.missing = "CENTRE_NOT_FOUND", .feed = "registry"},
                                      {.missing = "SERVICE_TYPE_NOT_FOUND", .feed = "catalog"}};

}  // namespace

grpc::ServerUnaryReactor* CaseFileRpc::OpenCaseFile(grpc::CallbackServerContext* context,
                                                    const v1::OpenCaseFileRequest* request, v1::CaseFile* response) {
  return runner_.RunOnCopies(*context, methods_.Get("OpenCaseFile"), *request, *response, kNamed,
                             std::bind_front(&CaseFileHandlers::Open, &case_files_));
}

grpc::ServerUnaryReactor* CaseFileRpc::GetCaseFile(grpc::CallbackServerContext* context,
                                                   const v1::GetCaseFileRequest* request, v1::CaseFile* response) {
  return runner_.Run(*context, methods_.Get("GetCaseFile"), *request, *response,
                     std::bind_front(&CaseFileHandlers::Get, &case_files_));
}

grpc::ServerUnaryReactor* CaseFileRpc::ListCaseFiles(grpc::CallbackServerContext* context,
                                                     const v1::ListCaseFilesRequest* request,
                                                     v1::ListCaseFilesResponse* response) {
  return runner_.Run(*context, methods_.Get("ListCaseFiles"), *request, *response,
                     std::bind_front(&CaseFileHandlers::List, &case_files_));
}

grpc::ServerUnaryReactor* CaseFileRpc::SearchCaseFiles(grpc::CallbackServerContext* context,
                                                       const v1::SearchCaseFilesRequest* request,
                                                       v1::SearchCaseFilesResponse* response) {
  return runner_.Run(*context, methods_.Get("SearchCaseFiles"), *request, *response,
                     std::bind_front(&CaseFileHandlers::Search, &case_files_));
}

grpc::ServerUnaryReactor* CaseFileRpc::AssignCaseFile(grpc::CallbackServerContext* context,
                                                      const v1::AssignCaseFileRequest* request,
                                                      v1::CaseFile* response) {
  return runner_.Run(*context, methods_.Get("AssignCaseFile"), *request, *response,
                     std::bind_front(&CaseFileHandlers::Assign, &case_files_));
}

grpc::ServerUnaryReactor* CaseFileRpc::CloseCaseFile(grpc::CallbackServerContext* context,
                                                     const v1::CloseCaseFileRequest* request, v1::CaseFile* response) {
  return runner_.Run(*context, methods_.Get("CloseCaseFile"), *request, *response,
                     std::bind_front(&CaseFileHandlers::Close, &case_files_));
}

grpc::ServerUnaryReactor* CaseFileRpc::ReopenCaseFile(grpc::CallbackServerContext* context,
                                                      const v1::ReopenCaseFileRequest* request,
                                                      v1::CaseFile* response) {
  return runner_.Run(*context, methods_.Get("ReopenCaseFile"), *request, *response,
                     std::bind_front(&CaseFileHandlers::Reopen, &case_files_));
}

grpc::ServerUnaryReactor* CaseFileRpc::AddMember(grpc::CallbackServerContext* context,
                                                 const v1::AddMemberRequest* request, v1::Member* response) {
  return runner_.Run(*context, methods_.Get("AddMember"), *request, *response,
                     std::bind_front(&CaseFileHandlers::AddMember, &case_files_));
}

grpc::ServerUnaryReactor* CaseFileRpc::CountCaseFiles(grpc::CallbackServerContext* context,
                                                      const v1::CountCaseFilesRequest* request,
                                                      v1::CountCaseFilesResponse* response) {
  return runner_.Run(*context, methods_.Get("CountCaseFiles"), *request, *response,
                     std::bind_front(&CaseFileHandlers::Count, &case_files_));
}

grpc::ServerUnaryReactor* CaseFileRpc::ListWaitlist(grpc::CallbackServerContext* context,
                                                    const v1::ListWaitlistRequest* request,
                                                    v1::ListWaitlistResponse* response) {
  return runner_.RunOnCopies(*context, methods_.Get("ListWaitlist"), *request, *response, kNamed,
                             std::bind_front(&CaseFileHandlers::ListWaitlist, &case_files_));
}

grpc::ServerUnaryReactor* CareRpc::RequestService(grpc::CallbackServerContext* context,
                                                  const v1::RequestServiceRequest* request,
                                                  v1::ServiceRequest* response) {
  return runner_.RunOnCopies(*context, methods_.Get("RequestService"), *request, *response, kNamed,
                             std::bind_front(&ServiceRequestHandlers::Request, &service_requests_));
}

grpc::ServerUnaryReactor* CareRpc::GetServiceRequest(grpc::CallbackServerContext* context,
                                                     const v1::GetServiceRequestRequest* request,
                                                     v1::ServiceRequest* response) {
  return runner_.Run(*context, methods_.Get("GetServiceRequest"), *request, *response,
                     std::bind_front(&ServiceRequestHandlers::Get, &service_requests_));
}

grpc::ServerUnaryReactor* CareRpc::ListServiceRequests(grpc::CallbackServerContext* context,
                                                       const v1::ListServiceRequestsRequest* request,
                                                       v1::ListServiceRequestsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListServiceRequests"), *request, *response,
                     std::bind_front(&ServiceRequestHandlers::List, &service_requests_));
}

grpc::ServerUnaryReactor* CareRpc::CancelServiceRequest(grpc::CallbackServerContext* context,
                                                        const v1::CancelServiceRequestRequest* request,
                                                        v1::ServiceRequest* response) {
  return runner_.Run(*context, methods_.Get("CancelServiceRequest"), *request, *response,
                     std::bind_front(&ServiceRequestHandlers::Cancel, &service_requests_));
}

grpc::ServerUnaryReactor* CareRpc::ReplayDecision(grpc::CallbackServerContext* context,
                                                  const v1::ReplayDecisionRequest* request,
                                                  v1::ReplayDecisionResponse* response) {
  return runner_.Run(*context, methods_.Get("ReplayDecision"), *request, *response,
                     std::bind_front(&DecisionHandlers::Replay, &decisions_));
}

grpc::ServerUnaryReactor* CareRpc::ListDecisions(grpc::CallbackServerContext* context,
                                                 const v1::ListDecisionsRequest* request,
                                                 v1::ListDecisionsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListDecisions"), *request, *response,
                     std::bind_front(&DecisionHandlers::List, &decisions_));
}

grpc::ServerUnaryReactor* CareRpc::AppealDecision(grpc::CallbackServerContext* context,
                                                  const v1::AppealDecisionRequest* request,
                                                  v1::ServiceRequest* response) {
  return runner_.Run(*context, methods_.Get("AppealDecision"), *request, *response,
                     std::bind_front(&DecisionHandlers::Appeal, &decisions_));
}

grpc::ServerUnaryReactor* CareRpc::DecideAppeal(grpc::CallbackServerContext* context,
                                                const v1::DecideAppealRequest* request, v1::ServiceRequest* response) {
  return runner_.Run(*context, methods_.Get("DecideAppeal"), *request, *response,
                     std::bind_front(&DecisionHandlers::DecideAppeal, &decisions_));
}

grpc::ServerUnaryReactor* CareRpc::CountOpenRequests(grpc::CallbackServerContext* context,
                                                     const v1::CountOpenRequestsRequest* request,
                                                     v1::CountOpenRequestsResponse* response) {
  return runner_.Run(*context, methods_.Get("CountOpenRequests"), *request, *response,
                     std::bind_front(&PreviewHandlers::CountOpen, &previews_));
}

grpc::ServerUnaryReactor* CareRpc::PreviewRules(grpc::CallbackServerContext* context,
                                                const v1::PreviewRulesRequest* request,
                                                v1::PreviewRulesResponse* response) {
  return runner_.Run(*context, methods_.Get("PreviewRules"), *request, *response,
                     std::bind_front(&PreviewHandlers::PreviewRules, &previews_));
}

grpc::ServerUnaryReactor* CareRpc::CheckReadiness(grpc::CallbackServerContext* context,
                                                  const v1::CheckReadinessRequest* request,
                                                  v1::CheckReadinessResponse* response) {
  return runner_.RunOnCopies(*context, methods_.Get("CheckReadiness"), *request, *response, kNamed,
                             std::bind_front(&ReadinessHandlers::Check, &readiness_));
}

grpc::ServerUnaryReactor* CareRpc::RecordDelivery(grpc::CallbackServerContext* context,
                                                  const v1::RecordDeliveryRequest* request, v1::Delivery* response) {
  return runner_.Run(*context, methods_.Get("RecordDelivery"), *request, *response,
                     std::bind_front(&DeliveryHandlers::Record, &deliveries_));
}

grpc::ServerUnaryReactor* CareRpc::GetDelivery(grpc::CallbackServerContext* context,
                                               const v1::GetDeliveryRequest* request, v1::Delivery* response) {
  return runner_.Run(*context, methods_.Get("GetDelivery"), *request, *response,
                     std::bind_front(&DeliveryHandlers::Get, &deliveries_));
}

grpc::ServerUnaryReactor* CareRpc::ListDeliveries(grpc::CallbackServerContext* context,
                                                  const v1::ListDeliveriesRequest* request,
                                                  v1::ListDeliveriesResponse* response) {
  return runner_.Run(*context, methods_.Get("ListDeliveries"), *request, *response,
                     std::bind_front(&DeliveryHandlers::List, &deliveries_));
}

}  // namespace mosbat::casefile
