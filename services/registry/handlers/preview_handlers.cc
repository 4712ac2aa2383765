#include "services/registry/handlers/preview_handlers.h"

#include <vector>

#include "common/base/error.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/directive_preview.h"
#include "services/registry/handlers/names.h"

namespace mosbat::registry {
namespace {

constexpr int kPage = 500;

// Adds every item of a list to the preview, page by page, for as long as somebody waits for it.
template <typename List>
absl::Status AddAll(const rpc::Call& call, List list, domain::DirectivePreview& preview) {
  for (std::string after;;) {
    MOSBAT_RETURN_IF_ERROR(call.RequireWaiting());
    MOSBAT_ASSIGN_OR_RETURN(const auto items, list(after, kPage));
    for (const auto& item : items) preview.Add(item);
    if (items.size() < kPage) return absl::OkStatus();
    after = items.back().name();
  }
}

}  // namespace

absl::StatusOr<PreviewHandlers::Proposal> PreviewHandlers::GatherPreview(
    const rpc::CallContext& context, const v1::PreviewDirectiveRequest& request) const {
  Proposal proposal;
  switch (request.proposal_case()) {
    case v1::PreviewDirectiveRequest::kDirective: {
      MOSBAT_RETURN_IF_ERROR(RequireName("directive", kDirectivePattern, request.directive()));
      MOSBAT_ASSIGN_OR_RETURN(proposal.then, guideline_.GetDirective(context, request.directive()));
      break;
    }
    case v1::PreviewDirectiveRequest::kProvisions:
      *proposal.then.mutable_provisions() = request.provisions();
      break;
    default:
      return mosbat::errors::FieldRequired("directive");
  }
  MOSBAT_RETURN_IF_ERROR(domain::CheckProposal(proposal.then.provisions()));
  MOSBAT_ASSIGN_OR_RETURN(proposal.now, guideline_.ResolveDirective(context, iran::TehranDay(context.now)));
  MOSBAT_ASSIGN_OR_RETURN(proposal.position, position_(context.deadline));
  return proposal;
}

absl::StatusOr<v1::PreviewDirectiveResponse> PreviewHandlers::Preview(rpc::Call& call,
                                                                      const v1::PreviewDirectiveRequest& request,
                                                                      const Proposal& proposal) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::string area, AreaOf("area", request.area()));
  const absl::CivilDay today = iran::TehranDay(call.now());
  domain::DirectivePreview preview(proposal.then, area, today);
  MOSBAT_RETURN_IF_ERROR(AddAll(
      call, [&](const std::string& after, int limit) { return centres_.List(call.session(), area, after, limit); },
      preview));
  MOSBAT_RETURN_IF_ERROR(AddAll(
      call,
      [&](const std::string& after, int limit) {
        return licences_.List(call.session(), {.area = area}, /*centre=*/"", after, limit);
      },
      preview));
  v1::PreviewDirectiveResponse answer = preview.Result();
  answer.set_directive_now(proposal.now.name());
  answer.set_entrustment_now(proposal.now.provisions().entrustment().mode());
  *answer.mutable_date() = iran::ToDate(today);
  answer.set_position(proposal.position);
  return answer;
}

}  // namespace mosbat::registry
