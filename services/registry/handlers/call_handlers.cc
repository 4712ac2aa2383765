#include "services/registry/handlers/call_handlers.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/jalali.h"
#include "common/iran/tehran_day.h"
#include "services/registry/domain/divisions.h"
#include "services/registry/errors.h"
#include "services/registry/handlers/names.h"

namespace mosbat::registry {
namespace {

// Purchasing keeps one credit per province and fiscal year, "credits/30-1405".
std::string CreditFor(const std::string& county, absl::CivilDay day) {
  const std::string province = domain::ProvinceOf(county);
  return absl::StrCat("credits/", province.substr(province.find('/') + 1), "-", iran::FiscalYearOf(day));
}

}  // namespace

template <typename Request>
absl::StatusOr<v1::Call> CallHandlers::Current(rpc::Call& call, const Request& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kCallPattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Call invitation, calls_.Get(call.session(), request.name()));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(request.etag(), invitation.etag(), invitation.name()));
  return invitation;
}

absl::StatusOr<v1::Call> CallHandlers::Save(rpc::Call& call, v1::Call next, absl::string_view event) const {
  const int64_t before = RowVersionOf(next.etag());
  MOSBAT_ASSIGN_OR_RETURN(const v1::Call stored, calls_.Replace(call.session(), std::move(next)));
  v1::Call answer = domain::AsOf(stored, iran::TehranDay(call.now()));
  call.Audit(answer.name(), before, RowVersionOf(answer.etag()));
  call.Emit(rpc::NewEvent(event, answer.name(), answer));
  return answer;
}

absl::StatusOr<v1::Call> CallHandlers::Create(rpc::Call& call, const v1::CreateCallRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("call.county", kCountyPattern, request.call().county()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Call invitation, domain::Draft(request.call(), call.now()));
  MOSBAT_ASSIGN_OR_RETURN(const std::string name, NewName("calls", "call_id", request.call_id(), call.NewId()));
  MOSBAT_RETURN_IF_ERROR(divisions_.GetCounty(call.session(), invitation.county()).status());
  MOSBAT_RETURN_IF_ERROR(RequireFree(calls_.Get(call.session(), name).status(), name));
  invitation.set_name(name);
  MOSBAT_ASSIGN_OR_RETURN(v1::Call stored, calls_.Insert(call.session(), std::move(invitation)));
  call.Audit(name, 0, RowVersionOf(stored.etag()));
  call.Emit(rpc::NewEvent("CallCreated", name, stored));
  return stored;
}

absl::StatusOr<domain::Announcement> CallHandlers::GatherAnnounce(const rpc::CallContext& context,
                                                                  const v1::AnnounceCallRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kCallPattern, request.name()));
  domain::Announcement announcement;
  MOSBAT_ASSIGN_OR_RETURN(announcement.opening, iran::DayOf("opening_date", request.opening_date()));
  const absl::CivilDay today = iran::TehranDay(context.now);
  if (announcement.opening < today) return errors::OpeningInPast(announcement.opening, today);
  std::string county;
  MOSBAT_RETURN_IF_ERROR(database_.Read(
      [&](db::Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(const v1::Call invitation, calls_.Get(session, request.name()));
        county = invitation.county();
        return absl::OkStatus();
      },
      context.deadline));
  MOSBAT_ASSIGN_OR_RETURN(announcement.directive, guideline_.ResolveDirective(context, announcement.opening));
  MOSBAT_ASSIGN_OR_RETURN(announcement.credit, purchasing_.GetCredit(context, CreditFor(county, announcement.opening)));
  return announcement;
}

absl::StatusOr<v1::Call> CallHandlers::Announce(rpc::Call& call, const v1::AnnounceCallRequest& request,
                                                const domain::Announcement& announcement) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Call invitation, Current(call, request));
  MOSBAT_ASSIGN_OR_RETURN(invitation, domain::Announce(std::move(invitation), announcement, call.now()));
  return Save(call, std::move(invitation), "CallAnnounced");
}

absl::StatusOr<v1::Call> CallHandlers::Extend(rpc::Call& call, const v1::ExtendCallRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay closing, iran::DayOf("closing_date", request.closing_date()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Call invitation, Current(call, request));
  MOSBAT_ASSIGN_OR_RETURN(invitation, domain::Extend(std::move(invitation), closing, request.reason(), call.now()));
  return Save(call, std::move(invitation), "CallExtended");
}

absl::StatusOr<v1::Call> CallHandlers::Cancel(rpc::Call& call, const v1::CancelCallRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Call invitation, Current(call, request));
  MOSBAT_ASSIGN_OR_RETURN(invitation, domain::Cancel(std::move(invitation), request.reason(), call.now()));
  return Save(call, std::move(invitation), "CallCancelled");
}

absl::StatusOr<v1::Call> CallHandlers::Close(rpc::Call& call, const v1::CloseCallRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Call invitation, Current(call, request));
  MOSBAT_ASSIGN_OR_RETURN(invitation, domain::Close(std::move(invitation), request.reason(), call.now()));
  return Save(call, std::move(invitation), "CallClosed");
}

absl::StatusOr<v1::Call> CallHandlers::Get(rpc::Call& call, const v1::GetCallRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kCallPattern, request.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Call invitation, calls_.Get(call.session(), request.name()));
  return domain::AsOf(std::move(invitation), iran::TehranDay(call.now()));
}

absl::StatusOr<v1::ListCallsResponse> CallHandlers::List(rpc::Call& call, const v1::ListCallsRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("county", kCountyPattern, request.county()));
  const absl::CivilDay today = iran::TehranDay(call.now());
  return ListPage(
      absl::StrCat("calls|", request.county()), request, &v1::ListCallsResponse::mutable_calls,
      [&](const std::string& after, int limit) { return calls_.List(call.session(), request.county(), after, limit); },
      [&](v1::Call item) { return domain::AsOf(std::move(item), today); });
}

}  // namespace mosbat::registry
