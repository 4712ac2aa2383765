#include "services/registry/registry_rpc.h"

#include <functional>

namespace mosbat::registry {

grpc::ServerUnaryReactor* DivisionRpc::ListProvinces(grpc::CallbackServerContext* context,
                                                     const v1::ListProvincesRequest* request,
                                                     v1::ListProvincesResponse* response) {
  return runner_.Run(*context, methods_.Get("ListProvinces"), *request, *response,
                     std::bind_front(&DivisionHandlers::ListProvinces, &divisions_));
}

grpc::ServerUnaryReactor* DivisionRpc::ListCounties(grpc::CallbackServerContext* context,
                                                    const v1::ListCountiesRequest* request,
                                                    v1::ListCountiesResponse* response) {
  return runner_.Run(*context, methods_.Get("ListCounties"), *request, *response,
                     std::bind_front(&DivisionHandlers::ListCounties, &divisions_));
}

grpc::ServerUnaryReactor* DivisionRpc::ImportDivisions(grpc::CallbackServerContext* context,
                                                       const v1::ImportDivisionsRequest* request,
                                                       v1::ImportDivisionsResponse* response) {
  return runner_.Run(*context, methods_.Get("ImportDivisions"), *request, *response,
                     std::bind_front(&DivisionHandlers::Import, &divisions_));
}

grpc::ServerUnaryReactor* LicensingRpc::CreateCall(grpc::CallbackServerContext* context,
                                                   const v1::CreateCallRequest* request, v1::Call* response) {
  return runner_.Run(*context, methods_.Get("CreateCall"), *request, *response,
                     std::bind_front(&CallHandlers::Create, &calls_));
}

grpc::ServerUnaryReactor* LicensingRpc::AnnounceCall(grpc::CallbackServerContext* context,
                                                     const v1::AnnounceCallRequest* request, v1::Call* response) {
  return runner_.Run(*context, methods_.Get("AnnounceCall"), *request, *response,
                     std::bind_front(&CallHandlers::GatherAnnounce, &calls_),
                     std::bind_front(&CallHandlers::Announce, &calls_));
}

grpc::ServerUnaryReactor* LicensingRpc::ExtendCall(grpc::CallbackServerContext* context,
                                                   const v1::ExtendCallRequest* request, v1::Call* response) {
  return runner_.Run(*context, methods_.Get("ExtendCall"), *request, *response,
                     std::bind_front(&CallHandlers::Extend, &calls_));
}

grpc::ServerUnaryReactor* LicensingRpc::CancelCall(grpc::CallbackServerContext* context,
                                                   const v1::CancelCallRequest* request, v1::Call* response) {
  return runner_.Run(*context, methods_.Get("CancelCall"), *request, *response,
                     std::bind_front(&CallHandlers::Cancel, &calls_));
}

grpc::ServerUnaryReactor* LicensingRpc::CloseCall(grpc::CallbackServerContext* context,
                                                  const v1::CloseCallRequest* request, v1::Call* response) {
  return runner_.Run(*context, methods_.Get("CloseCall"), *request, *response,
                     std::bind_front(&CallHandlers::Close, &calls_));
}

grpc::ServerUnaryReactor* LicensingRpc::GetCall(grpc::CallbackServerContext* context, const v1::GetCallRequest* request,
                                                v1::Call* response) {
  return runner_.Run(*context, methods_.Get("GetCall"), *request, *response,
                     std::bind_front(&CallHandlers::Get, &calls_));
}

grpc::ServerUnaryReactor* LicensingRpc::ListCalls(grpc::CallbackServerContext* context,
                                                  const v1::ListCallsRequest* request,
                                                  v1::ListCallsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListCalls"), *request, *response,
                     std::bind_front(&CallHandlers::List, &calls_));
}

grpc::ServerUnaryReactor* LicensingRpc::SubmitApplication(grpc::CallbackServerContext* context,
                                                          const v1::SubmitApplicationRequest* request,
                                                          v1::Application* response) {
  return runner_.Run(*context, methods_.Get("SubmitApplication"), *request, *response,
                     std::bind_front(&ApplicationHandlers::GatherSubmit, &applications_),
                     std::bind_front(&ApplicationHandlers::Submit, &applications_));
}

grpc::ServerUnaryReactor* LicensingRpc::WithdrawApplication(grpc::CallbackServerContext* context,
                                                            const v1::WithdrawApplicationRequest* request,
                                                            v1::Application* response) {
  return runner_.Run(*context, methods_.Get("WithdrawApplication"), *request, *response,
                     std::bind_front(&ApplicationHandlers::Withdraw, &applications_));
}

grpc::ServerUnaryReactor* LicensingRpc::GetApplication(grpc::CallbackServerContext* context,
                                                       const v1::GetApplicationRequest* request,
                                                       v1::Application* response) {
  return runner_.Run(*context, methods_.Get("GetApplication"), *request, *response,
                     std::bind_front(&ApplicationHandlers::Get, &applications_));
}

grpc::ServerUnaryReactor* LicensingRpc::ListApplications(grpc::CallbackServerContext* context,
                                                         const v1::ListApplicationsRequest* request,
                                                         v1::ListApplicationsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListApplications"), *request, *response,
                     std::bind_front(&ApplicationHandlers::List, &applications_));
}

grpc::ServerUnaryReactor* LicensingRpc::RecordReview(grpc::CallbackServerContext* context,
                                                     const v1::RecordReviewRequest* request,
                                                     v1::Application* response) {
  return runner_.Run(*context, methods_.Get("RecordReview"), *request, *response,
                     std::bind_front(&ApplicationHandlers::Review, &applications_));
}

grpc::ServerUnaryReactor* LicensingRpc::DecideApplication(grpc::CallbackServerContext* context,
                                                          const v1::DecideApplicationRequest* request,
                                                          v1::Application* response) {
  return runner_.Run(*context, methods_.Get("DecideApplication"), *request, *response,
                     std::bind_front(&ApplicationHandlers::Decide, &applications_));
}

grpc::ServerUnaryReactor* LicensingRpc::IssueLicence(grpc::CallbackServerContext* context,
                                                     const v1::IssueLicenceRequest* request, v1::Licence* response) {
  return runner_.Run(*context, methods_.Get("IssueLicence"), *request, *response,
                     std::bind_front(&LicenceHandlers::GatherIssue, &licences_),
                     std::bind_front(&LicenceHandlers::Issue, &licences_));
}

grpc::ServerUnaryReactor* LicensingRpc::GetLicence(grpc::CallbackServerContext* context,
                                                   const v1::GetLicenceRequest* request, v1::Licence* response) {
  return runner_.Run(*context, methods_.Get("GetLicence"), *request, *response,
                     std::bind_front(&LicenceHandlers::Get, &licences_));
}

grpc::ServerUnaryReactor* LicensingRpc::ListLicences(grpc::CallbackServerContext* context,
                                                     const v1::ListLicencesRequest* request,
                                                     v1::ListLicencesResponse* response) {
  return runner_.Run(*context, methods_.Get("ListLicences"), *request, *response,
                     std::bind_front(&LicenceHandlers::List, &licences_));
}

grpc::ServerUnaryReactor* LicensingRpc::SuspendLicence(grpc::CallbackServerContext* context,
                                                       const v1::SuspendLicenceRequest* request,
                                                       v1::Licence* response) {
  return runner_.Run(*context, methods_.Get("SuspendLicence"), *request, *response,
                     std::bind_front(&LicenceHandlers::Suspend, &licences_));
}

grpc::ServerUnaryReactor* LicensingRpc::ReinstateLicence(grpc::CallbackServerContext* context,
                                                         const v1::ReinstateLicenceRequest* request,
                                                         v1::Licence* response) {
  return runner_.Run(*context, methods_.Get("ReinstateLicence"), *request, *response,
                     std::bind_front(&LicenceHandlers::Reinstate, &licences_));
}

grpc::ServerUnaryReactor* LicensingRpc::RevokeLicence(grpc::CallbackServerContext* context,
                                                      const v1::RevokeLicenceRequest* request, v1::Licence* response) {
  return runner_.Run(*context, methods_.Get("RevokeLicence"), *request, *response,
                     std::bind_front(&LicenceHandlers::Revoke, &licences_));
}

grpc::ServerUnaryReactor* CentreRpc::EstablishCentre(grpc::CallbackServerContext* context,
                                                     const v1::EstablishCentreRequest* request, v1::Centre* response) {
  return runner_.Run(*context, methods_.Get("EstablishCentre"), *request, *response,
                     std::bind_front(&CentreHandlers::GatherEstablish, &centres_),
                     std::bind_front(&CentreHandlers::Establish, &centres_));
}

grpc::ServerUnaryReactor* CentreRpc::GetCentre(grpc::CallbackServerContext* context,
                                               const v1::GetCentreRequest* request, v1::Centre* response) {
  return runner_.Run(*context, methods_.Get("GetCentre"), *request, *response,
                     std::bind_front(&CentreHandlers::Get, &centres_));
}

grpc::ServerUnaryReactor* CentreRpc::ListCentres(grpc::CallbackServerContext* context,
                                                 const v1::ListCentresRequest* request,
                                                 v1::ListCentresResponse* response) {
  return runner_.Run(*context, methods_.Get("ListCentres"), *request, *response,
                     std::bind_front(&CentreHandlers::List, &centres_));
}

grpc::ServerUnaryReactor* CentreRpc::UpdateCentre(grpc::CallbackServerContext* context,
                                                  const v1::UpdateCentreRequest* request, v1::Centre* response) {
  return runner_.Run(*context, methods_.Get("UpdateCentre"), *request, *response,
                     std::bind_front(&CentreHandlers::Update, &centres_));
}

grpc::ServerUnaryReactor* CentreRpc::PreviewDirective(grpc::CallbackServerContext* context,
                                                      const v1::PreviewDirectiveRequest* request,
                                                      v1::PreviewDirectiveResponse* response) {
  return runner_.Run(*context, methods_.Get("PreviewDirective"), *request, *response,
                     std::bind_front(&PreviewHandlers::GatherPreview, &previews_),
                     std::bind_front(&PreviewHandlers::Preview, &previews_));
}

grpc::ServerUnaryReactor* CentreRpc::AddStaffMember(grpc::CallbackServerContext* context,
                                                    const v1::AddStaffMemberRequest* request,
                                                    v1::StaffMember* response) {
  return runner_.Run(*context, methods_.Get("AddStaffMember"), *request, *response,
                     std::bind_front(&StaffHandlers::Add, &staff_));
}

grpc::ServerUnaryReactor* CentreRpc::RemoveStaffMember(grpc::CallbackServerContext* context,
                                                       const v1::RemoveStaffMemberRequest* request,
                                                       v1::StaffMember* response) {
  return runner_.Run(*context, methods_.Get("RemoveStaffMember"), *request, *response,
                     std::bind_front(&StaffHandlers::Remove, &staff_));
}

grpc::ServerUnaryReactor* CentreRpc::GetStaffMember(grpc::CallbackServerContext* context,
                                                    const v1::GetStaffMemberRequest* request,
                                                    v1::StaffMember* response) {
  return runner_.Run(*context, methods_.Get("GetStaffMember"), *request, *response,
                     std::bind_front(&StaffHandlers::Get, &staff_));
}

grpc::ServerUnaryReactor* CentreRpc::ListStaffMembers(grpc::CallbackServerContext* context,
                                                      const v1::ListStaffMembersRequest* request,
                                                      v1::ListStaffMembersResponse* response) {
  return runner_.Run(*context, methods_.Get("ListStaffMembers"), *request, *response,
                     std::bind_front(&StaffHandlers::List, &staff_));
}

}  // namespace mosbat::registry
