#include "services/guideline/handlers/directive_handlers.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/historical.h"
#include "common/iran/tehran_day.h"
#include "services/guideline/domain/comparison.h"
#include "services/guideline/domain/directive.h"
#include "services/guideline/errors.h"
#include "services/guideline/handlers/directive_in_force.h"

namespace mosbat::guideline {
namespace {

constexpr char kPattern[] = "directives/*";

// The day that a request asks about: today where it names none.
template <typename Request>
absl::CivilDay DayAsked(const rpc::Call& call, const Request& request) {
  return request.has_date() ? iran::StoredDay(request.date()) : iran::TehranDay(call.now());
}

// What is drafted is not said to the public.
bool SeesDrafts(const rpc::Call& call) { return call.caller().role == access::v1::STEERING; }

}  // namespace

absl::StatusOr<v1::Directive> DirectiveHandlers::Create(rpc::Call& call,
                                                        const v1::CreateDirectiveRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::string name, NewName("directives", "directive_id", request.directive_id()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Directive draft, domain::NewDraft(request.directive(), name, call.now()));
  MOSBAT_RETURN_IF_ERROR(RequireFree(directives_.Get(call.session(), name).status(), name));
  MOSBAT_RETURN_IF_ERROR(RequireNumberFree(call, draft));
  MOSBAT_RETURN_IF_ERROR(RequireAmendable(call, draft));
  MOSBAT_ASSIGN_OR_RETURN(draft, directives_.Insert(call.session(), std::move(draft)));
  call.Audit(name, 0, RowVersionOf(draft.etag()));
  return draft;
}

absl::StatusOr<v1::Directive> DirectiveHandlers::Get(rpc::Call& call, const v1::GetDirectiveRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kPattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Directive directive, GetToRead(call, request.name()));
  return AsOf(call, std::move(directive), DayAsked(call, request));
}

absl::StatusOr<v1::ListDirectivesResponse> DirectiveHandlers::List(rpc::Call& call,
                                                                   const v1::ListDirectivesRequest& request) const {
  const absl::CivilDay day = DayAsked(call, request);
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::Directive> in_force,
                          DirectiveInForce(call.session(), directives_, day));
  domain::UnderWay under_way;
  MOSBAT_ASSIGN_OR_RETURN(under_way.amending, directives_.ListAmending(call.session(), "", day));
  MOSBAT_ASSIGN_OR_RETURN(under_way.next, NextDirective(call.session(), directives_, day));
  return ListPage(
      "directives", request, &v1::ListDirectivesResponse::mutable_directives,
      [&](const std::string& after, int limit) {
        return directives_.List(call.session(), {.with_drafts = SeesDrafts(call)}, after, limit);
      },
      [&](v1::Directive directive) {
        directive.set_standing(domain::StandingOn(directive, in_force, day));
        domain::SetPendingAmendments(under_way, SeesDrafts(call), directive);
        return directive;
      });
}

absl::StatusOr<v1::Directive> DirectiveHandlers::Update(rpc::Call& call,
                                                        const v1::UpdateDirectiveRequest& request) const {
  const v1::Directive& wanted = request.directive();
  MOSBAT_ASSIGN_OR_RETURN(v1::Directive draft, GetToChange(call, wanted.name(), wanted.etag()));
  MOSBAT_ASSIGN_OR_RETURN(draft, domain::Edit(std::move(draft), request, call.now()));
  MOSBAT_RETURN_IF_ERROR(RequireNumberFree(call, draft));
  MOSBAT_RETURN_IF_ERROR(RequireAmendable(call, draft));
  return Replace(call, std::move(draft));
}

absl::StatusOr<v1::Directive> DirectiveHandlers::Issue(rpc::Call& call,
                                                       const v1::IssueDirectiveRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Directive directive, GetToChange(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(directive,
                          domain::Issue(std::move(directive), iran::EntryOf(request, call.caller().role, call.now()),
                                        call.caller().id, call.now()));
  MOSBAT_ASSIGN_OR_RETURN(directive, Replace(call, std::move(directive)));
  call.Emit(rpc::NewEvent("DirectiveIssued", directive.name(), directive));
  return AsOf(call, std::move(directive), iran::TehranDay(call.now()));
}

absl::StatusOr<v1::Directive> DirectiveHandlers::Repeal(rpc::Call& call,
                                                        const v1::RepealDirectiveRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Directive directive, GetToChange(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(
      directive, domain::Repeal(std::move(directive), request, iran::EntryOf(request, call.caller().role, call.now()),
                                call.now()));
  MOSBAT_ASSIGN_OR_RETURN(directive, Replace(call, std::move(directive)));
  call.Emit(rpc::NewEvent("DirectiveRepealed", directive.name(), directive));
  return AsOf(call, std::move(directive), iran::TehranDay(call.now()));
}

absl::StatusOr<v1::Directive> DirectiveHandlers::Resolve(rpc::Call& call,
                                                         const v1::ResolveDirectiveRequest& request) const {
  const absl::CivilDay day = DayAsked(call, request);
  MOSBAT_ASSIGN_OR_RETURN(std::optional<v1::Directive> in_force, DirectiveInForce(call.session(), directives_, day));
  if (!in_force.has_value()) return errors::NoDirectiveOn(day);
  return AsOf(call, *std::move(in_force), day);
}

absl::StatusOr<v1::CompareDirectivesResponse> DirectiveHandlers::Compare(
    rpc::Call& call, const v1::CompareDirectivesRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("base", kPattern, request.base()));
  MOSBAT_RETURN_IF_ERROR(RequireName("other", kPattern, request.other()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Directive base, GetToRead(call, request.base()));
  MOSBAT_ASSIGN_OR_RETURN(const v1::Directive other, GetToRead(call, request.other()));
  return domain::Compare(base, other);
}

absl::StatusOr<v1::Directive> DirectiveHandlers::GetToRead(rpc::Call& call, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Directive directive, directives_.Get(call.session(), name));
  if (directive.state() == v1::Directive::DRAFT && !SeesDrafts(call)) return errors::DirectiveNotFound(name);
  return directive;
}

absl::StatusOr<v1::Directive> DirectiveHandlers::GetToChange(rpc::Call& call, const std::string& name,
                                                             const std::string& etag) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kPattern, name));
  MOSBAT_ASSIGN_OR_RETURN(v1::Directive directive, directives_.Get(call.session(), name));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(etag, directive.etag(), name));
  return directive;
}

absl::StatusOr<v1::Directive> DirectiveHandlers::Replace(rpc::Call& call, v1::Directive directive) const {
  const int64_t before = RowVersionOf(directive.etag());
  MOSBAT_ASSIGN_OR_RETURN(directive, directives_.Replace(call.session(), std::move(directive)));
  call.Audit(directive.name(), before, RowVersionOf(directive.etag()));
  return directive;
}

absl::Status DirectiveHandlers::RequireNumberFree(rpc::Call& call, const v1::Directive& directive) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::string holder, directives_.NameOfNumber(call.session(), directive.number()));
  if (holder.empty() || holder == directive.name()) return absl::OkStatus();
  return errors::DirectiveNumberTaken(directive.number(), holder);
}

absl::Status DirectiveHandlers::RequireAmendable(rpc::Call& call, const v1::Directive& draft) const {
  std::optional<v1::Directive> amended;
  if (!draft.amends().empty()) {
    absl::StatusOr<v1::Directive> found = directives_.Get(call.session(), draft.amends());
    if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
    if (found.ok()) amended = *std::move(found);
  }
  return domain::CheckAmends(draft, amended);
}

absl::StatusOr<v1::Directive> DirectiveHandlers::AsOf(rpc::Call& call, v1::Directive directive,
                                                      absl::CivilDay day) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::Directive> in_force,
                          DirectiveInForce(call.session(), directives_, day));
  directive.set_standing(domain::StandingOn(directive, in_force, day));
  domain::UnderWay under_way;
  MOSBAT_ASSIGN_OR_RETURN(under_way.amending, directives_.ListAmending(call.session(), directive.name(), day));
  MOSBAT_ASSIGN_OR_RETURN(under_way.next, NextDirective(call.session(), directives_, day));
  domain::SetPendingAmendments(under_way, SeesDrafts(call), directive);
  return directive;
}

}  // namespace mosbat::guideline
