#include "services/catalog/handlers/entrustment_handlers.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/iran/historical.h"
#include "common/iran/tehran_day.h"
#include "services/catalog/domain/entrustment.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog {
namespace {

constexpr char kTypePattern[] = "serviceTypes/*";
constexpr char kEntrustmentPattern[] = "entrustments/*";

auth::Belonging BelongingOf(const std::string& owner, const common::v1::Area& area) {
  switch (area.area_case()) {
    case common::v1::Area::kProvince:
      return {.deputyship = owner, .area = area.province()};
    case common::v1::Area::kCounty:
      return {.deputyship = owner, .area = area.county()};
    case common::v1::Area::kCentre:
      return {.deputyship = owner, .centre = area.centre()};
    default:
      return {.deputyship = owner};
  }
}

// The caller must cover everything that the entrustment covers.
absl::Status RequireScope(rpc::Call& call, const v1::Entrustment& entrustment) {
  if (!entrustment.has_centres()) return call.RequireScope(BelongingOf(entrustment.owner(), entrustment.area()));
  for (const std::string& centre : entrustment.centres().names()) {
    MOSBAT_RETURN_IF_ERROR(call.RequireScope({.deputyship = entrustment.owner(), .centre = centre}));
  }
  return absl::OkStatus();
}

// A province or a county.
template <typename Division>
std::optional<absl::CivilDay> LastDayOf(const Division& division) {
  if (!division.has_valid_until()) return std::nullopt;
  return iran::StoredDay(division.valid_until());
}

std::optional<absl::CivilDay> LastDayOf(const registry::v1::Centre& centre) {
  if (!centre.has_closing_date()) return std::nullopt;
  return iran::StoredDay(centre.closing_date()) - 1;
}

// Keeps in `place` what registry answered; that it has no such place is an answer too.
template <typename Answer>
absl::Status Take(const absl::StatusOr<Answer>& answer, domain::Place& place) {
  if (absl::IsNotFound(answer.status())) return absl::OkStatus();
  MOSBAT_RETURN_IF_ERROR(answer.status());
  place.exists = true;
  place.last_day = LastDayOf(*answer);
  return absl::OkStatus();
}

absl::Status AskAbout(domain::Place& place, RegistryClient& registry, const rpc::CallContext& context) {
  switch (place.kind) {
    case domain::Place::Kind::kProvince:
      return Take(registry.GetProvince(context, place.name), place);
    case domain::Place::Kind::kCounty:
      return Take(registry.GetCounty(context, place.name), place);
    case domain::Place::Kind::kCentre:
      break;
  }
  return Take(registry.GetCentre(context, place.name), place);
}

}  // namespace

absl::StatusOr<std::vector<domain::Place>> EntrustmentHandlers::GatherPropose(
    const rpc::CallContext& context, const v1::ProposeEntrustmentRequest& request) const {
  std::vector<domain::Place> places = domain::PlacesOf(request.entrustment());
  for (domain::Place& place : places) MOSBAT_RETURN_IF_ERROR(AskAbout(place, registry_, context));
  return places;
}

absl::StatusOr<v1::Entrustment> EntrustmentHandlers::Propose(rpc::Call& call,
                                                             const v1::ProposeEntrustmentRequest& request,
                                                             const std::vector<domain::Place>& places) const {
  const v1::Entrustment& wanted = request.entrustment();
  MOSBAT_RETURN_IF_ERROR(RequireName("entrustment.service_type", kTypePattern, wanted.service_type()));
  MOSBAT_RETURN_IF_ERROR(domain::CheckProposal(wanted, places));
  MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceType type, types_.Get(call.session(), wanted.service_type()));
  const std::string name = absl::StrCat("entrustments/", call.NewId());
  MOSBAT_ASSIGN_OR_RETURN(v1::Entrustment entrustment, domain::Propose(wanted, type, name, call.now()));
  MOSBAT_RETURN_IF_ERROR(RequireScope(call, entrustment));
  MOSBAT_RETURN_IF_ERROR(types_.HoldNotRetired(call.session(), type.name()));
  MOSBAT_ASSIGN_OR_RETURN(entrustment, entrustments_.Insert(call.session(), std::move(entrustment)));
  call.Audit(name, 0, RowVersionOf(entrustment.etag()));
  call.Emit(rpc::NewEvent("EntrustmentProposed", name, entrustment));
  return entrustment;
}

absl::StatusOr<v1::Entrustment> EntrustmentHandlers::Activate(rpc::Call& call,
                                                              const v1::ActivateEntrustmentRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Entrustment entrustment, GetToChange(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(
      entrustment,
      domain::Activate(std::move(entrustment), iran::EntryOf(request, call.caller().role, call.now()), call.now()));
  MOSBAT_RETURN_IF_ERROR(types_.HoldActive(call.session(), entrustment.service_type()));
  return Replace(call, std::move(entrustment), "EntrustmentActivated");
}

absl::StatusOr<v1::Entrustment> EntrustmentHandlers::Suspend(rpc::Call& call,
                                                             const v1::SuspendEntrustmentRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Entrustment entrustment, GetToChange(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(
      entrustment, domain::Suspend(std::move(entrustment), request.reason(), iran::TehranDay(call.now()), call.now()));
  return Replace(call, std::move(entrustment), "EntrustmentSuspended");
}

absl::StatusOr<v1::Entrustment> EntrustmentHandlers::End(rpc::Call& call,
                                                         const v1::EndEntrustmentRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(v1::Entrustment entrustment, GetToChange(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(
      entrustment, domain::End(std::move(entrustment), request.reason(), iran::TehranDay(call.now()), call.now()));
  return Replace(call, std::move(entrustment), "EntrustmentEnded");
}

absl::StatusOr<v1::Entrustment> EntrustmentHandlers::Get(rpc::Call& call,
                                                         const v1::GetEntrustmentRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kEntrustmentPattern, request.name()));
  return entrustments_.Get(call.session(), request.name());
}

absl::StatusOr<v1::ListEntrustmentsResponse> EntrustmentHandlers::List(
    rpc::Call& call, const v1::ListEntrustmentsRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireNameIfSet("service_type", kTypePattern, request.service_type()));
  return ListPage(absl::StrCat("entrustments|", request.service_type(), "|", request.state()), request,
                  &v1::ListEntrustmentsResponse::mutable_entrustments, [&](const std::string& after, int limit) {
                    return entrustments_.List(call.session(),
                                              {.service_type = request.service_type(), .state = request.state()}, after,
                                              limit);
                  });
}

absl::StatusOr<v1::Entrustment> EntrustmentHandlers::GetToChange(rpc::Call& call, const std::string& name,
                                                                 const std::string& etag) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kEntrustmentPattern, name));
  MOSBAT_ASSIGN_OR_RETURN(v1::Entrustment entrustment, entrustments_.Get(call.session(), name));
  MOSBAT_RETURN_IF_ERROR(RequireScope(call, entrustment));
  MOSBAT_RETURN_IF_ERROR(RequireEtag(etag, entrustment.etag(), name));
  return entrustment;
}

absl::StatusOr<v1::Entrustment> EntrustmentHandlers::Replace(rpc::Call& call, v1::Entrustment entrustment,
                                                             absl::string_view event) const {
  const int64_t before = RowVersionOf(entrustment.etag());
  MOSBAT_ASSIGN_OR_RETURN(entrustment, entrustments_.Replace(call.session(), std::move(entrustment)));
  call.Audit(entrustment.name(), before, RowVersionOf(entrustment.etag()));
  call.Emit(rpc::NewEvent(event, entrustment.name(), entrustment));
  return entrustment;
}

}  // namespace mosbat::catalog
