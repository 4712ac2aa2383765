#include "services/casefile/store/delivery_store.h"

#include "common/base/status_macros.h"
#include "common/db/store_errors.h"
#include "common/iran/day_text.h"
#include "common/iran/person_identity.h"
#include "services/casefile/domain/belonging.h"
#include "services/casefile/domain/case_file.h"
#include "services/casefile/errors.h"

namespace mosbat::casefile {
namespace {

constexpr char kCount[] = "SELECT deliveries FROM person_services WHERE person = ? AND service_type = ?";
constexpr char kInsertCount[] = "INSERT INTO person_services (person, service_type, deliveries) VALUES (?, ?, 1)";
constexpr char kRaiseCount[] =
    "UPDATE person_services SET deliveries = deliveries + 1 WHERE person = ? AND service_type = ? AND deliveries = ?";
constexpr char kDays[] =
    "SELECT occurred_on FROM person_deliveries WHERE person = ? AND service_type = ? ORDER BY occurred_on";
constexpr char kInsertDay[] =
    "INSERT INTO person_deliveries (person, service_type, occurred_on, delivery) VALUES (?, ?, ?, ?)";

}  // namespace

DeliveryStore::DeliveryStore(const crypto::Keyring& keyring)
    : keyring_(keyring),
      deliveries_("deliveries",
                  {"service_type", "delivered_at", "occurred_on", "case_file", "county", "centre", "social_worker"},
                  &keyring) {}

absl::StatusOr<v1::Delivery> DeliveryStore::Insert(db::Session& session, const v1::Delivery& delivery,
                                                   const std::optional<v1::CaseFile>& file) const {
  const domain::Belonging belonging = domain::BelongingOf(delivery, file);
  return deliveries_.Insert(
      session, delivery,
      {delivery.service_type(), delivery.centre(), iran::DayText(delivery.occurred_on()),
       domain::CaseFileOf(delivery.member()), belonging.county, belonging.centre, belonging.worker});
}

absl::StatusOr<std::optional<v1::Delivery>> DeliveryStore::Find(db::Session& session, const std::string& name) const {
  return deliveries_.Find(session, name);
}

absl::StatusOr<v1::Delivery> DeliveryStore::Get(db::Session& session, const std::string& name) const {
  return deliveries_.Get(session, name, errors::DeliveryNotFound);
}

absl::StatusOr<std::vector<v1::Delivery>> DeliveryStore::List(db::Session& session, const DeliveryFilter& filter,
                                                              const std::string& after, int limit) const {
  db::Where where;
  where.VisibleTo(filter.visibility, {.centre = "centre", .worker = "social_worker"})
      .Equal("delivered_at", filter.centre)
      .Equal("service_type", filter.service_type);
  if (filter.from.has_value()) where.AtLeast("occurred_on", iran::DayText(*filter.from));
  if (filter.to.has_value()) where.AtMost("occurred_on", iran::DayText(*filter.to));
  return deliveries_.List(session, where, after, limit);
}

std::string DeliveryStore::PersonKey(const common::v1::PersonIdentity& identity, absl::string_view member) const {
  if (!iran::IsIdentified(identity)) return keyring_.Hash("member", member);
  const iran::IdentityKey key = iran::KeyOf(identity);
  return keyring_.Hash(key.kind, key.value);
}

std::string DeliveryStore::PersonKey(const v1::ServiceRequest& request, const std::optional<v1::CaseFile>& file) const {
  if (!file.has_value()) return PersonKey(request.person().identity(), request.name());
  return PersonKey(domain::FindMember(*file, request.member())->identity(), request.member());
}

absl::StatusOr<ServiceHistory> DeliveryStore::GetHistory(db::Session& session, const std::string& person,
                                                         const std::string& service_type) const {
  ServiceHistory history;
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> counts, session.Query(kCount, {person, service_type}));
  if (counts.empty()) return history;
  history.count = counts.front().Int(0);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kDays, {person, service_type}));
  for (const db::Row& row : rows) {
    absl::CivilDay day;
    if (!absl::ParseCivilTime(row.Text(0), &day)) return absl::DataLossError("a stored day is none");
    history.days.push_back(day);
  }
  return history;
}

absl::Status DeliveryStore::AddToHistory(db::Session& session, const std::string& person, const v1::Delivery& delivery,
                                         const ServiceHistory& seen) const {
  if (seen.count == 0) {
    MOSBAT_RETURN_IF_ERROR(session.Execute(kInsertCount, {person, delivery.service_type()}).status());
  } else {
    MOSBAT_ASSIGN_OR_RETURN(const int64_t raised,
                            session.Execute(kRaiseCount, {person, delivery.service_type(), seen.count}));
    if (raised == 0) return db::errors::UniqueViolation();
  }
  const std::string day = iran::DayText(delivery.occurred_on());
  return session.Execute(kInsertDay, {person, delivery.service_type(), day, delivery.name()}).status();
}

}  // namespace mosbat::casefile
