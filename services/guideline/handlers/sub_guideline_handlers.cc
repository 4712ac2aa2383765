#include "services/guideline/handlers/sub_guideline_handlers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/tehran_day.h"
#include "services/guideline/domain/deputyship.h"
#include "services/guideline/domain/revision.h"
#include "services/guideline/domain/sub_guideline.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline {
namespace {

constexpr char kPattern[] = "subGuidelines/*";

}  // namespace

absl::StatusOr<v1::SubGuideline> SubGuidelineHandlers::Create(rpc::Call& call,
                                                              const v1::CreateSubGuidelineRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::string name,
                          NewName("subGuidelines", "sub_guideline_id", request.sub_guideline_id()));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuideline sub_guideline,
                          domain::NewSubGuideline(request.sub_guideline(), name, call.now()));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuidelineRevision text,
                          domain::Edit(domain::NewDraft(domain::AddPending(sub_guideline), call.now()), "revision",
                                       request.revision(), {}, call.caller().id, call.now()));
  MOSBAT_RETURN_IF_ERROR(RequireFree(sub_guidelines_.Get(call.session(), name).status(), name));
  const absl::CivilDay today = iran::TehranDay(call.now());
  const absl::StatusOr<v1::Deputyship> owner = deputyships_.Get(call.session(), sub_guideline.deputyship());
  if (absl::IsNotFound(owner.status())) return errors::DeputyshipNotValid(sub_guideline.deputyship(), today);
  MOSBAT_RETURN_IF_ERROR(owner.status());
  MOSBAT_RETURN_IF_ERROR(domain::RequireValid(*owner, today));
  MOSBAT_RETURN_IF_ERROR(sub_guidelines_.InsertRevision(call.session(), std::move(text)).status());
  MOSBAT_ASSIGN_OR_RETURN(sub_guideline, sub_guidelines_.Insert(call.session(), std::move(sub_guideline)));
  call.Audit(name, 0, RowVersionOf(sub_guideline.etag()));
  return sub_guideline;
}

absl::StatusOr<v1::SubGuideline> SubGuidelineHandlers::Get(rpc::Call& call,
                                                           const v1::GetSubGuidelineRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kPattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuideline sub_guideline, sub_guidelines_.Get(call.session(), request.name()));
  return domain::AsOf(std::move(sub_guideline), iran::TehranDay(call.now()));
}

absl::StatusOr<v1::ListSubGuidelinesResponse> SubGuidelineHandlers::List(
    rpc::Call& call, const v1::ListSubGuidelinesRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("deputyship", "deputyships/*", request.deputyship()));
  const absl::CivilDay today = iran::TehranDay(call.now());
  return ListPage(
      absl::StrCat("subGuidelines|", request.deputyship()), request,
      &v1::ListSubGuidelinesResponse::mutable_sub_guidelines,
      [&](const std::string& after, int limit) {
        return sub_guidelines_.List(call.session(), request.deputyship(), after, limit);
      },
      [&](v1::SubGuideline sub_guideline) { return domain::AsOf(std::move(sub_guideline), today); });
}

}  // namespace mosbat::guideline
