// Use case of CentreService about directives that are not issued yet.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "common/rpc/call.h"
#include "mosbat/guideline/v1/directive.pb.h"
#include "mosbat/registry/v1/centre_service.pb.h"
#include "services/registry/clients/guideline_client.h"
#include "services/registry/store/centre_store.h"
#include "services/registry/store/licence_store.h"

namespace mosbat::registry {

class PreviewHandlers {
 public:
  // How far the registry's feed goes now, `registry@<feed_id>:<seq>`.
  using CurrentPosition = std::function<absl::StatusOr<std::string>(absl::Time deadline)>;

  PreviewHandlers(const CentreStore& centres, const LicenceStore& licences, GuidelineClient& guideline,
                  CurrentPosition position)
      : centres_(centres), licences_(licences), guideline_(guideline), position_(std::move(position)) {}

  struct Proposal {
    guideline::v1::Directive now;  // in force today
    guideline::v1::Directive then;
    std::string position;  // asked for before the snapshot, which so holds everything up to there
  };
  absl::StatusOr<Proposal> GatherPreview(const rpc::CallContext& context,
                                         const v1::PreviewDirectiveRequest& request) const;
  absl::StatusOr<v1::PreviewDirectiveResponse> Preview(rpc::Call& call, const v1::PreviewDirectiveRequest& request,
                                                       const Proposal& proposal) const;

 private:
  const CentreStore& centres_;
  const LicenceStore& licences_;
  GuidelineClient& guideline_;
  const CurrentPosition position_;
};

}  // namespace mosbat::registry
