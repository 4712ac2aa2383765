#include "services/catalog/store/service_type_store.h"

#include <map>
#include <utility>

#include "common/base/status_macros.h"
#include "common/iran/day_text.h"
#include "common/iran/tehran_day.h"
#include "services/catalog/domain/service_type.h"
#include "services/catalog/errors.h"

namespace mosbat::catalog {
namespace {

constexpr char kCountNumbered[] = "SELECT COUNT(*) FROM service_types WHERE founding_number = ? AND name <> ?";

// Writing the row is what makes two transactions conflict; `holds` is read by nobody.
constexpr char kHoldActive[] = "UPDATE service_types SET holds = holds + 1 WHERE name = ? AND state = ?";

constexpr char kHoldNotRetired[] = "UPDATE service_types SET holds = holds + 1 WHERE name = ? AND state <> ?";

constexpr char kRevisionOn[] =
    "SELECT offered.name FROM service_type_revisions offered "
    "WHERE offered.service_type = ? AND offered.effective_date <= ? AND NOT EXISTS "
    "(SELECT 1 FROM withdrawn_texts its WHERE its.name = offered.sub_guideline_revision "
    "AND its.withdrawn_on <= offered.effective_date) "
    "ORDER BY offered.number DESC LIMIT 1";

// Of those that no greater number has overtaken by then, and so never of one day only the last.
constexpr char kRevisionAfter[] =
    "SELECT offered.name FROM service_type_revisions offered "
    "WHERE offered.service_type = ? AND offered.effective_date > ? AND offered.number > ? AND NOT EXISTS "
    "(SELECT 1 FROM withdrawn_texts its WHERE its.name = offered.sub_guideline_revision "
    "AND its.withdrawn_on <= offered.effective_date) "
    "ORDER BY offered.effective_date, offered.number DESC LIMIT 1";

constexpr char kPassedOver[] =
    "SELECT offered.name FROM withdrawn_texts its JOIN service_type_revisions offered "
    "ON offered.sub_guideline_revision = its.name WHERE its.withdrawn_on <= offered.effective_date";

constexpr char kWithdrawals[] =
    "SELECT offered.name, its.withdrawn_on FROM service_type_revisions offered JOIN withdrawn_texts its "
    "ON its.name = offered.sub_guideline_revision WHERE offered.name >= ? AND offered.name <= ?";

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
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceTypeRevision revision,
                          revisions_.Get(session, name, errors::ServiceTypeRevisionNotFound));
  MOSBAT_RETURN_IF_ERROR(TellWithdrawals(session, absl::MakeSpan(&revision, 1)));
  return revision;
}

absl::StatusOr<std::optional<v1::ServiceTypeRevision>> ServiceTypeStore::FindRevisionOn(db::Session& session,
                                                                                        const std::string& service_type,
                                                                                        absl::CivilDay day) const {
  return FindBy(session, kRevisionOn, {service_type, iran::DayText(day)});
}

absl::StatusOr<std::set<std::string>> ServiceTypeStore::ListPassedOver(db::Session& session) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kPassedOver, {}));
  std::set<std::string> names;
  for (const db::Row& row : rows) names.insert(row.Text(0));
  return names;
}

absl::StatusOr<v1::ServiceType> ServiceTypeStore::Settled(db::Session& session, v1::ServiceType type,
                                                          absl::Time now) const {
  if (type.state() == v1::ServiceType::RETIRED) return type;
  const absl::CivilDay today = iran::TehranDay(now);
  domain::Standing standing;
  MOSBAT_ASSIGN_OR_RETURN(standing.current, FindRevisionOn(session, type.name(), today));
  const int number = standing.current.has_value() ? standing.current->number() : 0;
  MOSBAT_ASSIGN_OR_RETURN(standing.next, FindBy(session, kRevisionAfter, {type.name(), iran::DayText(today), number}));
  return domain::Settled(std::move(type), standing, now);
}

absl::StatusOr<std::optional<v1::ServiceTypeRevision>> ServiceTypeStore::FindBy(
    db::Session& session, absl::string_view sql, std::initializer_list<db::Value> values) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(sql, values));
  if (rows.empty()) return std::optional<v1::ServiceTypeRevision>();
  MOSBAT_ASSIGN_OR_RETURN(v1::ServiceTypeRevision revision, GetRevision(session, rows.front().Text(0)));
  return std::optional<v1::ServiceTypeRevision>(std::move(revision));
}

absl::Status ServiceTypeStore::TellWithdrawals(db::Session& session, absl::Span<v1::ServiceTypeRevision> revisions) {
  if (revisions.empty()) return absl::OkStatus();
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(kWithdrawals, {revisions.front().name(), revisions.back().name()}));
  std::map<std::string, absl::CivilDay> days;
  for (const db::Row& row : rows) {
    if (!absl::ParseCivilTime(row.Text(1), &days[row.Text(0)])) return absl::DataLossError("a stored day is none");
  }
  for (v1::ServiceTypeRevision& revision : revisions) {
    const auto found = days.find(revision.name());
    if (found != days.end()) *revision.mutable_sub_guideline_withdrawn_date() = iran::ToDate(found->second);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ServiceTypeRevision> ServiceTypeStore::InsertRevision(db::Session& session,
                                                                         v1::ServiceTypeRevision revision) const {
  const std::string service_type = revision.service_type();
  const int number = revision.number();
  const std::string effective_date = iran::DayText(revision.effective_date());
  const std::string text = revision.sub_guideline_revision();
  return revisions_.Insert(session, std::move(revision), {service_type, number, effective_date, text});
}

absl::StatusOr<std::vector<v1::ServiceTypeRevision>> ServiceTypeStore::ListRevisions(db::Session& session,
                                                                                     const std::string& service_type,
                                                                                     const std::string& after,
                                                                                     int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(std::vector<v1::ServiceTypeRevision> revisions,
                          service_type.empty() ? revisions_.List(session, "", {}, after, limit)
                                               : revisions_.List(session, kOfType, {service_type}, after, limit));
  MOSBAT_RETURN_IF_ERROR(TellWithdrawals(session, absl::MakeSpan(revisions)));
  return revisions;
}

}  // namespace mosbat::catalog
