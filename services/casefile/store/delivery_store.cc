#include "services/casefile/store/delivery_store.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

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
constexpr char kDays[] = "SELECT occurred_on, delivery FROM person_deliveries WHERE person = ? AND service_type = ?";
constexpr char kLast[] =
    "SELECT occurred_on, delivery FROM person_deliveries WHERE person = ? AND service_type = ? AND occurred_on <= ? "
    "ORDER BY occurred_on DESC, delivery DESC LIMIT 1";
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

PersonKeys DeliveryStore::KeysOf(const common::v1::PersonIdentity& identity, absl::string_view member) const {
  if (!iran::IsIdentified(identity)) return {keyring_.Hash("member", member)};
  const iran::IdentityKey key = iran::KeyOf(identity);
  return {keyring_.Hash(key.kind, key.value)};
}

PersonKeys DeliveryStore::KeysOf(const v1::ServiceRequest& request, const std::optional<v1::CaseFile>& file) const {
  if (file.has_value()) {
    return KeysOf(domain::FindMember(*file, request.member())->identity(), request.member());
  }
  const v1::Person& person = request.person();
  if (!person.has_mother()) return KeysOf(person.identity(), request.name());
  const iran::IdentityKey mother = iran::KeyOf(person.mother());
  PersonKeys keys = {
      keyring_.Hash("birth", absl::StrCat(mother.kind, "|", mother.value, "|", iran::DayText(person.birth_date()), "|",
                                          std::max(1, person.birth_order())))};
  if (iran::IsIdentified(person.identity())) keys.push_back(KeysOf(person.identity(), "").front());
  return keys;
}

absl::StatusOr<ServiceHistory> DeliveryStore::GetHistory(db::Session& session, const PersonKeys& person,
                                                         const std::string& service_type) const {
  ServiceHistory history;
  std::set<std::pair<std::string, std::string>> had;  // day, delivery
  for (const std::string& key : person) {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> counts, session.Query(kCount, {key, service_type}));
    history.counts.push_back(counts.empty() ? 0 : counts.front().Int(0));
    if (counts.empty()) continue;
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kDays, {key, service_type}));
    for (const db::Row& row : rows) had.emplace(row.Text(0), row.Text(1));
  }
  for (const auto& [text, delivery] : had) {
    absl::CivilDay day;
    if (!absl::ParseCivilTime(text, &day)) return absl::DataLossError("a stored day is none");
    history.days.push_back(day);
  }
  return history;
}

absl::StatusOr<std::optional<v1::Delivery>> DeliveryStore::LastOf(db::Session& session, const PersonKeys& person,
                                                                  const std::string& service_type,
                                                                  absl::CivilDay day) const {
  std::pair<std::string, std::string> last;  // day, delivery
  for (const std::string& key : person) {
    MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                            session.Query(kLast, {key, service_type, iran::DayText(day)}));
    if (!rows.empty()) last = std::max(last, {rows.front().Text(0), rows.front().Text(1)});
  }
  if (last.second.empty()) return std::nullopt;
  return Find(session, last.second);
}

absl::Status DeliveryStore::AddToHistory(db::Session& session, const PersonKeys& person, const v1::Delivery& delivery,
                                         const ServiceHistory& seen) const {
  const std::string day = iran::DayText(delivery.occurred_on());
  for (size_t i = 0; i < person.size(); ++i) {
    if (seen.counts[i] == 0) {
      MOSBAT_RETURN_IF_ERROR(session.Execute(kInsertCount, {person[i], delivery.service_type()}).status());
    } else {
      MOSBAT_ASSIGN_OR_RETURN(const int64_t raised,
                              session.Execute(kRaiseCount, {person[i], delivery.service_type(), seen.counts[i]}));
      if (raised == 0) return db::errors::UniqueViolation();
    }
    MOSBAT_RETURN_IF_ERROR(
        session.Execute(kInsertDay, {person[i], delivery.service_type(), day, delivery.name()}).status());
  }
  return absl::OkStatus();
}

}  // namespace mosbat::casefile
