#include "services/catalog/store/service_type_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/iran/day_text.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog {
namespace {

constexpr char kCountNumbered[] = "SELECT COUNT(*) FROM service_types WHERE founding_number = ? AND name <> ?";

// Writing the row is what makes two transactions conflict; `holds` is read by nobody.
constexpr char kHoldActive[] = "UPDATE service_types SET holds = holds + 1 WHERE name = ? AND state = ?";

constexpr char kHoldNotRetired[] = "UPDATE service_types SET holds = holds + 1 WHERE name = ? AND state <> ?";

constexpr char kRevisionOn[] =
    "SELECT name FROM service_type_revisions WHERE service_type = ? AND effective_date <= ? "
    "ORDER BY number DESC LIMIT 1";

constexpr char kInState[] = "(? = 0 OR state = ?)";
constexpr char kOfOwnerInState[] = "owner = ? AND (? = 0 OR state = ?)";
constexpr char kOfType[] = "service_type = ?";

db::Value FoundingNumberOf(const v1::ServiceType& type) {
  return type.founding_number() == 0 ? db::Value(nullptr) : db::Value(type.founding_number());
}

}  // namespace

absl::StatusOr<v1::ServiceType> ServiceTypeStore::Get(db::Session& session, const std::string& name) const {
  return types_.Get(session, name, errors::ServiceTypeNotFound);
}

absl::StatusOr<bool> ServiceTypeStore::FoundingNumberTaken(db::Session& session, int founding_number,
                                                           const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kCountNumbered, {founding_number, name}));
  return rows.front().Int(0) > 0;
}

absl::StatusOr<v1::ServiceType> ServiceTypeStore::Insert(db::Session& session, v1::ServiceType type) const {
  const std::string owner = type.owner();
  const db::Value founding_number = FoundingNumberOf(type);
  const int state = type.state();
  return types_.Insert(session, std::move(type), {owner, state, founding_number});
}

absl::StatusOr<v1::ServiceType> ServiceTypeStore::Replace(db::Session& session, v1::ServiceType type) const {
  const std::string owner = type.owner();
  const db::Value founding_number = FoundingNumberOf(type);
  const int state = type.state();
  return types_.Replace(session, std::move(type), {owner, state, founding_number});
}

absl::Status ServiceTypeStore::HoldActive(db::Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(const int64_t held,
                          session.Execute(kHoldActive, {name, static_cast<int>(v1::ServiceType::ACTIVE)}));
  if (held == 1) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const v1::ServiceType type, Get(session, name));
  return errors::NotActive(name, type.state());
}

absl::Status ServiceTypeStore::HoldNotRetired(db::Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(const int64_t held,
                          session.Execute(kHoldNotRetired, {name, static_cast<int>(v1::ServiceType::RETIRED)}));
  if (held == 1) return absl::OkStatus();
  MOSBAT_RETURN_IF_ERROR(Get(session, name).status());
  return errors::ServiceTypeRetired(name);
}

absl::StatusOr<std::vector<v1::ServiceType>> ServiceTypeStore::List(db::Session& session, const Filter& filter,
                                                                    const std::string& after, int limit) const {
  const int state = filter.state;
  if (filter.owner.empty()) return types_.List(session, kInState, {state, state}, after, limit);
  return types_.List(session, kOfOwnerInState, {filter.owner, state, state}, after, limit);
}

absl::StatusOr<v1::ServiceTypeRevision> ServiceTypeStore::GetRevision(db::Session& session,
                                                                      const std::string& name) const {
  return revisions_.Get(session, name, errors::ServiceTypeRevisionNotFound);
}

absl::StatusOr<std::optional<v1::ServiceTypeRevision>> ServiceTypeStore::FindRevisionOn(db::Session& session,
                                                                                        const std::string& service_type,
                                                                                        absl::CivilDay day) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(kRevisionOn, {service_type, iran::DayText(day)}));
  if (rows.empty()) return std::optional<v1::ServiceTypeRevision>();
  return revisions_.Find(session, rows.front().Text(0));
}

absl::StatusOr<v1::ServiceTypeRevision> ServiceTypeStore::InsertRevision(db::Session& session,
                                                                         v1::ServiceTypeRevision revision) const {
  const std::string service_type = revision.service_type();
  const int number = revision.number();
  const std::string effective_date = iran::DayText(revision.effective_date());
  return revisions_.Insert(session, std::move(revision), {service_type, number, effective_date});
}

absl::StatusOr<std::vector<v1::ServiceTypeRevision>> ServiceTypeStore::ListRevisions(db::Session& session,
                                                                                     const std::string& service_type,
                                                                                     const std::string& after,
                                                                                     int limit) const {
  if (service_type.empty()) return revisions_.List(session, "", {}, after, limit);
  return revisions_.List(session, kOfType, {service_type}, after, limit);
}

}  // namespace mosbat::catalog
