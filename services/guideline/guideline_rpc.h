// The gRPC face of the guideline service: which handler answers which method.
#pragma once

#include "common/observe/metrics.h"
#include "common/rpc/method.h"
#include "common/rpc/unary_runner.h"
#include "mosbat/guideline/v1/guideline_service.grpc.pb.h"
#include "services/guideline/handlers/deputyship_handlers.h"
#include "services/guideline/handlers/directive_handlers.h"
#include "services/guideline/handlers/revision_handlers.h"
#include "services/guideline/handlers/sub_guideline_handlers.h"

namespace mosbat::guideline {

// Thread-safe. What it is given outlives it.
class GuidelineRpc final : public v1::GuidelineService::CallbackService {
 public:
  GuidelineRpc(rpc::UnaryRunner& runner, observe::Metrics& metrics, const DirectiveHandlers& directives,
               const DeputyshipHandlers& deputyships, const SubGuidelineHandlers& sub_guidelines,
               const RevisionHandlers& revisions)
      : runner_(runner),
        methods_(v1::GuidelineService::service_full_name(), metrics),
        directives_(directives),
        deputyships_(deputyships),
        sub_guidelines_(sub_guidelines),
        revisions_(revisions) {}

  grpc::ServerUnaryReactor* CreateDirective(grpc::CallbackServerContext* context,
                                            const v1::CreateDirectiveRequest* request,
                                            v1::Directive* response) override;
  grpc::ServerUnaryReactor* GetDirective(grpc::CallbackServerContext* context, const v1::GetDirectiveRequest* request,
                                         v1::Directive* response) override;
  grpc::ServerUnaryReactor* ListDirectives(grpc::CallbackServerContext* context,
                                           const v1::ListDirectivesRequest* request,
                                           v1::ListDirectivesResponse* response) override;
  grpc::ServerUnaryReactor* UpdateDirective(grpc::CallbackServerContext* context,
                                            const v1::UpdateDirectiveRequest* request,
                                            v1::Directive* response) override;
  grpc::ServerUnaryReactor* IssueDirective(grpc::CallbackServerContext* context,
                                           const v1::IssueDirectiveRequest* request, v1::Directive* response) override;
  grpc::ServerUnaryReactor* RepealDirective(grpc::CallbackServerContext* context,
                                            const v1::RepealDirectiveRequest* request,
                                            v1::Directive* response) override;
  grpc::ServerUnaryReactor* ResolveDirective(grpc::CallbackServerContext* context,
                                             const v1::ResolveDirectiveRequest* request,
                                             v1::Directive* response) override;
  grpc::ServerUnaryReactor* CompareDirectives(grpc::CallbackServerContext* context,
                                              const v1::CompareDirectivesRequest* request,
                                              v1::CompareDirectivesResponse* response) override;
  grpc::ServerUnaryReactor* CreateDeputyship(grpc::CallbackServerContext* context,
                                             const v1::CreateDeputyshipRequest* request,
                                             v1::Deputyship* response) override;
  grpc::ServerUnaryReactor* GetDeputyship(grpc::CallbackServerContext* context, const v1::GetDeputyshipRequest* request,
                                          v1::Deputyship* response) override;
  grpc::ServerUnaryReactor* ListDeputyships(grpc::CallbackServerContext* context,
                                            const v1::ListDeputyshipsRequest* request,
                                            v1::ListDeputyshipsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateDeputyship(grpc::CallbackServerContext* context,
                                             const v1::UpdateDeputyshipRequest* request,
                                             v1::Deputyship* response) override;
  grpc::ServerUnaryReactor* CreateSubGuideline(grpc::CallbackServerContext* context,
                                               const v1::CreateSubGuidelineRequest* request,
                                               v1::SubGuideline* response) override;
  grpc::ServerUnaryReactor* GetSubGuideline(grpc::CallbackServerContext* context,
                                            const v1::GetSubGuidelineRequest* request,
                                            v1::SubGuideline* response) override;
  grpc::ServerUnaryReactor* ListSubGuidelines(grpc::CallbackServerContext* context,
                                              const v1::ListSubGuidelinesRequest* request,
                                              v1::ListSubGuidelinesResponse* response) override;
  grpc::ServerUnaryReactor* UpdateSubGuidelineRevision(grpc::CallbackServerContext* context,
                                                       const v1::UpdateSubGuidelineRevisionRequest* request,
                                                       v1::SubGuidelineRevision* response) override;
  grpc::ServerUnaryReactor* SubmitSubGuidelineRevision(grpc::CallbackServerContext* context,
                                                       const v1::SubmitSubGuidelineRevisionRequest* request,
                                                       v1::SubGuidelineRevision* response) override;
  grpc::ServerUnaryReactor* ReturnSubGuidelineRevision(grpc::CallbackServerContext* context,
                                                       const v1::ReturnSubGuidelineRevisionRequest* request,
                                                       v1::SubGuidelineRevision* response) override;
  grpc::ServerUnaryReactor* ApproveSubGuidelineRevision(grpc::CallbackServerContext* context,
                                                        const v1::ApproveSubGuidelineRevisionRequest* request,
                                                        v1::SubGuidelineRevision* response) override;
  grpc::ServerUnaryReactor* WithdrawSubGuidelineRevision(grpc::CallbackServerContext* context,
                                                         const v1::WithdrawSubGuidelineRevisionRequest* request,
                                                         v1::SubGuidelineRevision* response) override;
  grpc::ServerUnaryReactor* GetSubGuidelineRevision(grpc::CallbackServerContext* context,
                                                    const v1::GetSubGuidelineRevisionRequest* request,
                                                    v1::SubGuidelineRevision* response) override;
  grpc::ServerUnaryReactor* ListSubGuidelineRevisions(grpc::CallbackServerContext* context,
                                                      const v1::ListSubGuidelineRevisionsRequest* request,
                                                      v1::ListSubGuidelineRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* CompareSubGuidelineRevisions(grpc::CallbackServerContext* context,
                                                         const v1::CompareSubGuidelineRevisionsRequest* request,
                                                         v1::CompareSubGuidelineRevisionsResponse* response) override;

 private:
  rpc::UnaryRunner& runner_;
  const rpc::MethodTable methods_;
  const DirectiveHandlers& directives_;
  const DeputyshipHandlers& deputyships_;
  const SubGuidelineHandlers& sub_guidelines_;
  const RevisionHandlers& revisions_;
};

}  // namespace mosbat::guideline
