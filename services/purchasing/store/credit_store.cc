#include "services/purchasing/store/credit_store.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "common/base/etag.h"
#include "common/base/status_macros.h"
#include "common/base/timestamps.h"
#include "services/purchasing/domain/money.h"
#include "services/purchasing/errors.h"
#include "services/purchasing/store/row_names.h"

namespace mosbat::purchasing {
namespace {

constexpr char kSelect[] =
    "SELECT name, province, fiscal_year, allocated, spent, reserved, waiting_count, allocated_at, row_version "
    "FROM credits WHERE ";
constexpr char kInsert[] =
    "INSERT INTO credits (name, province, fiscal_year, allocated, spent, reserved, waiting_count, allocated_at, "
    "row_version) VALUES (?, ?, ?, 0, 0, 0, 0, NULL, 1)";
constexpr char kAllocate[] =
    "UPDATE credits SET allocated = ?, allocated_at = ?, row_version = row_version + 1 "
    "WHERE name = ? AND allocated_at IS NULL";
constexpr char kAdjust[] =
    "UPDATE credits SET allocated = allocated + ?, row_version = row_version + 1 "
    "WHERE name = ? AND allocated_at IS NOT NULL AND spent + reserved <= allocated + ? AND allocated + ? <= ?";
constexpr char kSpend[] =
    "UPDATE credits SET spent = spent + ?, row_version = row_version + 1 "
    "WHERE name = ? AND waiting_count = 0 AND spent + reserved + ? <= allocated";
constexpr char kStartWaiting[] =
    "UPDATE credits SET waiting_count = waiting_count + 1, row_version = row_version + 1 WHERE name = ?";
constexpr char kStopWaiting[] =
    "UPDATE credits SET waiting_count = waiting_count - 1, row_version = row_version + 1 "
    "WHERE name = ? AND waiting_count > 0";
constexpr char kSpendForWaiting[] =
    "UPDATE credits SET spent = spent + ?, waiting_count = waiting_count - ?, row_version = row_version + 1 "
    "WHERE name = ? AND row_version = ? AND waiting_count >= ? AND spent + reserved + ? <= allocated";
constexpr char kGiveBack[] =
    "UPDATE credits SET spent = spent - ?, row_version = row_version + 1 WHERE name = ? AND spent >= ?";
constexpr char kReserve[] =
    "UPDATE credits SET reserved = reserved + ?, row_version = row_version + 1 "
    "WHERE name = ? AND waiting_count = 0 AND spent + reserved + ? <= allocated";
constexpr char kUnreserve[] =
    "UPDATE credits SET reserved = reserved - ?, row_version = row_version + 1 WHERE name = ? AND reserved >= ?";
constexpr char kReleasable[] =
    "SELECT name FROM credits WHERE waiting_count > 0 AND spent + reserved < allocated ORDER BY name LIMIT ?";
constexpr char kExpired[] =
    "SELECT name FROM commitments WHERE state = 'ACTIVE' AND expires_at <= ? ORDER BY expires_at, name LIMIT ?";

v1::Credit CreditOf(const db::Row& row) {
  v1::Credit credit;
  credit.set_name(row.Text(0));
  credit.set_province(row.Text(1));
  credit.set_fiscal_year(static_cast<int32_t>(row.Int(2)));
  *credit.mutable_allocated() = domain::InRials(row.Int(3));
  *credit.mutable_spent() = domain::InRials(row.Int(4));
  *credit.mutable_reserved() = domain::InRials(row.Int(5));
  *credit.mutable_free() = domain::InRials(row.Int(3) - row.Int(4) - row.Int(5));
  credit.set_waiting_count(row.Int(6));
  if (!row.IsNull(7)) {
    *credit.mutable_allocate_time() = ToTimestamp(absl::FromUnixMicros(row.Int(7)));
  }
  credit.set_etag(EtagOf(row.Int(8)));
  return credit;
}

absl::StatusOr<bool> Changes(db::Session& session, absl::string_view sql, std::initializer_list<db::Value> values) {
  MOSBAT_ASSIGN_OR_RETURN(const int64_t changed, session.Execute(sql, values));
  return changed == 1;
}

db::Value ExpiresAt(const v1::Commitment& commitment) {
  if (!commitment.has_expire_time()) return nullptr;
  return ToMicros(commitment.expire_time());
}

}  // namespace

absl::Status CreditStore::Ensure(db::Session& session, const domain::CreditName& name) const {
  const std::string text = name.str();
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query("SELECT row_version FROM credits WHERE name = ?", {text}));
  if (!rows.empty()) return absl::OkStatus();
  return session.Execute(kInsert, {text, name.province, name.fiscal_year}).status();
}

absl::StatusOr<v1::Credit> CreditStore::Get(db::Session& session, const std::string& name) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(absl::StrCat(kSelect, "name = ?"), {name}));
  if (rows.empty()) return errors::CreditNotFound(name);
  return CreditOf(rows.front());
}

absl::StatusOr<std::vector<v1::Credit>> CreditStore::List(db::Session& session, const CreditFilter& filter,
                                                          const std::string& after, int limit) const {
  db::Where where("name > ? AND (? = 0 OR fiscal_year = ?)");
  where.VisibleTo(filter.visibility, {.county = "", .province = "province"}).Equal("province", filter.province);
  std::vector<db::Value> values = {after, filter.fiscal_year, filter.fiscal_year};
  const std::vector<db::Value> asked = where.values();
  values.insert(values.end(), asked.begin(), asked.end());
  values.emplace_back(limit);
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows,
                          session.Query(absl::StrCat(kSelect, where.sql(), " ORDER BY name LIMIT ?"), values));
  std::vector<v1::Credit> credits;
  credits.reserve(rows.size());
  for (const db::Row& row : rows) credits.push_back(CreditOf(row));
  return credits;
}

absl::StatusOr<bool> CreditStore::Allocate(db::Session& session, const std::string& name, int64_t amount,
                                           absl::Time now) const {
  return Changes(session, kAllocate, {amount, absl::ToUnixMicros(now), name});
}

absl::StatusOr<bool> CreditStore::Adjust(db::Session& session, const std::string& name, int64_t change) const {
  return Changes(session, kAdjust, {change, name, change, change, domain::kMostRials});
}

absl::StatusOr<bool> CreditStore::Spend(db::Session& session, const std::string& name, int64_t amount) const {
  return Changes(session, kSpend, {amount, name, amount});
}

absl::StatusOr<bool> CreditStore::StartWaiting(db::Session& session, const std::string& name) const {
  return Changes(session, kStartWaiting, {name});
}

absl::StatusOr<bool> CreditStore::StopWaiting(db::Session& session, const std::string& name) const {
  return Changes(session, kStopWaiting, {name});
}

absl::StatusOr<bool> CreditStore::SpendForWaiting(db::Session& session, const v1::Credit& credit, int64_t amount,
                                                  int64_t count) const {
  return Changes(session, kSpendForWaiting, {amount, count, credit.name(), RowVersionOf(credit.etag()), count, amount});
}

absl::StatusOr<bool> CreditStore::GiveBack(db::Session& session, const std::string& name, int64_t amount) const {
  return Changes(session, kGiveBack, {amount, name, amount});
}

absl::StatusOr<bool> CreditStore::Reserve(db::Session& session, const std::string& name, int64_t amount) const {
  return Changes(session, kReserve, {amount, name, amount});
}

absl::StatusOr<bool> CreditStore::Unreserve(db::Session& session, const std::string& name, int64_t amount) const {
  return Changes(session, kUnreserve, {amount, name, amount});
}

absl::StatusOr<std::vector<std::string>> CreditStore::ListReleasable(db::Session& session, int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kReleasable, {limit}));
  return NamesIn(rows);
}

absl::StatusOr<v1::Commitment> CreditStore::InsertCommitment(db::Session& session,
                                                             const v1::Commitment& commitment) const {
  return commitments_.Insert(session, commitment,
                             {v1::Commitment::State_Name(commitment.state()), ExpiresAt(commitment)});
}

absl::StatusOr<v1::Commitment> CreditStore::ReplaceCommitment(db::Session& session,
                                                              const v1::Commitment& commitment) const {
  return commitments_.Replace(session, commitment,
                              {v1::Commitment::State_Name(commitment.state()), ExpiresAt(commitment)});
}

absl::StatusOr<v1::Commitment> CreditStore::GetCommitment(db::Session& session, const std::string& name) const {
  return commitments_.Get(session, name, errors::CommitmentNotFound);
}

absl::StatusOr<std::vector<std::string>> CreditStore::ListExpired(db::Session& session, absl::Time now,
                                                                  int limit) const {
  MOSBAT_ASSIGN_OR_RETURN(const std::vector<db::Row> rows, session.Query(kExpired, {absl::ToUnixMicros(now), limit}));
  return NamesIn(rows);
}

}  // namespace mosbat::purchasing
