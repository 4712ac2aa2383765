#include "services/purchasing/store/tariff_store.h"

#include "common/base/status_macros.h"
#include "common/iran/day_text.h"
#include "services/purchasing/errors.h"

namespace mosbat::purchasing {
namespace {

constexpr char kForDay[] =
    "SELECT name FROM tariffs WHERE service_type = ? AND unit = ? AND effective_date <= ? "
    "ORDER BY effective_date DESC LIMIT 1";

}  // namespace

absl::StatusOr<v1::Tariff> TariffStore::Insert(db::Session& session, const v1::Tariff& tariff) const {
  return tariffs_.Insert(
      session, tariff,
      {tariff.service_type(), v1::Tariff::Unit_Name(tariff.unit()), iran::DayText(tariff.effective_date())});
}

absl::StatusOr<v1::Tariff> TariffStore::Get(db::Session& session, const std::string& name) const {
  return tariffs_.Get(session, name, errors::TariffNotFound);
}

absl::StatusOr<std::optional<v1::Tariff>> TariffStore::Find(db::Session& session, const std::string& name) const {
  return tariffs_.Find(session, name);
}

absl::StatusOr<std::optional<v1::Tariff>> TariffStore::FindForDay(db::Session& session, const std::string& service_type,
                                                                  v1::Tariff::Unit unit, absl::CivilDay day) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(kForDay, {service_type, v1::Tariff::Unit_Name(unit), iran::DayText(day)}));
  if (rows.empty()) return std::nullopt;
  return Get(session, rows.front().Text(0));
}

absl::StatusOr<std::vector<v1::Tariff>> TariffStore::List(db::Session& session, const std::string& service_type,
                                                          const std::string& after, int limit) const {
  return tariffs_.List(session, db::Where().Equal("service_type", service_type), after, limit);
}

}  // namespace mosbat::purchasing
