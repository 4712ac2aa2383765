#include "services/purchasing/handlers/tariff_handlers.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/paging.h"
#include "common/base/resource_fields.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/text_limits.h"
#include "common/base/timestamps.h"
#include "common/iran/historical.h"
#include "common/iran/tehran_day.h"
#include "services/purchasing/domain/money.h"
#include "services/purchasing/errors.h"

namespace mosbat::purchasing {
namespace {

constexpr int kMostLegalBasis = 500;

}  // namespace

absl::StatusOr<v1::Tariff> TariffHandlers::Create(rpc::Call& call, const v1::CreateTariffRequest& request) const {
  v1::Tariff tariff = request.tariff();
  ClearServerFields(tariff);
  MOSBAT_ASSIGN_OR_RETURN(*tariff.mutable_name(), NewName("tariffs", "tariff_id", request.tariff_id()));
  MOSBAT_RETURN_IF_ERROR(RequireName("tariff.service_type", "serviceTypes/*", tariff.service_type()));
  MOSBAT_ASSIGN_OR_RETURN(const int64_t amount,
                          domain::AmountIn("tariff.amount", tariff.amount(), 1, domain::kMostTariff));
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay day, iran::DayOf("tariff.effective_date", tariff.effective_date()));
  MOSBAT_RETURN_IF_ERROR(RequireLength("tariff.legal_basis", tariff.legal_basis(), kMostLegalBasis));
  MOSBAT_ASSIGN_OR_RETURN(
      const bool historical,
      iran::IsHistorical("tariff.effective_date", day, iran::EntryOf(request, call.caller().role, call.now())));
  MOSBAT_RETURN_IF_ERROR(RequireFree(call.session(), tariff, day));

  *tariff.mutable_amount() = domain::InRials(amount);
  tariff.set_historical(historical);
  tariff.set_created_by(call.caller().id);
  *tariff.mutable_create_time() = ToTimestamp(call.now());
  MOSBAT_ASSIGN_OR_RETURN(tariff, tariffs_.Insert(call.session(), tariff));
  call.Audit(tariff.name(), 0, RowVersionOf(tariff.etag()));
  call.Emit(rpc::NewEvent("TariffCreated", tariff.name(), tariff));

  MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::Claim> unpriced, claims_.ListUnpriced(call.session(), tariff.service_type(),
                                                                                tariff.unit(), day, kClaimsAtOnce));
  for (v1::Claim& claim : unpriced) {
    MOSBAT_RETURN_IF_ERROR(Within(call, [&](const Transaction& transaction) {
                             return funding_.Admit(transaction, std::move(claim));
                           }).status());
  }
  return tariff;
}

absl::StatusOr<v1::Tariff> TariffHandlers::Get(rpc::Call& call, const v1::GetTariffRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("name", "tariffs/*", request.name()));
  return tariffs_.Get(call.session(), request.name());
}

absl::StatusOr<v1::ListTariffsResponse> TariffHandlers::List(rpc::Call& call,
                                                             const v1::ListTariffsRequest& request) const {
  const std::string list = absl::StrCat("tariffs?service_type=", request.service_type());
  return ListPage(list, request, &v1::ListTariffsResponse::mutable_tariffs, [&](const std::string& after, int limit) {
    return tariffs_.List(call.session(), request.service_type(), after, limit);
  });
}

absl::StatusOr<v1::Tariff> TariffHandlers::Resolve(rpc::Call& call, const v1::ResolveTariffRequest& request) const {
  MOSBAT_RETURN_IF_ERROR(RequireName("service_type", "serviceTypes/*", request.service_type()));
  MOSBAT_ASSIGN_OR_RETURN(const absl::CivilDay day, iran::DayOf("date", request.date()));
  MOSBAT_ASSIGN_OR_RETURN(std::optional<v1::Tariff> tariff,
                          tariffs_.FindForDay(call.session(), request.service_type(), request.unit(), day));
  if (!tariff.has_value()) return errors::NoTariffOnDay(request.service_type(), day);
  return *std::move(tariff);
}

absl::Status TariffHandlers::RequireFree(db::Session& session, const v1::Tariff& tariff, absl::CivilDay day) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::Tariff> same_name, tariffs_.Find(session, tariff.name()));
  if (same_name.has_value()) return mosbat::errors::AlreadyExists(tariff.name());
  MOSBAT_ASSIGN_OR_RETURN(const std::optional<v1::Tariff> in_force,
                          tariffs_.FindForDay(session, tariff.service_type(), tariff.unit(), day));
  if (in_force.has_value() && iran::StoredDay(in_force->effective_date()) == day) {
    return errors::TariffDayTaken(in_force->name());
  }
  return absl::OkStatus();
}

}  // namespace mosbat::purchasing
