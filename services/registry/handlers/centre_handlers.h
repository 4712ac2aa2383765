// Use cases of CentreService about centres.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "services/registry/clients/guideline_client.h"
#include "services/registry/domain/centres.h"
#include "services/registry/store/application_store.h"
#include "services/registry/store/centre_store.h"
#include "services/registry/store/division_store.h"
#include "services/registry/store/licence_store.h"
#include "services/registry/store/staff_store.h"

namespace mosbat::registry {

class CentreHandlers {
 public:
  CentreHandlers(const CentreStore& centres, const StaffStore& staff, const LicenceStore& licences,
                 const ApplicationStore& applications, const DivisionStore& divisions, GuidelineClient& guideline)
      : centres_(centres),
        staff_(staff),
        licences_(licences),
        applications_(applications),
        divisions_(divisions),
        guideline_(guideline) {}

  absl::StatusOr<domain::CentreTerms> GatherEstablish(const rpc::CallContext& context,
                                                      const v1::EstablishCentreRequest& request) const;
  absl::StatusOr<v1::Centre> Establish(rpc::Call& call, const v1::EstablishCentreRequest& request,
                                       const domain::CentreTerms& terms) const;
  absl::StatusOr<v1::Centre> Get(rpc::Call& call, const v1::GetCentreRequest& request) const;
  absl::StatusOr<v1::ListCentresResponse> List(rpc::Call& call, const v1::ListCentresRequest& request) const;
  absl::StatusOr<v1::Centre> Update(rpc::Call& call, const v1::UpdateCentreRequest& request) const;

 private:
  // Marks the agreement's application with the centre that is founded under it.
  absl::Status UseAgreement(rpc::Call& call, const std::string& agreement, const v1::Centre& centre,
                            absl::CivilDay day) const;
  // Gives every social worker of the centre its present cap.
  absl::Status UpdateWorkerCaps(rpc::Call& call, const v1::Centre& centre) const;

  const CentreStore& centres_;
  const StaffStore& staff_;
  const LicenceStore& licences_;
  const ApplicationStore& applications_;
  const DivisionStore& divisions_;
  GuidelineClient& guideline_;
};

}  // namespace mosbat::registry
