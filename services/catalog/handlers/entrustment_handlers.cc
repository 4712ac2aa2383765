#include "services/catalog/handlers/entrustment_handlers.h"

#include <optional>
#include <utility>

#include "absl/functional/function_ref.h"
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

// The caller must be the keeper wherever the entrustment covers; `require_scope` is what says so of one place.
absl::Status RequireKeeper(const v1::Entrustment& entrustment, const domain::Keeper& keeper, access::v1::Role role,
                           absl::FunctionRef<absl::Status(const auth::Belonging&)> require_scope) {
  if (!entrustment.has_centres()) {
    MOSBAT_RETURN_IF_ERROR(require_scope(BelongingOf(keeper.deputyship, entrustment.area())));
  }
  for (const std::string& centre : entrustment.centres().names()) {
    MOSBAT_RETURN_IF_ERROR(require_scope({.deputyship = keeper.deputyship, .centre = centre}));
  }
  return domain::RequireThere(keeper, role);
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

absl::Status AskAboutCentres(std::vector<domain::Place>& places, RegistryClient& registry,
                             const rpc::CallContext& context) {
  std::vector<std::string> names;
  for (const domain::Place& place : places) names.push_back(place.name);
  MOSBAT_ASSIGN_OR_RETURN(const auto centres, registry.GetCentres(context, names));
  for (domain::Place& place : places) {
    const auto found = centres.find(place.name);
    if (found == centres.end()) continue;
    place.exists = true;
    place.last_day = LastDayOf(found->second);
  }
  return absl::OkStatus();
}

// An entrustment names one division, or centres.
absl::Status AskAbout(std::vector<domain::Place>& places, RegistryClient& registry, const rpc::CallContext& context) {
  if (places.empty()) return absl::OkStatus();
  domain::Place& place = places.front();
  switch (place.kind) {
    case domain::Place::Kind::kProvince:
      return Take(registry.GetProvince(context, place.name), place);
    case domain::Place::Kind::kCounty:
      return Take(registry.GetCounty(context, place.name), place);
    case domain::Place::Kind::kCentre:
      break;
  }
  return AskAboutCentres(places, registry, context);
}

}  // namespace

absl::StatusOr<std::vector<domain::Place>> EntrustmentHandlers::GatherPropose(
    const rpc::CallContext& context, const v1::ProposeEntrustmentRequest& request) const {
  const v1::Entrustment& wanted = request.entrustment();
  MOSBAT_RETURN_IF_ERROR(RequireName("entrustment.service_type", kTypePattern, wanted.service_type()));
  MOSBAT_RETURN_IF_ERROR(domain::CheckProposal(wanted, /*places=*/{}));
  const absl::Status read = database_.Read(
      [&](db::Session& session) -> absl::Status {
        MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceType type, types_.Get(session, wanted.service_type()));
        MOSBAT_ASSIGN_OR_RETURN(const domain::Keeper keeper,
                                deputyships_.KeeperOn(session, type.owner(), iran::TehranDay(context.now)));
        return catalog::RequireKeeper(wanted, keeper, context.caller.role, [&](const auth::Belonging& row) {
          return rpc::RequireScope(context.caller, row);
        });
      },
      context.deadline);
  // Propose() says that there is no such type, after what is wrong with the places.
  if (!absl::IsNotFound(read)) MOSBAT_RETURN_IF_ERROR(read);
  std::vector<domain::Place> places = domain::PlacesOf(wanted);
  MOSBAT_RETURN_IF_ERROR(AskAbout(places, registry_, context));
  return places;
}

absl::StatusOr<v1::Entrustment> EntrustmentHandlers::Propose(rpc::Call& call,
                                                             const v1::ProposeEntrustmentRequest& request,
                                                             const std::vector<domain::Place>& places) const {
  const v1::Entrustment& wanted = request.entrustment();
  MOSBAT_RETURN_IF_ERROR(domain::CheckProposal(wanted, places));
  MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceType type, types_.Get(call.session(), wanted.service_type()));
  MOSBAT_RETURN_IF_ERROR(RequireKeeper(call, wanted, type.owner()));
  const std::string name = absl::StrCat("entrustments/", call.NewId());
  MOSBAT_ASSIGN_OR_RETURN(v1::Entrustment entrustment, domain::Propose(wanted, type, name, call.now()));
  MOSBAT_RETURN_IF_ERROR(types_.HoldNotRetired(call.session(), type.name()));
  MOSBAT_ASSIGN_OR_RETURN(entrustment, entrustments_.Insert(call.session(), std::move(entrustment)));
  call.Audit(name, 0, RowVersionOf(entrustment.etag()));
  call.Emit(rpc::NewEvent("EntrustmentProposed", name, entrustment));
  return entrustment;
}

absl::StatusOr<v1::Entrustment> EntrustmentHandlers::Activate(rpc::Call& call,
                                                              const v1::ActivateEntrustmentRequest& request) const {
  MOSBAT_ASSIGN_OR_RETURN(const v1::Entrustment before, GetToChange(call, request.name(), request.etag()));
  MOSBAT_ASSIGN_OR_RETURN(v1::Entrustment entrustment,
                          domain::Activate(before, iran::EntryOf(request, call.caller().role, call.now()), call.now()));
  MOSBAT_RETURN_IF_ERROR(types_.HoldActive(call.session(), entrustment.service_type()));
  // A pilot goes nowhere from here that would keep this one waiting after all, and one that another call proposes at
  // this moment is one that was proposed afterwards.
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<v1::Entrustment> pilots,
                          entrustments_.ListPilots(call.session(), before.service_type()));
  MOSBAT_RETURN_IF_ERROR(domain::RequirePilotsFirst(before, pilots));
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

absl::Status EntrustmentHandlers::RequireKeeper(rpc::Call& call, const v1::Entrustment& entrustment,
                                                const std::string& owner) const {
  MOSBAT_ASSIGN_OR_RETURN(const domain::Keeper keeper,
                          deputyships_.KeeperOn(call.session(), owner, iran::TehranDay(call.now())));
  return catalog::RequireKeeper(entrustment, keeper, call.caller().role,
                                [&](const auth::Belonging& row) { return call.RequireScope(row); });
}

absl::StatusOr<v1::Entrustment> EntrustmentHandlers::GetToChange(rpc::Call& call, const std::string& name,
                                                                 const std::string& etag) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", kEntrustmentPattern, name));
  MOSBAT_ASSIGN_OR_RETURN(v1::Entrustment entrustment, entrustments_.Get(call.session(), name));
  MOSBAT_RETURN_IF_ERROR(RequireKeeper(call, entrustment, entrustment.owner()));
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
