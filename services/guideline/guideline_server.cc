#include "services/guideline/guideline_server.h"

#include <utility>

#include "services/guideline/guideline_rpc.h"
#include "services/guideline/handlers/deputyship_handlers.h"
#include "services/guideline/handlers/directive_handlers.h"
#include "services/guideline/handlers/revision_handlers.h"
#include "services/guideline/handlers/sub_guideline_handlers.h"
#include "services/guideline/store/deputyship_store.h"
#include "services/guideline/store/directive_store.h"
#include "services/guideline/store/sub_guideline_store.h"

namespace mosbat::guideline {
namespace {

class GuidelineRole final : public rpc::Role {
 public:
  explicit GuidelineRole(rpc::Backend& backend)
      : directive_handlers_(directives_),
        deputyship_handlers_(deputyships_),
        sub_guideline_handlers_(sub_guidelines_, deputyships_),
        revision_handlers_(sub_guidelines_, deputyships_, directives_),
        rpc_(backend.runner(), backend.metrics(), directive_handlers_, deputyship_handlers_, sub_guideline_handlers_,
             revision_handlers_) {
    backend.AddService(rpc_);
  }

 private:
  const DirectiveStore directives_;
  const DeputyshipStore deputyships_;
  const SubGuidelineStore sub_guidelines_;
  const DirectiveHandlers directive_handlers_;
  const DeputyshipHandlers deputyship_handlers_;
  const SubGuidelineHandlers sub_guideline_handlers_;
  const RevisionHandlers revision_handlers_;
  GuidelineRpc rpc_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Role>> NewGuidelineRole(rpc::Backend& backend) {
  return std::make_unique<GuidelineRole>(backend);
}

}  // namespace mosbat::guideline
