// Use cases of LicensingService about applications.
#pragma once

#include "absl/status/statusor.h"

#include "common/rpc/call.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/registry/v1/licensing_service.pb.h"
#include "services/registry/clients/guideline_client.h"
#include "services/registry/store/application_store.h"
#include "services/registry/store/call_store.h"
#include "services/registry/store/licence_store.h"

namespace mosbat::registry {

class ApplicationHandlers {
 public:
  ApplicationHandlers(const ApplicationStore& applications, const CallStore& calls, const LicenceStore& licences,
                      GuidelineClient& guideline)
      : applications_(applications), calls_(calls), licences_(licences), guideline_(guideline) {}

  // The directive in force today.
  absl::StatusOr<guideline::v1::Directive> GatherSubmit(const rpc::CallContext& context,
                                                        const v1::SubmitApplicationRequest& request) const;
  absl::StatusOr<v1::Application> Submit(rpc::Call& call, const v1::SubmitApplicationRequest& request,
                                         const guideline::v1::Directive& directive) const;
  absl::StatusOr<v1::Application> Withdraw(rpc::Call& call, const v1::WithdrawApplicationRequest& request) const;
  absl::StatusOr<v1::Application> Get(rpc::Call& call, const v1::GetApplicationRequest& request) const;
  absl::StatusOr<v1::ListApplicationsResponse> List(rpc::Call& call, const v1::ListApplicationsRequest& request) const;
  absl::StatusOr<v1::Application> Review(rpc::Call& call, const v1::RecordReviewRequest& request) const;
  absl::StatusOr<v1::Application> Decide(rpc::Call& call, const v1::DecideApplicationRequest& request) const;

 private:
  // The application that a request names, if it is in the caller's scope and the caller knows its current version.
  template <typename Request>
  absl::StatusOr<v1::Application> Current(rpc::Call& call, const Request& request) const;
  absl::StatusOr<v1::Application> Save(rpc::Call& call, v1::Application next) const;

  const ApplicationStore& applications_;
  const CallStore& calls_;
  const LicenceStore& licences_;
  GuidelineClient& guideline_;
};

}  // namespace mosbat::registry
