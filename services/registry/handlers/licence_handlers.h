// Use cases of LicensingService about licences.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "common/rpc/call.h"
#include "mosbat/registry/v1/licensing_service.pb.h"
#include "services/registry/clients/guideline_client.h"
#include "services/registry/domain/licences.h"
#include "services/registry/store/centre_store.h"
#include "services/registry/store/licence_store.h"

namespace mosbat::registry {

class LicenceHandlers {
 public:
  LicenceHandlers(const LicenceStore& licences, const CentreStore& centres, GuidelineClient& guideline)
      : licences_(licences), centres_(centres), guideline_(guideline) {}

  absl::StatusOr<domain::PaperTerms> GatherIssue(const rpc::CallContext& context,
                                                 const v1::IssueLicenceRequest& request) const;
  absl::StatusOr<v1::Licence> Issue(rpc::Call& call, const v1::IssueLicenceRequest& request,
                                    const domain::PaperTerms& terms) const;
  absl::StatusOr<v1::Licence> Get(rpc::Call& call, const v1::GetLicenceRequest& request) const;
  absl::StatusOr<v1::ListLicencesResponse> List(rpc::Call& call, const v1::ListLicencesRequest& request) const;
  absl::StatusOr<v1::Licence> Suspend(rpc::Call& call, const v1::SuspendLicenceRequest& request) const;
  absl::StatusOr<v1::Licence> Reinstate(rpc::Call& call, const v1::ReinstateLicenceRequest& request) const;
  absl::StatusOr<v1::Licence> Revoke(rpc::Call& call, const v1::RevokeLicenceRequest& request) const;

 private:
  // The licence that a request names, if it is in the caller's scope and the caller knows its current version.
  template <typename Request>
  absl::StatusOr<v1::Licence> Current(rpc::Call& call, const Request& request) const;
  // Stores a licence that was moved to another state, and what follows from it for its centre.
  absl::StatusOr<v1::Licence> Save(rpc::Call& call, v1::Licence next, absl::string_view event) const;
  absl::Status PutIntoCentre(rpc::Call& call, const v1::Centre& centre, const v1::Licence& licence) const;

  const LicenceStore& licences_;
  const CentreStore& centres_;
  GuidelineClient& guideline_;
};

}  // namespace mosbat::registry
