#include "services/guideline/guideline_rpc.h"

#include <functional>

namespace mosbat::guideline {

grpc::ServerUnaryReactor* GuidelineRpc::CreateDirective(grpc::CallbackServerContext* context,
                                                        const v1::CreateDirectiveRequest* request,
                                                        v1::Directive* response) {
  return runner_.Run(*context, methods_.Get("CreateDirective"), *request, *response,
                     std::bind_front(&DirectiveHandlers::Create, &directives_));
}

grpc::ServerUnaryReactor* GuidelineRpc::GetDirective(grpc::CallbackServerContext* context,
                                                     const v1::GetDirectiveRequest* request, v1::Directive* response) {
  return runner_.Run(*context, methods_.Get("GetDirective"), *request, *response,
                     std::bind_front(&DirectiveHandlers::Get, &directives_));
}

grpc::ServerUnaryReactor* GuidelineRpc::ListDirectives(grpc::CallbackServerContext* context,
                                                       const v1::ListDirectivesRequest* request,
                                                       v1::ListDirectivesResponse* response) {
  return runner_.Run(*context, methods_.Get("ListDirectives"), *request, *response,
                     std::bind_front(&DirectiveHandlers::List, &directives_));
}

grpc::ServerUnaryReactor* GuidelineRpc::UpdateDirective(grpc::CallbackServerContext* context,
                                                        const v1::UpdateDirectiveRequest* request,
                                                        v1::Directive* response) {
  return runner_.Run(*context, methods_.Get("UpdateDirective"), *request, *response,
                     std::bind_front(&DirectiveHandlers::Update, &directives_));
}

grpc::ServerUnaryReactor* GuidelineRpc::IssueDirective(grpc::CallbackServerContext* context,
                                                       const v1::IssueDirectiveRequest* request,
                                                       v1::Directive* response) {
  return runner_.Run(*context, methods_.Get("IssueDirective"), *request, *response,
                     std::bind_front(&DirectiveHandlers::Issue, &directives_));
}

grpc::ServerUnaryReactor* GuidelineRpc::RepealDirective(grpc::CallbackServerContext* context,
                                                        const v1::RepealDirectiveRequest* request,
                                                        v1::Directive* response) {
  return runner_.Run(*context, methods_.Get("RepealDirective"), *request, *response,
                     std::bind_front(&DirectiveHandlers::Repeal, &directives_));
}

grpc::ServerUnaryReactor* GuidelineRpc::ResolveDirective(grpc::CallbackServerContext* context,
                                                         const v1::ResolveDirectiveRequest* request,
                                                         v1::Directive* response) {
  return runner_.Run(*context, methods_.Get("ResolveDirective"), *request, *response,
                     std::bind_front(&DirectiveHandlers::Resolve, &directives_));
}

grpc::ServerUnaryReactor* GuidelineRpc::CompareDirectives(grpc::CallbackServerContext* context,
                                                          const v1::CompareDirectivesRequest* request,
                                                          v1::CompareDirectivesResponse* response) {
  return runner_.Run(*context, methods_.Get("CompareDirectives"), *request, *response,
                     std::bind_front(&DirectiveHandlers::Compare, &directives_));
}

grpc::ServerUnaryReactor* GuidelineRpc::CreateDeputyship(grpc::CallbackServerContext* context,
                                                         const v1::CreateDeputyshipRequest* request,
                                                         v1::Deputyship* response) {
  return runner_.Run(*context, methods_.Get("CreateDeputyship"), *request, *response,
                     std::bind_front(&DeputyshipHandlers::Create, &deputyships_));
}

grpc::ServerUnaryReactor* GuidelineRpc::GetDeputyship(grpc::CallbackServerContext* context,
                                                      const v1::GetDeputyshipRequest* request,
                                                      v1::Deputyship* response) {
  return runner_.Run(*context, methods_.Get("GetDeputyship"), *request, *response,
                     std::bind_front(&DeputyshipHandlers::Get, &deputyships_));
}

grpc::ServerUnaryReactor* GuidelineRpc::ListDeputyships(grpc::CallbackServerContext* context,
                                                        const v1::ListDeputyshipsRequest* request,
                                                        v1::ListDeputyshipsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListDeputyships"), *request, *response,
                     std::bind_front(&DeputyshipHandlers::List, &deputyships_));
}

grpc::ServerUnaryReactor* GuidelineRpc::UpdateDeputyship(grpc::CallbackServerContext* context,
                                                         const v1::UpdateDeputyshipRequest* request,
                                                         v1::Deputyship* response) {
  return runner_.Run(*context, methods_.Get("UpdateDeputyship"), *request, *response,
                     std::bind_front(&DeputyshipHandlers::Update, &deputyships_));
}

grpc::ServerUnaryReactor* GuidelineRpc::CreateSubGuideline(grpc::CallbackServerContext* context,
                                                           const v1::CreateSubGuidelineRequest* request,
                                                           v1::SubGuideline* response) {
  return runner_.Run(*context, methods_.Get("CreateSubGuideline"), *request, *response,
                     std::bind_front(&SubGuidelineHandlers::Create, &sub_guidelines_));
}

grpc::ServerUnaryReactor* GuidelineRpc::GetSubGuideline(grpc::CallbackServerContext* context,
                                                        const v1::GetSubGuidelineRequest* request,
                                                        v1::SubGuideline* response) {
  return runner_.Run(*context, methods_.Get("GetSubGuideline"), *request, *response,
                     std::bind_front(&SubGuidelineHandlers::Get, &sub_guidelines_));
}

grpc::ServerUnaryReactor* GuidelineRpc::ListSubGuidelines(grpc::CallbackServerContext* context,
                                                          const v1::ListSubGuidelinesRequest* request,
                                                          v1::ListSubGuidelinesResponse* response) {
  return runner_.Run(*context, methods_.Get("ListSubGuidelines"), *request, *response,
                     std::bind_front(&SubGuidelineHandlers::List, &sub_guidelines_));
}

grpc::ServerUnaryReactor* GuidelineRpc::UpdateSubGuidelineRevision(grpc::CallbackServerContext* context,
                                                                   const v1::UpdateSubGuidelineRevisionRequest* request,
                                                                   v1::SubGuidelineRevision* response) {
  return runner_.Run(*context, methods_.Get("UpdateSubGuidelineRevision"), *request, *response,
                     std::bind_front(&RevisionHandlers::Update, &revisions_));
}

grpc::ServerUnaryReactor* GuidelineRpc::SubmitSubGuidelineRevision(grpc::CallbackServerContext* context,
                                                                   const v1::SubmitSubGuidelineRevisionRequest* request,
                                                                   v1::SubGuidelineRevision* response) {
  return runner_.Run(*context, methods_.Get("SubmitSubGuidelineRevision"), *request, *response,
                     std::bind_front(&RevisionHandlers::Submit, &revisions_));
}

grpc::ServerUnaryReactor* GuidelineRpc::ReturnSubGuidelineRevision(grpc::CallbackServerContext* context,
                                                                   const v1::ReturnSubGuidelineRevisionRequest* request,
                                                                   v1::SubGuidelineRevision* response) {
  return runner_.Run(*context, methods_.Get("ReturnSubGuidelineRevision"), *request, *response,
                     std::bind_front(&RevisionHandlers::Return, &revisions_));
}

grpc::ServerUnaryReactor* GuidelineRpc::ApproveSubGuidelineRevision(
    grpc::CallbackServerContext* context, const v1::ApproveSubGuidelineRevisionRequest* request,
    v1::SubGuidelineRevision* response) {
  return runner_.Run(*context, methods_.Get("ApproveSubGuidelineRevision"), *request, *response,
                     std::bind_front(&RevisionHandlers::Approve, &revisions_));
}

grpc::ServerUnaryReactor* GuidelineRpc::WithdrawSubGuidelineRevision(
    grpc::CallbackServerContext* context, const v1::WithdrawSubGuidelineRevisionRequest* request,
    v1::SubGuidelineRevision* response) {
  return runner_.Run(*context, methods_.Get("WithdrawSubGuidelineRevision"), *request, *response,
                     std::bind_front(&RevisionHandlers::Withdraw, &revisions_));
}

grpc::ServerUnaryReactor* GuidelineRpc::GetSubGuidelineRevision(grpc::CallbackServerContext* context,
                                                                const v1::GetSubGuidelineRevisionRequest* request,
                                                                v1::SubGuidelineRevision* response) {
  return runner_.Run(*context, methods_.Get("GetSubGuidelineRevision"), *request, *response,
                     std::bind_front(&RevisionHandlers::Get, &revisions_));
}

grpc::ServerUnaryReactor* GuidelineRpc::ListSubGuidelineRevisions(grpc::CallbackServerContext* context,
                                                                  const v1::ListSubGuidelineRevisionsRequest* request,
                                                                  v1::ListSubGuidelineRevisionsResponse* response) {
  return runner_.Run(*context, methods_.Get("ListSubGuidelineRevisions"), *request, *response,
                     std::bind_front(&RevisionHandlers::List, &revisions_));
}

grpc::ServerUnaryReactor* GuidelineRpc::CompareSubGuidelineRevisions(
    grpc::CallbackServerContext* context, const v1::CompareSubGuidelineRevisionsRequest* request,
    v1::CompareSubGuidelineRevisionsResponse* response) {
  return runner_.Run(*context, methods_.Get("CompareSubGuidelineRevisions"), *request, *response,
                     std::bind_front(&RevisionHandlers::Compare, &revisions_));
}

}  // namespace mosbat::guideline
