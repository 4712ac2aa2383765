#include "services/guideline/handlers/deputyship_handlers.h"

#include <string>
#include <utility>

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "services/guideline/domain/deputyship.h"
#include "services/guideline/errors.h"

namespace mosbat::guideline {
namespace {

constexpr char kPattern[] = "deputyships/*";

}  // namespace

absl::StatusOr<v1::Deputyship> DeputyshipHandlers::Create(rpc::Call& call,
                                                          const v1::CreateDeputyshipRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::string name, NewName("deputyships", "deputyship_id", request.deputyship_id()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Deputyship deputyship, domain::NewDeputyship(request.deputyship(), name, call.now()));
  MOSBAT_RETURN_IF_ERROR(RequireFree(deputyships_.Get(call.session(), name).status(), name));
  MOSBAT_RETURN_IF_ERROR(HoldSuccessors(call, deputyship));
  MOSBAT_ASSIGN_OR_RETURN(deputyship, deputyships_.Insert(call.session(), std::move(deputyship)));
  call.Audit(name, 0, RowVersionOf(deputyship.etag()));
  call.Emit(rpc::NewEvent("DeputyshipCreated", name, deputyship));
  return deputyship;
}

absl::StatusOr<v1::Deputyship> DeputyshipHandlers::Get(rpc::Call& call, const v1::GetDeputyshipRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kPattern, request.name()));
  return deputyships_.Get(call.session(), request.name());
}

absl::StatusOr<v1::ListDeputyshipsResponse> DeputyshipHandlers::List(rpc::Call& call,
                                                                     const v1::ListDeputyshipsRequest& request) const {
  return ListPage("deputyships", request, &v1::ListDeputyshipsResponse::mutable_deputyships,
                  [&](const std::string& after, int limit) { return deputyships_.List(call.session(), after, limit); });
}

absl::StatusOr<v1::Deputyship> DeputyshipHandlers::Update(rpc::Call& call,
                                                          const v1::UpdateDeputyshipRequest& request) const {
  const v1::Deputyship& wanted = request.deputyship();
  MOSBAT_RETURN_IF_ERROR(RequireName("deputyship.name", kPattern, wanted.name()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Deputyship deputyship, deputyships_.Get(call.session(), wanted.name()));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(wanted.etag(), deputyship.etag(), wanted.name()));
  const v1::Deputyship before = deputyship;
  MOSBAT_ASSIGN_OR_RETURN(deputyship, domain::Edit(std::move(deputyship), request, call.now()));
  if (deputyship.successor() != before.successor()) MOSBAT_RETURN_IF_ERROR(HoldSuccessors(call, deputyship));
  MOSBAT_ASSIGN_OR_RETURN(deputyship, deputyships_.Replace(call.session(), std::move(deputyship)));
  call.Audit(deputyship.name(), RowVersionOf(before.etag()), RowVersionOf(deputyship.etag()));
  call.Emit(rpc::NewEvent("DeputyshipUpdated", deputyship.name(), deputyship));
  return deputyship;
}

absl::Status DeputyshipHandlers::HoldSuccessors(rpc::Call& call, const v1::Deputyship& deputyship) const {
  std::string next = deputyship.successor();
  while (!next.empty()) {
    if (next == deputyship.name()) return errors::SuccessorCycle(deputyship.name(), deputyship.successor());
    absl::StatusOr<v1::Deputyship> successor = deputyships_.Get(call.session(), next);
    if (absl::IsNotFound(successor.status())) return errors::SuccessorNotFound(next);
    MOSBAT_ASSIGN_OR_RETURN(const v1::Deputyship held, deputyships_.Replace(call.session(), *std::move(successor)));
    next = held.successor();
  }
  return absl::OkStatus();
}

}  // namespace mosbat::guideline
