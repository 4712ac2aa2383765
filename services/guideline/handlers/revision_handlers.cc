#include "services/guideline/handlers/revision_handlers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "common/iran/historical.h"
#include "common/iran/tehran_day.h"
#include "services/guideline/domain/comparison.h"
#include "services/guideline/domain/deputyship.h"
#include "services/guideline/domain/revision.h"
#include "services/guideline/errors.h"
#include "services/guideline/handlers/directive_in_force.h"

namespace mosbat::guideline {
namespace {

using domain::RevisionName;

constexpr int kMostRevisions = 100;  // each carries its whole text

}  // namespace

absl::StatusOr<v1::SubGuidelineRevision> RevisionHandlers::Update(
    rpc::Call& call, const v1::UpdateSubGuidelineRevisionRequest& request) const {
  const v1::SubGuidelineRevision& wanted = request.sub_guideline_revision();
  MOSBAT_ASSIGN_OR_RETURN(const RevisionName name, RevisionName::Parse("sub_guideline_revision.name", wanted.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuideline sub_guideline, sub_guidelines_.Get(call.session(), name.sub_guideline));
  MOSBAT_RETURN_IF_ERROR(RequireWriter(call, sub_guideline));
  absl::StatusOr<v1::SubGuidelineRevision> text = GetToChange(call, name.text, wanted.etag());
  if (absl::IsNotFound(text.status()) && request.allow_missing()) {
    return CreateNext(call, std::move(sub_guideline), name, request);
  }
  MOSBAT_RETURN_IF_ERROR(text.status());
  MOSBAT_ASSIGN_OR_RETURN(text, domain::Edit(*std::move(text), "sub_guideline_revision", wanted, request.update_mask(),
                                             call.caller().id, call.now()));
  return Replace(call, *std::move(text));
}

absl::StatusOr<v1::SubGuidelineRevision> RevisionHandlers::CreateNext(
    rpc::Call& call, v1::SubGuideline sub_guideline, const RevisionName& name,
    const v1::UpdateSubGuidelineRevisionRequest& request) const {
  if (!sub_guideline.pending_revision().empty()) return errors::PendingRevisionExists(sub_guideline.pending_revision());
  const RevisionName next = domain::AddPending(sub_guideline);
  if (name.text != next.text) return errors::RevisionNotNext(name.text, next.text);
  MOSBAT_ASSIGN_OR_RETURN(
      v1::SubGuidelineRevision text,
      domain::Edit(domain::NewDraft(next, call.now()), "sub_guideline_revision", request.sub_guideline_revision(),
                   request.update_mask(), call.caller().id, call.now()));
  MOSBAT_RETURN_IF_ERROR(sub_guidelines_.Replace(call.session(), std::move(sub_guideline)).status());
  MOSBAT_ASSIGN_OR_RETURN(text, sub_guidelines_.InsertRevision(call.session(), std::move(text)));
  call.Audit(text.name(), 0, RowVersionOf(text.etag()));
  return text;
}

absl::StatusOr<v1::SubGuidelineRevision> RevisionHandlers::Submit(
    rpc::Call& call, const v1::SubmitSubGuidelineRevisionRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const RevisionName name, RevisionName::Parse("name", request.name()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::SubGuideline sub_guideline,
                          sub_guidelines_.Get(call.session(), name.sub_guideline));
  MOSBAT_RETURN_IF_ERROR(RequireWriter(call, sub_guideline));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuidelineRevision text, GetToChange(call, name.text, request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(text, domain::Submit(std::move(text), call.caller().id, call.now()));
  return Replace(call, std::move(text));
}

absl::StatusOr<v1::SubGuidelineRevision> RevisionHandlers::Return(
    rpc::Call& call, const v1::ReturnSubGuidelineRevisionRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const RevisionName name, RevisionName::Parse("name", request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuidelineRevision text, GetToChange(call, name.text, request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(text, domain::Return(std::move(text), request, call.caller().id, call.now()));
  return Replace(call, std::move(text));
}

absl::StatusOr<v1::SubGuidelineRevision> RevisionHandlers::Approve(
    rpc::Call& call, const v1::ApproveSubGuidelineRevisionRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const RevisionName name, RevisionName::Parse("name", request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuidelineRevision text, GetToChange(call, name.text, request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuideline sub_guideline, sub_guidelines_.Get(call.session(), name.sub_guideline));
  const absl::CivilDay day = iran::StoredDay(request.effective_date());
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::Directive> directive,
                          DirectiveInForce(call.session(), directives_, day));
  if (!directive.has_value()) return errors::DirectiveNotInForce(day);
  MOSBAT_ASSIGN_OR_RETURN(
      text, domain::Approve(std::move(text), sub_guideline, *directive, request,
                            iran::EntryOf(request, call.caller().role, call.now()), call.caller().id, call.now()));
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<domain::MovedEnd> moved,
                          domain::PutInForce(sub_guideline, name.text, day));
  return ReplaceDecided(call, std::move(text), std::move(sub_guideline), moved, "SubGuidelineRevisionApproved");
}

absl::StatusOr<v1::SubGuidelineRevision> RevisionHandlers::Withdraw(
    rpc::Call& call, const v1::WithdrawSubGuidelineRevisionRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const RevisionName name, RevisionName::Parse("name", request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuidelineRevision text, GetToChange(call, name.text, request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuideline sub_guideline, sub_guidelines_.Get(call.session(), name.sub_guideline));
  MOSBAT_ASSIGN_OR_RETURN(text, domain::Withdraw(std::move(text), request, call.caller().id, call.now()));
  const std::optional<domain::MovedEnd> moved =
      domain::TakeOutOfForce(sub_guideline, name.text, iran::TehranDay(call.now()));
  return ReplaceDecided(call, std::move(text), std::move(sub_guideline), moved, "SubGuidelineRevisionWithdrawn");
}

absl::StatusOr<v1::SubGuidelineRevision> RevisionHandlers::Get(
    rpc::Call& call, const v1::GetSubGuidelineRevisionRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const RevisionName name, RevisionName::Parse("name", request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuidelineRevision text, sub_guidelines_.GetRevision(call.session(), name.text));
  return domain::AsOf(std::move(text), iran::TehranDay(call.now()));
}

absl::StatusOr<v1::ListSubGuidelineRevisionsResponse> RevisionHandlers::List(
    rpc::Call& call, const v1::ListSubGuidelineRevisionsRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("parent", "subGuidelines/*", request.parent()));
  MOSBAT_RETURN_IF_ERROR(sub_guidelines_.Get(call.session(), request.parent()).status());
  const absl::CivilDay today = iran::TehranDay(call.now());
  return ListPage(
      absl::StrCat("subGuidelineRevisions|", request.parent()), request,
      &v1::ListSubGuidelineRevisionsResponse::mutable_revisions,
      [&](const std::string& after, int limit) {
        return sub_guidelines_.ListRevisions(call.session(), request.parent(), after, limit);
      },
      [&](v1::SubGuidelineRevision text) { return domain::AsOf(std::move(text), today); }, {.most = kMostRevisions});
}

absl::StatusOr<v1::CompareSubGuidelineRevisionsResponse> RevisionHandlers::Compare(
    rpc::Call& call, const v1::CompareSubGuidelineRevisionsRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const RevisionName base_name, RevisionName::Parse("base", request.base()));
  MOSBAT_ASSIGN_OR_RETURN(const RevisionName other_name, RevisionName::Parse("other", request.other()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::SubGuidelineRevision base,
                          sub_guidelines_.GetRevision(call.session(), base_name.text));
  MOSBAT_ASSIGN_OR_RETURN(const v1::SubGuidelineRevision other,
                          sub_guidelines_.GetRevision(call.session(), other_name.text));
  return domain::Compare(base, other);
}

absl::Status RevisionHandlers::RequireWriter(rpc::Call& call, const v1::SubGuideline& sub_guideline) const {
  const absl::CivilDay today = iran::TehranDay(call.now());
  MOSBAT_ASSIGN_OR_RETURN(v1::Deputyship writer, deputyships_.Get(call.session(), sub_guideline.deputyship()));
  while (domain::HasEndedBy(writer, today) && !writer.successor().empty()) {
    MOSBAT_ASSIGN_OR_RETURN(writer, deputyships_.Get(call.session(), writer.successor()));
  }
  MOSBAT_RETURN_IF_ERROR(call.RequireScope({.deputyship = writer.name()}));
  return domain::RequireValid(writer, today);
}

absl::StatusOr<v1::SubGuidelineRevision> RevisionHandlers::GetToChange(rpc::Call& call, const std::string& name,
                                                                       const std::string& etag) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::SubGuidelineRevision text, sub_guidelines_.GetRevision(call.session(), name));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(etag, text.etag(), name));
  return text;
}

absl::StatusOr<v1::SubGuidelineRevision> RevisionHandlers::Replace(rpc::Call& call,
                                                                   v1::SubGuidelineRevision text) const {
  const int64_t before = RowVersionOf(text.etag());
  MOSBAT_ASSIGN_OR_RETURN(text, sub_guidelines_.ReplaceRevision(call.session(), std::move(text)));
  call.Audit(text.name(), before, RowVersionOf(text.etag()));
  return text;
}

absl::StatusOr<v1::SubGuidelineRevision> RevisionHandlers::ReplaceDecided(rpc::Call& call,
                                                                          v1::SubGuidelineRevision text,
                                                                          v1::SubGuideline sub_guideline,
                                                                          const std::optional<domain::MovedEnd>& moved,
                                                                          absl::string_view event) const {
  *sub_guideline.mutable_update_time() = ToTimestamp(call.now());
  MOSBAT_ASSIGN_OR_RETURN(sub_guideline, sub_guidelines_.Replace(call.session(), std::move(sub_guideline)));
  sub_guideline = domain::AsOf(std::move(sub_guideline), iran::TehranDay(call.now()));
  call.Emit(rpc::NewEvent("SubGuidelineUpdated", sub_guideline.name(), sub_guideline));
  MOSBAT_ASSIGN_OR_RETURN(text, Replace(call, std::move(text)));
  call.Emit(rpc::NewEvent(event, text.name(), text));
  if (moved.has_value()) {
    MOSBAT_ASSIGN_OR_RETURN(v1::SubGuidelineRevision other,
                            sub_guidelines_.GetRevision(call.session(), moved->revision));
    other.clear_end_date();
    if (moved->end_day.has_value()) *other.mutable_end_date() = iran::ToDate(*moved->end_day);
    MOSBAT_ASSIGN_OR_RETURN(other, sub_guidelines_.ReplaceRevision(call.session(), std::move(other)));
    other = domain::AsOf(std::move(other), iran::TehranDay(call.now()));
    call.Emit(rpc::NewEvent("SubGuidelineRevisionSuperseded", other.name(), other));
  }
  return text;
}

}  // namespace mosbat::guideline
