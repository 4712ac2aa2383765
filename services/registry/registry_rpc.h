// The gRPC face of the registry: which handler answers which method.
#pragma once

#include "common/observe/metrics.h"
#include "common/rpc/method.h"
#include "common/rpc/unary_runner.h"
#include "mosbat/registry/v1/centre_service.grpc.pb.h"
#include "mosbat/registry/v1/division_service.grpc.pb.h"
#include "mosbat/registry/v1/licensing_service.grpc.pb.h"
#include "services/registry/handlers/application_handlers.h"
#include "services/registry/handlers/call_handlers.h"
#include "services/registry/handlers/centre_handlers.h"
#include "services/registry/handlers/division_handlers.h"
#include "services/registry/handlers/licence_handlers.h"
#include "services/registry/handlers/preview_handlers.h"
#include "services/registry/handlers/staff_handlers.h"

namespace mosbat::registry {

// Thread-safe, as all below. What they are given outlives them.
class DivisionRpc final : public v1::DivisionService::CallbackService {
 public:
  DivisionRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, const DivisionHandlers& divisions)
      : runner_(runner), methods_(v1::DivisionService::service_full_name(), metrics), divisions_(divisions) {}

  grpc::ServerUnaryReactor* ListProvinces(grpc::CallbackServerContext* context, const v1::ListProvincesRequest* request,
                                          v1::ListProvincesResponse* response) override;
  grpc::ServerUnaryReactor* ListCounties(grpc::CallbackServerContext* context, const v1::ListCountiesRequest* request,
                                         v1::ListCountiesResponse* response) override;
  grpc::ServerUnaryReactor* ImportDivisions(grpc::CallbackServerContext* context,
                                            const v1::ImportDivisionsRequest* request,
                                            v1::ImportDivisionsResponse* response) override;

 private:
  rpc::UnaryRunner& runner_;
  const rpc::MethodTable methods_;
  const DivisionHandlers& divisions_;
};

class LicensingRpc final : public v1::LicensingService::CallbackService {
 public:
  LicensingRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, const CallHandlers& calls,
               const ApplicationHandlers& applications, const LicenceHandlers& licences)
      : runner_(runner),
        methods_(v1::LicensingService::service_full_name(), metrics),
        calls_(calls),
        applications_(applications),
        licences_(licences) {}

  grpc::ServerUnaryReactor* CreateCall(grpc::CallbackServerContext* context, const v1::CreateCallRequest* request,
                                       v1::Call* response) override;
  grpc::ServerUnaryReactor* AnnounceCall(grpc::CallbackServerContext* context, const v1::AnnounceCallRequest* request,
                                         v1::Call* response) override;
  grpc::ServerUnaryReactor* ExtendCall(grpc::CallbackServerContext* context, const v1::ExtendCallRequest* request,
                                       v1::Call* response) override;
  grpc::ServerUnaryReactor* CancelCall(grpc::CallbackServerContext* context, const v1::CancelCallRequest* request,
                                       v1::Call* response) override;
  grpc::ServerUnaryReactor* CloseCall(grpc::CallbackServerContext* context, const v1::CloseCallRequest* request,
                                      v1::Call* response) override;
  grpc::ServerUnaryReactor* GetCall(grpc::CallbackServerContext* context, const v1::GetCallRequest* request,
                                    v1::Call* response) override;
  grpc::ServerUnaryReactor* ListCalls(grpc::CallbackServerContext* context, const v1::ListCallsRequest* request,
                                      v1::ListCallsResponse* response) override;
  grpc::ServerUnaryReactor* SubmitApplication(grpc::CallbackServerContext* context,
                                              const v1::SubmitApplicationRequest* request,
                                              v1::Application* response) override;
  grpc::ServerUnaryReactor* WithdrawApplication(grpc::CallbackServerContext* context,
                                                const v1::WithdrawApplicationRequest* request,
                                                v1::Application* response) override;
  grpc::ServerUnaryReactor* GetApplication(grpc::CallbackServerContext* context,
                                           const v1::GetApplicationRequest* request,
                                           v1::Application* response) override;
  grpc::ServerUnaryReactor* ListApplications(grpc::CallbackServerContext* context,
                                             const v1::ListApplicationsRequest* request,
                                             v1::ListApplicationsResponse* response) override;
  grpc::ServerUnaryReactor* RecordReview(grpc::CallbackServerContext* context, const v1::RecordReviewRequest* request,
                                         v1::Application* response) override;
  grpc::ServerUnaryReactor* DecideApplication(grpc::CallbackServerContext* context,
                                              const v1::DecideApplicationRequest* request,
                                              v1::Application* response) override;
  grpc::ServerUnaryReactor* IssueLicence(grpc::CallbackServerContext* context, const v1::IssueLicenceRequest* request,
                                         v1::Licence* response) override;
  grpc::ServerUnaryReactor* GetLicence(grpc::CallbackServerContext* context, const v1::GetLicenceRequest* request,
                                       v1::Licence* response) override;
  grpc::ServerUnaryReactor* ListLicences(grpc::CallbackServerContext* context, const v1::ListLicencesRequest* request,
                                         v1::ListLicencesResponse* response) override;
  grpc::ServerUnaryReactor* SuspendLicence(grpc::CallbackServerContext* context,
                                           const v1::SuspendLicenceRequest* request, v1::Licence* response) override;
  grpc::ServerUnaryReactor* ReinstateLicence(grpc::CallbackServerContext* context,
                                             const v1::ReinstateLicenceRequest* request,
                                             v1::Licence* response) override;
  grpc::ServerUnaryReactor* RevokeLicence(grpc::CallbackServerContext* context, const v1::RevokeLicenceRequest* request,
                                          v1::Licence* response) override;

 private:
  rpc::UnaryRunner& runner_;
  const rpc::MethodTable methods_;
  const CallHandlers& calls_;
  const ApplicationHandlers& applications_;
  const LicenceHandlers& licences_;
};

class CentreRpc final : public v1::CentreService::CallbackService {
 public:
  CentreRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, const CentreHandlers& centres,
            const PreviewHandlers& previews, const StaffHandlers& staff)
      : runner_(runner),
        methods_(v1::CentreService::service_full_name(), metrics),
        centres_(centres),
        previews_(previews),
        staff_(staff) {}

  grpc::ServerUnaryReactor* EstablishCentre(grpc::CallbackServerContext* context,
                                            const v1::EstablishCentreRequest* request, v1::Centre* response) override;
  grpc::ServerUnaryReactor* GetCentre(grpc::CallbackServerContext* context, const v1::GetCentreRequest* request,
                                      v1::Centre* response) override;
  grpc::ServerUnaryReactor* ListCentres(grpc::CallbackServerContext* context, const v1::ListCentresRequest* request,
                                        v1::ListCentresResponse* response) override;
  grpc::ServerUnaryReactor* UpdateCentre(grpc::CallbackServerContext* context, const v1::UpdateCentreRequest* request,
                                         v1::Centre* response) override;
  grpc::ServerUnaryReactor* PreviewDirective(grpc::CallbackServerContext* context,
                                             const v1::PreviewDirectiveRequest* request,
                                             v1::PreviewDirectiveResponse* response) override;
  grpc::ServerUnaryReactor* AddStaffMember(grpc::CallbackServerContext* context,
                                           const v1::AddStaffMemberRequest* request,
                                           v1::StaffMember* response) override;
  grpc::ServerUnaryReactor* RemoveStaffMember(grpc::CallbackServerContext* context,
                                              const v1::RemoveStaffMemberRequest* request,
                                              v1::StaffMember* response) override;
  grpc::ServerUnaryReactor* GetStaffMember(grpc::CallbackServerContext* context,
                                           const v1::GetStaffMemberRequest* request,
                                           v1::StaffMember* response) override;
  grpc::ServerUnaryReactor* ListStaffMembers(grpc::CallbackServerContext* context,
                                             const v1::ListStaffMembersRequest* request,
                                             v1::ListStaffMembersResponse* response) override;

 private:
  rpc::UnaryRunner& runner_;
  const rpc::MethodTable methods_;
  const CentreHandlers& centres_;
  const PreviewHandlers& previews_;
  const StaffHandlers& staff_;
};

}  // namespace mosbat::registry
